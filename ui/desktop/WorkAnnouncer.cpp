#include "ui/desktop/WorkAnnouncer.h"

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
    if (made > 0 && m_parts.preferences.effective().notifyWhenDone && !QApplication::activeWindow())
        m_parts.desktop.notify(tr("Calotype is done"), tr("%n picture(s) made", nullptr, made));
}

} // namespace calotype::ui
