#include "ui/inpaint/MaskOverlay.h"

#include "ui/ImageView.h"
#include "ui/inpaint/MaskDocument.h"
#include "ui/inpaint/MaskTint.h"

#include <QCoreApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <cmath>
#include <vector>

namespace calotype::ui {

namespace {

constexpr int kRingMargin = 3;
constexpr double kScrollMargin = 40;

/// For each of @p count device pixels from @p first on: the column or row of the mask under it, -1 for none.
std::vector<int> underPixels(int first, int count, double ratio, double origin, double scale, int size)
{
    std::vector<int> under(static_cast<std::size_t>(count), -1);
    for (int i = 0; i < count; ++i) {
        const double position = std::floor(((first + i + 0.5) / ratio - origin) / scale);
        if (position >= 0 && position < size)
            under[static_cast<std::size_t>(i)] = static_cast<int>(position);
    }
    return under;
}

} // namespace

MaskOverlay::MaskOverlay(ImageView &view, MaskDocument &document)
    : QWidget(view.viewport())
    , m_view(view)
    , m_document(document)
{
    setObjectName(QStringLiteral("maskOverlay"));
    setMouseTracking(true);
    setFocusPolicy(Qt::NoFocus);
    setCursor(Qt::CrossCursor);
    setAttribute(Qt::WA_NoSystemBackground);
    setGeometry(view.viewport()->rect());
    view.viewport()->installEventFilter(this);
    connect(&document, &MaskDocument::changed, this, &MaskOverlay::updateArea);
    const auto repaint = [this] { update(); };
    connect(&view, &ImageView::viewChanged, this, repaint);
    connect(&view, &ImageView::zoomChanged, this, repaint);
}

void MaskOverlay::setBrush(const MaskBrush &brush)
{
    update(ringRect());
    m_brush = brush;
    update(ringRect());
}

double MaskOverlay::scale() const
{
    return m_view.zoom() / m_view.devicePixelRatioF();
}

QPointF MaskOverlay::toMask(const QPointF &point) const
{
    return (point - m_view.toViewport({})) / scale();
}

QPointF MaskOverlay::toWidget(const QPointF &maskPoint) const
{
    return m_view.toViewport(maskPoint);
}

QPointF MaskOverlay::brushPoint() const
{
    return toMask(m_ring.value_or(QRectF(rect()).center()));
}

void MaskOverlay::setBrushPoint(const QPointF &maskPoint)
{
    const QSize size = m_document.mask().size();
    const QPointF point(std::clamp<double>(maskPoint.x(), 0, size.width()), std::clamp<double>(maskPoint.y(), 0, size.height()));
    scrollTo(toWidget(point));
    moveRing(toWidget(point));
}

void MaskOverlay::scrollTo(const QPointF &point)
{
    const auto scroll = [](QScrollBar &bar, double at, int length) {
        const double margin = std::min(kScrollMargin, length / 2.0);
        if (at < margin)
            bar.setValue(bar.value() + static_cast<int>(std::floor(at - margin)));
        else if (at > length - margin)
            bar.setValue(bar.value() + static_cast<int>(std::ceil(at - length + margin)));
    };
    scroll(*m_view.horizontalScrollBar(), point.x(), width());
    scroll(*m_view.verticalScrollBar(), point.y(), height());
}

void MaskOverlay::paintAtBrushPoint()
{
    if (m_document.isStroking())
        m_document.continueStroke(brushPoint());
    else
        m_document.beginStroke(m_brush, brushPoint());
}

void MaskOverlay::endKeyboardStroke()
{
    m_document.endStroke();
}

void MaskOverlay::updateArea(const QRect &maskArea)
{
    const QRectF area(toWidget(maskArea.topLeft()), toWidget(QPointF(maskArea.right() + 1, maskArea.bottom() + 1)));
    update(area.toAlignedRect().adjusted(-1, -1, 1, 1));
}

QRect MaskOverlay::ringRect() const
{
    if (!m_ring)
        return {};
    const double reach = m_brush.diameter / 2 * scale() + kRingMargin;
    return QRectF(m_ring->x() - reach, m_ring->y() - reach, 2 * reach, 2 * reach).toAlignedRect();
}

void MaskOverlay::moveRing(const std::optional<QPointF> &point)
{
    update(ringRect());
    m_ring = point;
    update(ringRect());
}

bool MaskOverlay::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        setGeometry(m_view.viewport()->rect());
    return QWidget::eventFilter(watched, event);
}

