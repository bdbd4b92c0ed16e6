#include "ui/ImageView.h"

#include "ui/Theme.h"

#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace calotype::ui {

namespace {

constexpr double kZoomMin = 0.02;
constexpr double kZoomMax = 32.0;
/// Fitting enlarges small pictures up to here, in the screen's units for each of their pixels.
constexpr double kFitMost = 4.0;
constexpr double kZoomStep = 1.25;
/// Above this, and above what fits, pixels are shown as the squares that they are.
constexpr double kSmoothUpTo = 2.0;
constexpr int kMargin = 16;

} // namespace

ImageView::ImageView(QWidget *parent)
    : QAbstractScrollArea(parent)
{
    setObjectName(QStringLiteral("imageView"));
    setAccessibleName(tr("Picture"));
    setToolTip({});
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setAutoFillBackground(false);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
}

void ImageView::setPicture(const QImage &image)
{
    if (image.isNull()) {
        clear();
        return;
    }
    display(ImagePyramid(image), image.size(), false);
    m_background.run([image] { return ImagePyramid::built(image); },
                     [this, generation = m_generation](ImagePyramid pyramid) {
                         if (generation != m_generation)
                             return;
                         m_picture = std::move(pyramid);
                         viewport()->update();
                     });
}

void ImageView::setPicture(const ImagePyramid &picture)
{
    if (picture.isNull())
        clear();
    else if (picture.isComplete())
        display(picture, picture.size(), false);
    else
        setPicture(picture.full());
}

void ImageView::setPreview(const QImage &preview, const QSize &size)
{
    if (!preview.isNull())
        display(ImagePyramid(preview), size, true);
}

void ImageView::clear()
{
    display({}, {}, false);
}

void ImageView::display(ImagePyramid picture, const QSize &size, bool isPreview)
{
    ++m_generation;
    const bool wasEmpty = isEmpty();
    m_picture = std::move(picture);
    m_isPreview = isPreview;
    if (size != m_size) {
        m_size = size;
        m_fitted = true;
        m_centre = {0.5, 0.5};
    }
    updateScrollBars();
    describe();
    viewport()->update();
    if (isEmpty() != wasEmpty)
        Q_EMIT emptinessChanged();
}

void ImageView::setPlaceholder(const QString &text)
{
    m_placeholder = text;
    describe();
    viewport()->update();
}

void ImageView::setCaption(const QString &caption)
{
    m_caption = caption;
    describe();
}

QImage ImageView::picture() const
{
    return isEmpty() ? QImage() : m_picture.full();
}

double ImageView::fitZoom() const
{
    if (m_size.isEmpty())
        return 1;
    const double ratio = devicePixelRatioF();
    const double across = std::max(1, viewport()->width() - 2 * kMargin) * ratio / m_size.width();
    const double down = std::max(1, viewport()->height() - 2 * kMargin) * ratio / m_size.height();
    return std::clamp(std::min(across, down), kZoomMin, kFitMost * ratio);
}

double ImageView::smoothUpTo() const
{
    return std::max(kSmoothUpTo, fitZoom() * 1.001); // a view that follows a fitted one may be off by a rounding
}

double ImageView::zoom() const
{
    return m_fitted ? fitZoom() : m_zoom;
}

QSizeF ImageView::shownSize() const
{
    return QSizeF(m_size) * (zoom() / devicePixelRatioF());
}

QRectF ImageView::target() const
{
    const QSizeF shown = shownSize();
    const QSizeF view = viewport()->size();
    const double x = shown.width() <= view.width() ? (view.width() - shown.width()) / 2 : -horizontalScrollBar()->value();
    const double y = shown.height() <= view.height() ? (view.height() - shown.height()) / 2 : -verticalScrollBar()->value();
    // On a whole pixel of the window's, or every pixel of the picture would be spread over two.
    const double ratio = devicePixelRatioF();
    const QPointF origin = viewport()->mapTo(window(), QPoint());
    const auto snapped = [ratio](double place, double from) { return std::round((place + from) * ratio) / ratio - from; };
    return {QPointF(snapped(x, origin.x()), snapped(y, origin.y())), shown};
}

