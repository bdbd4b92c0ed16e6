#include "ui/ActionToolButton.h"

#include <QAction>

namespace calotype::ui {

ActionToolButton::ActionToolButton(QAction *action, QWidget *parent)
    : QToolButton(parent)
{
    setDefaultAction(action);
    setAutoRaise(true);
    setFocusPolicy(Qt::TabFocus);
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    setObjectName(action->objectName() + QLatin1String("Button"));
    connect(action, &QAction::changed, this, &ActionToolButton::refresh);
    refresh();
}

void ActionToolButton::refresh()
{
    const QAction &action = *defaultAction();
    const QString keys = action.shortcut().toString(QKeySequence::NativeText);
    setAccessibleName(action.text().remove(u'&'));
    setToolTip(keys.isEmpty() ? action.toolTip() : tr("%1 (%2)").arg(action.toolTip(), keys));
    if (!action.iconText().isEmpty())
        setText(action.iconText());
}

} // namespace calotype::ui
