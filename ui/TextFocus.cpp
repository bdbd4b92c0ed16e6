#include "ui/TextFocus.h"

#include <QApplication>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>

namespace calotype::ui {

TextFocus::TextFocus(QWidget *window)
    : QObject(window)
    , m_window(window)
{
    connect(qApp, &QApplication::focusChanged, this, [this](const QWidget *, QWidget *now) { follow(now); });
}

void TextFocus::follow(QWidget *now)
{
    if (qobject_cast<QMenuBar *>(now) || qobject_cast<QMenu *>(now))
        return;
    const bool isOurs = now && now->window() == m_window && !TextField(now).isNull();
    QWidget *const next = isOurs ? now : nullptr;
    if (next == m_widget)
        return;
    for (const QMetaObject::Connection &connection : std::as_const(m_connections))
        disconnect(connection);
    m_connections.clear();
    m_widget = next;
    const TextField followed = field();
    if (QLineEdit *const line = followed.lineEdit()) {
        m_connections = {connect(line, &QLineEdit::textChanged, this, &TextFocus::changed),
                         connect(line, &QLineEdit::selectionChanged, this, &TextFocus::changed),
                         connect(line, &QObject::destroyed, this, &TextFocus::changed)};
    } else if (QPlainTextEdit *const text = followed.textEdit()) {
        m_connections = {connect(text, &QPlainTextEdit::undoAvailable, this, &TextFocus::changed),
                         connect(text, &QPlainTextEdit::redoAvailable, this, &TextFocus::changed),
                         connect(text, &QPlainTextEdit::copyAvailable, this, &TextFocus::changed),
                         connect(text, &QObject::destroyed, this, &TextFocus::changed)};
    }
    Q_EMIT changed();
}

} // namespace calotype::ui