QPointF ImageView::toViewport(const QPointF &picturePoint) const
{
    return target().topLeft() + picturePoint * (zoom() / devicePixelRatioF());
}

QPointF ImageView::viewportCentre() const
{
    return QRectF(viewport()->rect()).center();
}

void ImageView::zoomToFit()
{
    m_fitted = true;
    m_centre = {0.5, 0.5};
    updateScrollBars();
    viewport()->update();
    if (!isEmpty())
        Q_EMIT viewChanged(zoom(), m_centre);
}

void ImageView::zoomToActualSize()
{
    setZoom(1, viewportCentre());
}

void ImageView::zoomIn()
{
    setZoom(zoom() * kZoomStep, viewportCentre());
}

void ImageView::zoomOut()
{
    setZoom(zoom() / kZoomStep, viewportCentre());
}

void ImageView::setZoom(double zoom, const QPointF &anchor)
{
    if (isEmpty())
        return;
    const QPointF point = (anchor - target().topLeft()) * devicePixelRatioF() / this->zoom();
    m_fitted = false;
    m_zoom = std::clamp(zoom, kZoomMin, kZoomMax);
    updateScrollBars();
    const QPointF scroll = point * (m_zoom / devicePixelRatioF()) - anchor;
    {
        const QScopedValueRollback<bool> ours(m_placing, true);
        horizontalScrollBar()->setValue(static_cast<int>(std::lround(scroll.x())));
        verticalScrollBar()->setValue(static_cast<int>(std::lround(scroll.y())));
    }
    m_centre = scrolledCentre();
    viewport()->update();
    Q_EMIT viewChanged(m_zoom, m_centre);
}

void ImageView::setView(double zoom, const QPointF &centre)
{
    if (isEmpty())
        return;
    m_fitted = false;
    m_zoom = std::clamp(zoom, kZoomMin, kZoomMax);
    m_centre = {std::clamp(centre.x(), 0.0, 1.0), std::clamp(centre.y(), 0.0, 1.0)};
    updateScrollBars();
    scrollToCentre();
    viewport()->update();
}

void ImageView::scrollToCentre()
{
    const QScopedValueRollback<bool> ours(m_placing, true);
    const QSizeF shown = shownSize();
    const QPointF middle = viewportCentre();
    horizontalScrollBar()->setValue(static_cast<int>(std::lround(m_centre.x() * shown.width() - middle.x())));
    verticalScrollBar()->setValue(static_cast<int>(std::lround(m_centre.y() * shown.height() - middle.y())));
}

QPointF ImageView::scrolledCentre() const
{
    const QSizeF shown = shownSize();
    const QPointF middle = viewportCentre();
    const bool wide = horizontalScrollBar()->maximum() > 0;
    const bool high = verticalScrollBar()->maximum() > 0;
    return {wide ? (horizontalScrollBar()->value() + middle.x()) / shown.width() : 0.5,
            high ? (verticalScrollBar()->value() + middle.y()) / shown.height() : 0.5};
}

void ImageView::updateScrollBars()
{
    {
        const QScopedValueRollback<bool> ours(m_placing, true);
        // A bar that appears takes room, so that the other may have to as well.
        QSize before;
        for (int round = 0; round < 3 && before != viewport()->size(); ++round) {
            before = viewport()->size();
            setScrollRanges();
        }
    }
    updateCursor();
    if (m_toldZoom != zoom()) {
        m_toldZoom = zoom();
        describe();
        Q_EMIT zoomChanged(m_toldZoom);
    }
}

void ImageView::setScrollRanges()
{
    const QSizeF shown = shownSize();
    const QSize view = viewport()->size();
    const int beyondX = m_fitted ? 0 : std::max(0, static_cast<int>(std::ceil(shown.width())) - view.width());
    const int beyondY = m_fitted ? 0 : std::max(0, static_cast<int>(std::ceil(shown.height())) - view.height());
    horizontalScrollBar()->setRange(0, beyondX);
    horizontalScrollBar()->setPageStep(view.width());
    horizontalScrollBar()->setSingleStep(40);
    verticalScrollBar()->setRange(0, beyondY);
    verticalScrollBar()->setPageStep(view.height());
    verticalScrollBar()->setSingleStep(40);
}

