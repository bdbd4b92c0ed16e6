#pragma once

#include <QImage>

#include <vector>

namespace calotype::ui {

/// A picture and its halves, down to some 256 pixels: what is painted smaller than it is, is painted from the level
/// that is nearest above, which keeps smooth painting cheap and free of aliasing.
class ImagePyramid final
{
public:
    ImagePyramid() = default;
    /// One level only, at once.
    explicit ImagePyramid(QImage image);
    /// All levels. Slow for large pictures: for a worker thread.
    static ImagePyramid built(const QImage &image);

    bool isNull() const { return m_levels.empty(); }
    QSize size() const { return isNull() ? QSize() : m_levels.front().size(); }
    bool isComplete() const { return m_complete; }
    const QImage &full() const { return m_levels.front(); }

    /// The smallest level that has at least @p scale times the width of the picture.
    const QImage &levelFor(double scale) const;

private:
    std::vector<QImage> m_levels; ///< the full picture first, in a format that paints fast
    bool m_complete = false;
};

} // namespace calotype::ui
