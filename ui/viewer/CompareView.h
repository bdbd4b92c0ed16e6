#pragma once

#include "ui/ImagePyramid.h"

#include <QWidget>

#include <array>

namespace calotype::ui {

class CompareDivider;
class ImageView;

/// Two pictures, side by side or one over the other with a divider: left of it the left picture is seen, right of it
/// the right one. Zooming, moving and fitting one does the same to the other; pictures of different sizes are shown
/// equally wide.
class CompareView final : public QWidget
{
    Q_OBJECT

public:
    enum class Mode { SideBySide, Slider };
    enum Side { Left = 0, Right = 1 };

    explicit CompareView(QWidget *parent = nullptr);

    Mode mode() const { return m_mode; }
    void setMode(Mode mode);

    /// A null picture leaves its side empty.
    void setPicture(Side side, const ImagePyramid &picture);
    /// What stands in the place of a missing picture.
    void setPlaceholder(Side side, const QString &text);
    ImageView *view(Side side) const { return m_views[side]; }
    CompareDivider *divider() const { return m_divider; }

public Q_SLOTS:
    /// The left picture goes to the right, the right one to the left; what is seen of them stays.
    void swap();
    void zoomToFit();
    void zoomToActualSize();
    void zoomIn();
    void zoomOut();

Q_SIGNALS:
    /// Of the left picture, or of the only one.
    void zoomChanged(double zoom);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void arrange();
    void cut();
    /// Makes the other side show what @p side shows.
    void follow(Side side);
    ImageView *leading() const;

    std::array<ImageView *, 2> m_views;
    std::array<QString, 2> m_placeholders;
    CompareDivider *m_divider;
    Mode m_mode = Mode::SideBySide;
};

} // namespace calotype::ui
