#include "ui/WindowToolBar.h"

#include "ui/ActionToolButton.h"
#include "ui/WindowActions.h"
#include "ui/WindowPages.h"
#include "ui/queue/QueueButton.h"

#include <QAction>
#include <QMenu>

namespace calotype::ui {

WindowToolBar::WindowToolBar(const Parts &parts, QWidget *parent)
    : QToolBar(tr("Toolbar"), parent)
{
    setObjectName(QStringLiteral("toolBar"));
    setAccessibleName(windowTitle());
    setMovable(false);
    toggleViewAction()->setObjectName(QStringLiteral("showToolBar"));
    toggleViewAction()->setText(tr("&Toolbar"));
    const WindowActions &actions = parts.actions;
    add(actions.generate, {actions.generateFirst, actions.generateInstead, actions.generateSeveral});
    add(actions.skip);
    add(actions.stop, {actions.stopAfter});
    addSeparator();
    for (QAction *const page : parts.pages.pageActions())
        add(page);
    addSeparator();
    for (QAction *const zoom : {actions.zoomOut, actions.zoomIn, actions.zoomFit, actions.zoomActual})
        add(zoom);
    auto *const gap = new QWidget;
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(gap);
    addWidget(new QueueButton(parts.queue, parts.showQueue));
}

/// @param more  offered by an arrow beside it
void WindowToolBar::add(QAction *action, const QList<QAction *> &more)
{
    auto *const button = new ActionToolButton(action);
    button->setObjectName(action->objectName() + QLatin1String("OfToolBar")); // panels have buttons for some of them
    if (!more.isEmpty()) {
        auto *const menu = new QMenu(button);
        menu->addActions(more);
        button->setMenu(menu);
        button->setPopupMode(QToolButton::MenuButtonPopup);
    }
    addWidget(button);
}

} // namespace calotype::ui
