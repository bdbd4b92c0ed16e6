#pragma once

#include "ui/startimage/Placement.h"

#include <QImage>
#include <QWidget>

namespace calotype::ui {

/// A picture and the frame of what is taken of it. Dragging inside the frame moves it, dragging an edge or a corner scales
/// it, also out of the picture; so do the arrows (Shift: further), + and −, and the wheel. What the frame holds beyond the
/// picture is hatched: it will be painted anew.
class PlacementView final : public QWidget
{
    Q_OBJECT

public:
    explicit PlacementView(QWidget *parent = nullptr);

    /// @param picture  maybe a smaller copy of the one of @p size that is meant
    void setPicture(const QImage &picture, const QSize &size);
    void setTargetSize(const QSize &target);
    void setPlacement(const Placement &placement);
    const Placement &placement() const { return m_placement; }
    /// In pixels of the picture.
    QRectF frame() const;
    /// Where a point of the picture lies, in pixels of the widget.
    QPointF toWidget(const QPointF &picturePoint) const;

    QSize sizeHint() const override { return {560, 420}; }
    QSize minimumSizeHint() const override { return {280, 210}; }

Q_SIGNALS:
    /// The user has moved or scaled the frame: it is a Crop now.
    void edited();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    struct Grip {
        int across = 0; ///< −1 the left edge, 1 the right one
        int down = 0;   ///< −1 the upper edge, 1 the lower one
        bool inside = false;

        bool isNone() const { return !inside && across == 0 && down == 0; }
    };

    Grip gripAt(const QPointF &point) const;
    void showGrip(const Grip &grip);
    void placeWorld();
    void edit(const QRectF &frame);
    void scaleFrame(double factor);
    QRectF scaledTo(const QRectF &from, const Grip &grip, const QPointF &way) const;

    QImage m_picture;
    QSize m_size;
    QSize m_target{512, 512};
    Placement m_placement;
    double m_scale = 1; ///< pixels of the widget for one of the picture
    QPointF m_origin;   ///< of the picture, in pixels of the widget
    Grip m_grip;
    QPointF m_pressed;
    QRectF m_before;
};

} // namespace calotype::ui