void MaskOverlay::paintEvent(QPaintEvent *event)
{
    const QImage &mask = m_document.mask();
    if (mask.isNull())
        return;
    QPainter painter(this);
    const double ratio = devicePixelRatioF();
    const QPointF origin = m_view.toViewport({});
    const auto &colours = maskColours();
    for (const QRect &rect : event->region()) {
        const int left = static_cast<int>(std::floor(rect.left() * ratio));
        const int top = static_cast<int>(std::floor(rect.top() * ratio));
        const int across = static_cast<int>(std::ceil((rect.right() + 1) * ratio)) - left;
        const int down = static_cast<int>(std::ceil((rect.bottom() + 1) * ratio)) - top;
        const std::vector<int> columns = underPixels(left, across, ratio, origin.x(), scale(), mask.width());
        const std::vector<int> rows = underPixels(top, down, ratio, origin.y(), scale(), mask.height());
        QImage tint(across, down, QImage::Format_ARGB32_Premultiplied);
        for (int y = 0; y < down; ++y) {
            auto *const out = reinterpret_cast<QRgb *>(tint.scanLine(y));
            const int row = rows[static_cast<std::size_t>(y)];
            const uchar *const in = row < 0 ? nullptr : mask.constScanLine(row);
            for (int x = 0; x < across; ++x) {
                const int column = columns[static_cast<std::size_t>(x)];
                out[x] = in && column >= 0 ? colours[in[column]] : 0;
            }
        }
        tint.setDevicePixelRatio(ratio);
        painter.drawImage(QPointF(left / ratio, top / ratio), tint);
    }
    if (!m_ring)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    const double radius = m_brush.diameter / 2 * scale();
    for (const auto &[colour, width] : {std::pair(QColor(0, 0, 0, 170), 3.0), std::pair(QColor(Qt::white), 1.2)}) {
        QPen pen(colour, width);
        if (m_brush.erases)
            pen.setStyle(Qt::DashLine);
        painter.setPen(pen);
        painter.drawEllipse(*m_ring, radius, radius);
    }
}

void MaskOverlay::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton && event->button() != Qt::RightButton) {
        event->ignore();
        return;
    }
    m_view.setFocus(Qt::MouseFocusReason);
    MaskBrush brush = m_brush;
    brush.erases = brush.erases || event->button() == Qt::RightButton;
    m_document.beginStroke(brush, toMask(event->position()));
    moveRing(event->position());
}

void MaskOverlay::mouseMoveEvent(QMouseEvent *event)
{
    moveRing(event->position());
    if (event->buttons() & (Qt::LeftButton | Qt::RightButton))
        m_document.continueStroke(toMask(event->position()));
    else
        event->ignore();
}

void MaskOverlay::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton || event->button() == Qt::RightButton)
        m_document.endStroke();
    else
        event->ignore();
}

void MaskOverlay::mouseDoubleClickEvent(QMouseEvent *event)
{
    mousePressEvent(event); // the second of two dabs
}

void MaskOverlay::wheelEvent(QWheelEvent *event)
{
    if (event->modifiers().testFlag(Qt::ControlModifier) && event->angleDelta().y() != 0)
        Q_EMIT sizeTurned(event->angleDelta().y() / 120.0);
    else
        QCoreApplication::sendEvent(m_view.viewport(), event); // the same place: it lies right over it
}

void MaskOverlay::leaveEvent(QEvent *event)
{
    if (!m_document.isStroking())
        moveRing({});
    QWidget::leaveEvent(event);
}

} // namespace calotype::ui
