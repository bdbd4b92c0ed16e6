#include "app/SignalWatcher.h"

#include "app/CommandLine.h"

#include <array>
#include <atomic>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace calotype::app {

namespace {

constexpr std::array kSignals{SIGINT, SIGTERM};

std::atomic<int> writeEnd{-1};
std::atomic<int> received{0};
std::array<struct sigaction, kSignals.size()> previous;

// Only async-signal-safe calls here.
void handle(int)
{
    if (received.fetch_add(1) > 0)
        _exit(kCancelled);
    const char byte = 1;
    [[maybe_unused]] const auto written = write(writeEnd.load(), &byte, 1);
}

} // namespace

SignalWatcher::SignalWatcher(QObject *parent)
    : QObject(parent)
{
    if (pipe(m_pipe) != 0)
        return;
    for (const int end : m_pipe)
        fcntl(end, F_SETFD, FD_CLOEXEC);
    writeEnd = m_pipe[1];
    received = 0;
    m_notifier = new QSocketNotifier(m_pipe[0], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &SignalWatcher::drain);

    struct sigaction action = {};
    action.sa_handler = &handle;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    for (std::size_t i = 0; i < kSignals.size(); ++i)
        sigaction(kSignals[i], &action, &previous[i]);
}

SignalWatcher::~SignalWatcher()
{
    if (!m_notifier)
        return;
    for (std::size_t i = 0; i < kSignals.size(); ++i)
        sigaction(kSignals[i], &previous[i], nullptr);
    writeEnd = -1;
    for (const int end : m_pipe)
        close(end);
}

void SignalWatcher::drain()
{
    char byte = 0;
    if (read(m_pipe[0], &byte, 1) == 1)
        Q_EMIT interrupted();
}

} // namespace calotype::app