void ImageView::updateCursor()
{
    const bool movable = horizontalScrollBar()->maximum() > 0 || verticalScrollBar()->maximum() > 0;
    if (!movable)
        viewport()->unsetCursor();
    else
        viewport()->setCursor(m_dragging ? Qt::ClosedHandCursor : Qt::OpenHandCursor);
}

void ImageView::describe()
{
    QStringList words{m_caption};
    if (isEmpty()) {
        words << m_placeholder;
    } else {
        const QString percent = QLocale().toString(qRound(zoom() * 100));
        words << (m_isPreview ? tr("Preview of %1 × %2 pixels, at %3 %") : tr("%1 × %2 pixels, at %3 %"))
                     .arg(m_size.width())
                     .arg(m_size.height())
                     .arg(percent);
    }
    words.removeAll(QString());
    setAccessibleDescription(words.join(u' '));
}

void ImageView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), canvasColour(palette()));
    paintContent(painter);
    if (!hasFocus() || !window()->testAttribute(Qt::WA_KeyboardFocusChange))
        return;
    painter.setClipping(false);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
    painter.drawRect(viewport()->rect().adjusted(1, 1, -1, -1));
}

void ImageView::paintContent(QPainter &painter) const
{
    if (isEmpty()) {
        painter.setPen(subduedText(palette()));
        const QRect inside = viewport()->rect().adjusted(kMargin, kMargin, -kMargin, -kMargin);
        painter.drawText(inside, Qt::AlignCenter | Qt::TextWordWrap, m_placeholder);
        return;
    }
    const QRectF whole = target();
    const double scale = zoom();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, m_isPreview || scale <= smoothUpTo());
    painter.setClipRect(whole);
    const QImage &level = m_isPreview ? m_picture.full() : m_picture.levelFor(scale);
    painter.drawImage(whole, level, QRectF(level.rect()));
}

void ImageView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void ImageView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

/// The screen under it may become another one, or the same of another scale.
bool ImageView::event(QEvent *event)
{
    const bool done = QAbstractScrollArea::event(event);
    bool isScale = event->type() == QEvent::ScreenChangeInternal;
#if QT_VERSION >= QT_VERSION_CHECK(6, 6, 0)
    isScale = isScale || event->type() == QEvent::DevicePixelRatioChange;
#endif
    if (isScale) {
        adapt();
        viewport()->update();
    }
    return done;
}

void ImageView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    adapt();
}

void ImageView::adapt()
{
    const double before = m_toldZoom;
    updateScrollBars();
    if (isEmpty())
        return;
    if (!m_fitted)
        scrollToCentre();
    else if (zoom() != before)
        Q_EMIT viewChanged(zoom(), m_centre);
}

void ImageView::scrollContentsBy(int, int)
{
    viewport()->update();
    if (m_placing || isEmpty())
        return;
    m_centre = scrolledCentre();
    Q_EMIT viewChanged(zoom(), m_centre);
}

void ImageView::wheelEvent(QWheelEvent *event)
{
    const bool isTouchpad = !event->pixelDelta().isNull() && event->phase() != Qt::NoScrollPhase;
    if (isTouchpad && !event->modifiers().testFlag(Qt::ControlModifier)) {
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - event->pixelDelta().x());
        verticalScrollBar()->setValue(verticalScrollBar()->value() - event->pixelDelta().y());
    } else if (event->angleDelta().y() != 0) {
        setZoom(zoom() * std::pow(kZoomStep, event->angleDelta().y() / 120.0), event->position());
    }
    event->accept();
}

void ImageView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton || event->button() == Qt::MiddleButton) {
        m_dragging = true;
        m_dragFrom = event->position().toPoint();
        updateCursor();
    }
}

void ImageView::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_dragging)
        return;
    const QPoint now = event->position().toPoint();
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + m_dragFrom.x() - now.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() + m_dragFrom.y() - now.y());
    m_dragFrom = now;
}

void ImageView::mouseReleaseEvent(QMouseEvent *)
{
    m_dragging = false;
    updateCursor();
}

void ImageView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (m_fitted)
        setZoom(1, event->position());
    else
        zoomToFit();
}

} // namespace calotype::ui
