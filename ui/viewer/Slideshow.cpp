#include "ui/viewer/Slideshow.h"

#include <algorithm>

namespace calotype::ui {

namespace {

constexpr int kSeconds = 4;

} // namespace

Slideshow::Slideshow(QObject *parent)
    : QObject(parent)
{
    m_timer.setInterval(kSeconds * 1000);
    connect(&m_timer, &QTimer::timeout, this, &Slideshow::onTimeout);
}

void Slideshow::setSeconds(int seconds)
{
    m_timer.setInterval(std::clamp(seconds, 1, kSecondsMost) * 1000);
}

void Slideshow::start()
{
    if (isRunning())
        return;
    m_timer.start();
    Q_EMIT runningChanged(true);
}

void Slideshow::stop()
{
    if (!isRunning())
        return;
    m_timer.stop();
    Q_EMIT runningChanged(false);
}

void Slideshow::onTimeout()
{
    if (isRunning())
        Q_EMIT due();
}

void Slideshow::beginAnew()
{
    if (isRunning())
        m_timer.start();
}

} // namespace calotype::ui
