#pragma once

#include <QApplication>
#include <QContextMenuEvent>
#include <QWindow>
#include <QtTest>

/// Keys as they come from a keyboard: to whatever has the focus, shortcuts first.
namespace calotype::tests {

inline void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
{
    QTest::keyClick(static_cast<QWidget *>(nullptr), key, modifiers);
}

inline void typeText(const QString &text)
{
    QTest::keyClicks(static_cast<QWidget *>(nullptr), text);
}

/// Goes on with Tab until @p wanted has the focus; once around a window at most. @return whether it has
inline bool tabTo(const QWidget *wanted)
{
    constexpr int kMost = 120;
    for (int presses = 0; presses < kMost && !wanted->hasFocus(); ++presses)
        press(Qt::Key_Tab);
    return wanted->hasFocus();
}

/// What platforms make of the Menu key; the offscreen one has no keyboard. Returns when the menu is gone.
inline void pressMenuKey()
{
    QWindow *const window = QGuiApplication::focusWindow();
    const QPoint middle(window->width() / 2, window->height() / 2);
    QContextMenuEvent event(QContextMenuEvent::Keyboard, middle, window->mapToGlobal(middle), Qt::NoModifier);
    QCoreApplication::sendEvent(window, &event);
}

/// What window managers do when a menu or a dialog is gone. @return whether @p window is the active one then
inline bool giveBackFocus(QWidget *window)
{
    window->activateWindow();
    return QTest::qWaitFor([window] { return window->isActiveWindow(); });
}

} // namespace calotype::tests
