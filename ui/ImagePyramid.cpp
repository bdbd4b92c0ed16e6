#include "ui/ImagePyramid.h"

#include <algorithm>

namespace calotype::ui {

namespace {

constexpr int kSmallest = 256;

} // namespace

ImagePyramid::ImagePyramid(QImage image)
{
    if (!image.isNull())
        m_levels.push_back(std::move(image));
}

ImagePyramid ImagePyramid::built(const QImage &image)
{
    ImagePyramid pyramid(image.isNull() ? image : image.convertToFormat(QImage::Format_RGB32));
    pyramid.m_complete = true;
    while (!pyramid.isNull()) {
        const QImage &last = pyramid.m_levels.back();
        if (std::max(last.width(), last.height()) <= kSmallest)
            break;
        const QSize half(std::max(1, last.width() / 2), std::max(1, last.height() / 2));
        pyramid.m_levels.push_back(last.scaled(half, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    }
    return pyramid;
}

const QImage &ImagePyramid::levelFor(double scale) const
{
    const double wanted = scale * m_levels.front().width();
    const auto found = std::find_if(m_levels.rbegin(), m_levels.rend(),
                                    [wanted](const QImage &level) { return level.width() >= wanted; });
    return found == m_levels.rend() ? m_levels.front() : *found;
}

} // namespace calotype::ui
