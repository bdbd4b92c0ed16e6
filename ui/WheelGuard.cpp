#include "ui/WheelGuard.h"

#include <QEvent>
#include <QWidget>

namespace calotype::ui {

void WheelGuard::protect(QWidget *widget)
{
    widget->setFocusPolicy(Qt::StrongFocus); // the default of spin boxes takes the focus by the wheel
    widget->installEventFilter(new WheelGuard(widget));
}

bool WheelGuard::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Wheel && !static_cast<QWidget *>(watched)->hasFocus()) {
        event->ignore();
        return true;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace calotype::ui
