#include "ui/startimage/PlacementView.h"

#include "ui/Theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace calotype::ui {

namespace {

constexpr double kGripReach = 8;
constexpr double kMargin = 28; ///< room to drag the frame outward
constexpr double kScaleStep = 1.05;
constexpr double kMoveStep = 0.01; ///< of the frame
constexpr double kFarStep = 0.1;

} // namespace

PlacementView::PlacementView(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("placementView"));
    setAccessibleName(tr("Picture and frame"));
    setAccessibleDescription(tr("The arrow keys move the frame, plus and minus scale it."));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void PlacementView::setPicture(const QImage &picture, const QSize &size)
{
    m_picture = picture;
    m_size = size;
    placeWorld();
}

void PlacementView::setTargetSize(const QSize &target)
{
    m_target = target;
    placeWorld();
}

void PlacementView::setPlacement(const Placement &placement)
{
    m_placement = placement;
    placeWorld();
}

QRectF PlacementView::frame() const
{
    return m_size.isEmpty() ? QRectF() : frameOf(m_placement, m_size, m_target);
}

QPointF PlacementView::toWidget(const QPointF &picturePoint) const
{
    return m_origin + picturePoint * m_scale;
}

void PlacementView::placeWorld()
{
    update();
    if (m_size.isEmpty())
        return;
    const QRectF world = QRectF(QPointF(), m_size).united(frame());
    const QSizeF room(std::max(1.0, width() - 2 * kMargin), std::max(1.0, height() - 2 * kMargin));
    m_scale = std::min(room.width() / world.width(), room.height() / world.height());
    m_origin = QRectF(rect()).center() - world.center() * m_scale;
}

void PlacementView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), canvasColour(palette()));
    if (m_picture.isNull())
        return;
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const QRectF picture(m_origin, QSizeF(m_size) * m_scale);
    painter.drawImage(picture, m_picture);

    const QRectF inPicture = frame();
    const QRectF framed(toWidget(inPicture.topLeft()), inPicture.size() * m_scale);
    QPainterPath left;
    left.addRect(picture);
    QPainterPath taken;
    taken.addRect(framed);
    painter.fillPath(left.subtracted(taken), QColor(0, 0, 0, 150));
    painter.fillPath(taken.subtracted(left), QBrush(palette().color(QPalette::Highlight), Qt::BDiagPattern));

    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0, 0, 0, 170), 4));
    painter.drawRect(framed);
    painter.setPen(QPen(hasFocus() ? palette().color(QPalette::Highlight) : QColor(Qt::white), 2));
    painter.drawRect(framed);
    painter.setBrush(QColor(Qt::white));
    painter.setPen(QPen(QColor(0, 0, 0, 170), 1));
    for (const double x : {framed.left(), framed.center().x(), framed.right()}) {
        for (const double y : {framed.top(), framed.center().y(), framed.bottom()}) {
            if (QPointF(x, y) != framed.center())
                painter.drawRect(QRectF(x - 4, y - 4, 8, 8));
        }
    }
}

void PlacementView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeWorld();
}

PlacementView::Grip PlacementView::gripAt(const QPointF &point) const
{
    const QRectF inPicture = frame();
    const QRectF framed(toWidget(inPicture.topLeft()), inPicture.size() * m_scale);
    if (!framed.adjusted(-kGripReach, -kGripReach, kGripReach, kGripReach).contains(point))
        return {};
    Grip grip;
    grip.across = std::abs(point.x() - framed.right()) <= kGripReach ? 1 : std::abs(point.x() - framed.left()) <= kGripReach ? -1 : 0;
    grip.down = std::abs(point.y() - framed.bottom()) <= kGripReach ? 1 : std::abs(point.y() - framed.top()) <= kGripReach ? -1 : 0;
    grip.inside = grip.across == 0 && grip.down == 0;
    return grip;
}

void PlacementView::showGrip(const Grip &grip)
{
    if (grip.isNone())
        unsetCursor();
    else if (grip.inside)
        setCursor(Qt::SizeAllCursor);
    else if (grip.down == 0)
        setCursor(Qt::SizeHorCursor);
    else if (grip.across == 0)
        setCursor(Qt::SizeVerCursor);
    else
        setCursor(grip.across == grip.down ? Qt::SizeFDiagCursor : Qt::SizeBDiagCursor);
}

void PlacementView::edit(const QRectF &frame)
{
    m_placement = {Placement::Mode::Crop, boundedFrame(frame, m_size)};
    update();
    Q_EMIT edited();
}

QRectF PlacementView::scaledTo(const QRectF &from, const Grip &grip, const QPointF &way) const
{
    const double shape = from.width() / from.height();
    // The edge that is dragged leads; at a corner the one that goes further.
    const double byX = from.width() + grip.across * way.x();
    const double byY = (from.height() + grip.down * way.y()) * shape;
    double width = grip.across == 0 ? byY : grip.down == 0 ? byX : std::max(byX, byY);
    width = std::max(width, 1.0);
    const QSizeF size(width, width / shape);
    const double x = grip.across > 0 ? from.left() : grip.across < 0 ? from.right() - size.width() : from.center().x() - size.width() / 2;
    const double y = grip.down > 0 ? from.top() : grip.down < 0 ? from.bottom() - size.height() : from.center().y() - size.height() / 2;
    return {QPointF(x, y), size};
}

void PlacementView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || m_size.isEmpty())
        return;
    m_grip = gripAt(event->position());
    m_pressed = event->position();
    m_before = frame();
}

void PlacementView::mouseMoveEvent(QMouseEvent *event)
{
    if (m_grip.isNone()) {
        showGrip(m_size.isEmpty() ? Grip() : gripAt(event->position()));
        return;
    }
    const QPointF way = (event->position() - m_pressed) / m_scale;
    edit(m_grip.inside ? m_before.translated(way) : scaledTo(m_before, m_grip, way));
}

void PlacementView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_grip = {};
    placeWorld(); // not while it is dragged: the picture would run away under the hand
}

void PlacementView::scaleFrame(double factor)
{
    QRectF scaled = frame();
    const QPointF centre = scaled.center();
    scaled.setSize(scaled.size() * factor);
    scaled.moveCenter(centre);
    edit(scaled);
    placeWorld();
}

void PlacementView::wheelEvent(QWheelEvent *event)
{
    if (!m_size.isEmpty() && event->angleDelta().y() != 0)
        scaleFrame(std::pow(kScaleStep, -event->angleDelta().y() / 120.0));
    event->accept();
}

void PlacementView::keyPressEvent(QKeyEvent *event)
{
    const QRectF now = frame();
    const double step = event->modifiers() & Qt::ShiftModifier ? kFarStep : kMoveStep;
    const auto move = [&](double x, double y) {
        edit(now.translated(x * step * now.width(), y * step * now.height()));
        placeWorld();
    };
    switch (m_size.isEmpty() ? 0 : event->key()) {
    case Qt::Key_Left: move(-1, 0); break;
    case Qt::Key_Right: move(1, 0); break;
    case Qt::Key_Up: move(0, -1); break;
    case Qt::Key_Down: move(0, 1); break;
    case Qt::Key_Plus:
    case Qt::Key_Equal: scaleFrame(kScaleStep); break;
    case Qt::Key_Minus: scaleFrame(1 / kScaleStep); break;
    default: QWidget::keyPressEvent(event);
    }
}

void PlacementView::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void PlacementView::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

} // namespace calotype::ui
