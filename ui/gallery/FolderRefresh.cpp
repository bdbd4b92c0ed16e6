#include "ui/gallery/FolderRefresh.h"

#include <QGuiApplication>

#include <utility>

namespace calotype::ui {

FolderRefresh::FolderRefresh(std::function<void()> look, QObject *parent, Clock clock)
    : QObject(parent)
    , m_look(std::move(look))
    , m_clock(std::move(clock))
    , m_lastLook(m_clock())
{
    connect(qGuiApp, &QGuiApplication::applicationStateChanged, this, [this](Qt::ApplicationState state) {
        if (state == Qt::ApplicationActive)
            comeBack();
    });
}

FolderRefresh::Clock FolderRefresh::steadyClock()
{
    return [] { return std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now().time_since_epoch()); };
}

void FolderRefresh::comeBack()
{
    if (m_clock() - m_lastLook >= (m_isLooking ? kLongestLook : kPause))
        look();
}

void FolderRefresh::look()
{
    m_isLooking = true;
    m_lastLook = m_clock();
    m_look();
}

void FolderRefresh::done()
{
    m_isLooking = false;
    m_lastLook = m_clock();
}

} // namespace calotype::ui
