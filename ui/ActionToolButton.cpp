#include "ui/ActionToolButton.h"

#include <QAction>

#include <algorithm>

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
    const QString words = action.text().remove(u'&'), seen = action.iconText();
    const bool isWord = std::any_of(seen.begin(), seen.end(), [](QChar sign) { return sign.isLetter(); });
    setAccessibleName(isWord && !words.contains(seen) ? seen : words); // what is seen is what is said to press it
    setToolTip(keys.isEmpty() ? action.toolTip() : tr("%1 (%2)").arg(action.toolTip(), keys));
    if (!seen.isEmpty())
        setText(seen);
}

} // namespace calotype::ui
