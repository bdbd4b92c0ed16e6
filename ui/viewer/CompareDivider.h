#pragma once

#include <QWidget>

namespace calotype::ui {

/// The line between two pictures that lie over each other. It is dragged, or moved by the arrow keys: by a hundredth of
/// the width, with Shift by a tenth; Home and End go to the edges.
class CompareDivider final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int kWidth = 17; ///< logical pixels that take the mouse; the line is in the middle

    explicit CompareDivider(QWidget *parent);

    /// Where it stands, in parts (0..1) of the parent's width.
    double position() const { return m_position; }

public Q_SLOTS:
    void setPosition(double position);
    /// Puts it where its position is in the parent as it is now.
    void place();

Q_SIGNALS:
    void positionChanged(double position);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    double m_position = 0.5;
    bool m_isHeld = false;
    int m_grip = 0; ///< where in the divider the mouse took hold of it
};

} // namespace calotype::ui
