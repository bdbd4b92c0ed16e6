#include "ui/desktop/WorkAnnouncer.h"

#include "core/jobs/JobQueue.h"
#include "ui/ErrorWords.h"
#include "ui/GenerationController.h"
#include "ui/desktop/Desktop.h"
#include "ui/preferences/Preferences.h"

#include <QApplication>
#include <QWidget>

#include <utility>

namespace calotype::ui {

WorkAnnouncer::WorkAnnouncer(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
{
    connect(&m_parts.controller, &GenerationController::phaseChanged, this, &WorkAnnouncer::onPhase);
    connect(&m_parts.controller, &GenerationController::pictureAdded, this, [this] { ++m_made; });
    connect(&m_parts.queue, &jobs::JobQueue::jobsChanged, this, &WorkAnnouncer::noteRunning);
    connect(&m_parts.desktop, &Desktop::notificationActivated, &m_parts.window, [window = &m_parts.window] {
        window->show();
        window->raise();
        window->activateWindow();
    });
}

WorkAnnouncer::~WorkAnnouncer()
{
    m_parts.desktop.keepAwake(false);
}

void WorkAnnouncer::onPhase()
{
    using Phase = GenerationController::Phase;
    const Phase phase = m_parts.controller.phase();
    m_parts.desktop.keepAwake(phase != Phase::Idle && phase != Phase::Preparing); // which may wait for the user
    if (phase != Phase::Idle)
        return;
    const int made = std::exchange(m_made, 0);
    const QString wrong = whatWentWrong();
    m_ran.clear();
    if ((made == 0 && wrong.isEmpty()) || QApplication::activeWindow())
        return;
    const PreferenceValues &preferred = m_parts.preferences.effective();
    if (!preferred.notifyWhenDone) {
        if (preferred.soundWhenDone)
            m_parts.desktop.playSound();
        return;
    }
    const Desktop::Sound sound = preferred.soundWhenDone ? Desktop::Sound::Done : Desktop::Sound::None;
    const QString words = made > 0 ? tr("%n picture(s) made", nullptr, made) : QString();
    if (wrong.isEmpty())
        m_parts.desktop.notify(tr("Calotype is done"), words, sound);
    else
        m_parts.desktop.notify(tr("Calotype waits for you"), made > 0 ? tr("%1. %2").arg(words, wrong) : wrong, sound);
}

void WorkAnnouncer::noteRunning()
{
    const qint64 running = m_parts.queue.running();
    if (running != 0 && (m_ran.isEmpty() || m_ran.last() != running))
        m_ran.append(running);
}

QString WorkAnnouncer::whatWentWrong() const
{
    using Pause = jobs::JobQueue::Pause;
    const jobs::JobQueue &queue = m_parts.queue;
    if (m_ran.isEmpty())
        return {};
    const auto inWords = [&failure = queue.lastFailure()](const QString &sentence) {
        return sentence == QString::fromStdString(failure.message) ? errorWords(failure) : sentence;
    };
    if (queue.pause() == Pause::DiskFull || queue.pause() == Pause::Fault)
        return inWords(queue.pauseReason());
    for (auto id = m_ran.crbegin(); id != m_ran.crend(); ++id) {
        const jobs::Job *const job = queue.at(queue.rowOf(*id));
        if (job && job->state == jobs::JobState::Failed)
            return inWords(job->error);
    }
    return {};
}

} // namespace calotype::ui
