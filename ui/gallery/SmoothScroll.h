#pragma once

#include <QObject>
#include <QVariantAnimation>

class QScrollBar;
class QWheelEvent;

namespace calotype::ui {

/// Lets a wheel's notches glide: each moves the goal, and the scroll bar follows it. A touchpad, which tells pixels,
/// moves it at once; so does a wheel where the style has no animations.
class SmoothScroll final : public QObject
{
    Q_OBJECT

public:
    explicit SmoothScroll(QScrollBar *bar, QObject *parent = nullptr);

    /// @return whether the event was for this bar
    bool handle(const QWheelEvent &event);
    void stop();

private:
    QScrollBar *m_bar;
    QVariantAnimation m_animation;
    int m_rest = 0; ///< eighths of a degree that did not make a pixel yet
};

} // namespace calotype::ui
