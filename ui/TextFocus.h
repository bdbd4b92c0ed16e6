#pragma once

#include "ui/TextField.h"

#include <QList>
#include <QMetaObject>
#include <QObject>
#include <QPointer>
#include <QWidget>

namespace calotype::ui {

/// Follows which text field of a window has the focus. While a menu has it, the field keeps it for this: what the menu does is
/// done to the field. GUI thread.
class TextFocus final : public QObject
{
    Q_OBJECT

public:
    explicit TextFocus(QWidget *window);

    TextField field() const { return TextField(m_widget); }

Q_SIGNALS:
    /// Another field has the focus, or none, or other things can be done with it now; of the clipboard nothing is told.
    void changed();

private:
    void follow(QWidget *now);

    QWidget *m_window;
    QPointer<QWidget> m_widget;
    QList<QMetaObject::Connection> m_connections;
};

} // namespace calotype::ui
