#include "ui/gallery/FolderRefresh.h"

#include <QGuiApplication>

#include <utility>

namespace calotype::ui {

namespace {

constexpr int kPausesForALook = 12; ///< then its end is not waited for any longer: it may never be told

} // namespace

FolderRefresh::FolderRefresh(std::function<void()> look, std::chrono::milliseconds pause, QObject *parent)
    : QObject(parent)
    , m_look(std::move(look))
    , m_pause(pause)
{
    m_sinceLook.start();
    connect(qGuiApp, &QGuiApplication::applicationStateChanged, this, [this](Qt::ApplicationState state) {
        if (state == Qt::ApplicationActive)
            comeBack();
    });
}

void FolderRefresh::comeBack()
{
    if (m_sinceLook.elapsed() >= (m_isLooking ? kPausesForALook : 1) * m_pause.count())
        look();
}

void FolderRefresh::look()
{
    m_isLooking = true;
    m_sinceLook.start();
    m_look();
}

void FolderRefresh::done()
{
    m_isLooking = false;
    m_sinceLook.start();
}

} // namespace calotype::ui
