#include "ui/WindowZoom.h"

#include "ui/ImageView.h"
#include "ui/WindowActions.h"
#include "ui/WindowPages.h"
#include "ui/viewer/ComparePage.h"
#include "ui/viewer/ViewerPage.h"

#include <QAction>

namespace calotype::ui {

namespace {

QAction *named(const QList<QAction *> &actions, const QString &name)
{
    for (QAction *const action : actions) {
        if (action->objectName() == name)
            return action;
    }
    return nullptr;
}

} // namespace

WindowZoom::WindowZoom(const WindowActions &actions, const WindowPages &pages, ImageView &created, QObject *parent)
    : QObject(parent)
    , m_pages(pages)
    , m_created(created)
    , m_orders{{{actions.zoomIn, &ImageView::zoomIn, "ZoomIn"},
                {actions.zoomOut, &ImageView::zoomOut, "ZoomOut"},
                {actions.zoomActual, &ImageView::zoomToActualSize, "ActualSize"},
                {actions.zoomFit, &ImageView::zoomToFit, "Fit"}}}
{
    for (const Order &order : m_orders)
        connect(order.action, &QAction::triggered, this, [this, order] { carryOut(order); });
    connect(&m_pages, &WindowPages::pageChanged, this, &WindowZoom::refresh);
    connect(&m_created, &ImageView::emptinessChanged, this, &WindowZoom::refresh);
    for (const QList<QAction *> &ofPage : {m_pages.viewerPage()->pageActions(), m_pages.comparePage()->pageActions()}) {
        for (QAction *const action : ofPage)
            connect(action, &QAction::enabledChanged, this, &WindowZoom::refresh);
    }
    refresh();
}

void WindowZoom::setCover(ImageView *cover)
{
    if (m_cover)
        disconnect(m_cover, &ImageView::emptinessChanged, this, &WindowZoom::refresh);
    m_cover = cover;
    if (m_cover)
        connect(m_cover, &ImageView::emptinessChanged, this, &WindowZoom::refresh);
    refresh();
}

ImageView *WindowZoom::view() const
{
    if (m_cover)
        return m_cover;
    return m_pages.page() == WindowPages::Create ? &m_created : nullptr;
}

QAction *WindowZoom::ofPage(const Order &order) const
{
    if (m_cover)
        return nullptr;
    switch (m_pages.page()) {
    case WindowPages::Viewer:
        return named(m_pages.viewerPage()->pageActions(), QLatin1String("viewer") + QLatin1String(order.name));
    case WindowPages::Compare:
        return named(m_pages.comparePage()->pageActions(), QLatin1String("compare") + QLatin1String(order.name));
    default: return nullptr;
    }
}

void WindowZoom::carryOut(const Order &order)
{
    if (QAction *const own = ofPage(order))
        own->trigger();
    else if (ImageView *const shown = view())
        (shown->*order.onView)();
}

void WindowZoom::refresh()
{
    for (const Order &order : m_orders) {
        const QAction *const own = ofPage(order);
        order.action->setEnabled(own ? own->isEnabled() : view() && !view()->isEmpty());
    }
}

} // namespace calotype::ui
