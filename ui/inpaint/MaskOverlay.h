#pragma once

#include "ui/inpaint/MaskBrush.h"

#include <QWidget>

#include <optional>

namespace calotype::ui {

class ImageView;
class MaskDocument;

/// Lies over a picture that is shown, shows its mask and takes the brush: the left button paints, the right one erases.
/// What it does not take (the middle button, the wheel without Ctrl) goes on to the view, which moves and zooms.
class MaskOverlay final : public QWidget
{
    Q_OBJECT

public:
    MaskOverlay(ImageView &view, MaskDocument &document);

    void setBrush(const MaskBrush &brush);
    /// For the keyboard: the brush's middle on the mask, in its pixels; it becomes visible, and the view follows it.
    QPointF brushPoint() const;
    void setBrushPoint(const QPointF &maskPoint);
    /// A stroke from where the last one of the keyboard ended, or a dab.
    void paintAtBrushPoint();
    void endKeyboardStroke();

Q_SIGNALS:
    /// Ctrl and the wheel: by how many notches.
    void sizeTurned(double notches);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    /// Pixels of the widget for one of the mask.
    double scale() const;
    QPointF toMask(const QPointF &point) const;
    QPointF toWidget(const QPointF &maskPoint) const;
    void updateArea(const QRect &maskArea);
    /// Scrolls the view so far that @p point of the widget is seen, as far as the picture goes.
    void scrollTo(const QPointF &point);
    QRect ringRect() const;
    void moveRing(const std::optional<QPointF> &point);

    ImageView &m_view;
    MaskDocument &m_document;
    MaskBrush m_brush;
    std::optional<QPointF> m_ring; ///< where the brush is shown, in pixels of the widget
};

} // namespace calotype::ui
