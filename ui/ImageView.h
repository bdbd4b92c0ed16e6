#pragma once

#include "ui/Background.h"
#include "ui/ImagePyramid.h"

#include <QAbstractScrollArea>
#include <QImage>
#include <QPoint>
#include <QSize>

class QPainter;

namespace calotype::ui {

/// The picture, large. It fits the view until it is zoomed; zooming keeps the point under the cursor, dragging moves
/// the picture. A preview is a small picture shown at the size that the finished one will have.
///
/// Zoom counts device pixels for one pixel of the picture: at 1 every pixel is seen as it is.
class ImageView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit ImageView(QWidget *parent = nullptr);

    /// Shows a finished picture. The zoom stays if the size does.
    void setPicture(const QImage &image);
    /// As above, with the halves made before.
    void setPicture(const ImagePyramid &picture);
    /// Shows @p preview as a picture of @p size.
    void setPreview(const QImage &preview, const QSize &size);
    void clear();
    /// What stands in the middle while there is no picture.
    void setPlaceholder(const QString &text);
    /// What the picture is, or what is done with it: told to assistive technology, before its size and zoom.
    void setCaption(const QString &caption);

    bool isEmpty() const { return m_picture.isNull(); }
    bool isPreview() const { return m_isPreview; }
    /// The size of the picture, also of one that is only previewed.
    QSize pictureSize() const { return m_size; }
    /// What is shown, a preview in its own small size; null for nothing.
    QImage picture() const;
    /// As picture(), with its halves as far as they are made; null while there is only a preview.
    ImagePyramid pyramid() const { return m_isPreview ? ImagePyramid() : m_picture; }

    bool isFitted() const { return m_fitted; }
    double zoom() const;
    /// Where a point of the picture lies in the viewport, in its pixels.
    QPointF toViewport(const QPointF &picturePoint) const;
    /// The picture's point in the middle of the viewport, in parts (0..1) of its width and height.
    QPointF centre() const { return m_centre; }

public Q_SLOTS:
    void zoomToFit();
    void zoomToActualSize();
    void zoomIn();
    void zoomOut();
    /// Zooms so that the picture's point at @p anchor (in viewport pixels) stays there.
    void setZoom(double zoom, const QPointF &anchor);
    /// Follows another view: takes its zoom and centre(), and does not send viewChanged().
    void setView(double zoom, const QPointF &centre);

Q_SIGNALS:
    /// A picture came where none was, or went and left nothing.
    void emptinessChanged();
    void zoomChanged(double zoom);
    /// The user has zoomed, moved or fitted the picture, or a fitted one has followed the size of the view.
    void viewChanged(double zoom, const QPointF &centre);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    /// Its pixels, or those of the screen, have become others: shows the same part of the picture.
    void adapt();
    double fitZoom() const;
    double smoothUpTo() const;
    /// The picture's rectangle in viewport pixels.
    QRectF target() const;
    QSizeF shownSize() const;
    void display(ImagePyramid picture, const QSize &size, bool isPreview);
    void updateScrollBars();
    void setScrollRanges();
    /// Scrolls so that m_centre is in the middle, as far as there is something to scroll.
    void scrollToCentre();
    QPointF scrolledCentre() const;
    void updateCursor();
    void paintContent(QPainter &painter) const;
    /// Tells assistive technology what is seen here.
    void describe();
    QPointF viewportCentre() const;

    ImagePyramid m_picture;
    QSize m_size;
    bool m_isPreview = false;
    bool m_fitted = true;
    double m_zoom = 1;
    double m_toldZoom = 0;
    QPointF m_centre{0.5, 0.5};
    bool m_placing = false; ///< the bars move by our hand, not by the user's
    QString m_placeholder;
    QString m_caption;
    QPoint m_dragFrom;
    bool m_dragging = false;
    int m_generation = 0; ///< of the picture, so that late pyramids are known
    Background m_background{1}; ///< last: ends first
};

} // namespace calotype::ui
