#include "ui/WidgetKey.h"

#include <QAction>
#include <QKeyEvent>
#include <QWidget>

namespace calotype::ui {

WidgetKey::WidgetKey(const QKeySequence &key, QAction *action, QWidget *widget)
    : QObject(widget)
    , m_key(key)
    , m_action(action)
{
    widget->installEventFilter(this);
}

bool WidgetKey::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *const press = static_cast<QKeyEvent *>(event);
        const QKeyCombination pressed(press->modifiers() & ~Qt::KeypadModifier, static_cast<Qt::Key>(press->key()));
        if (QKeySequence(pressed) == m_key) {
            m_action->trigger();
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

} // namespace calotype::ui
