#include "ui/QtImage.h"

#include <cstring>

namespace calotype::ui {

namespace {

QImage::Format formatOf(int channels)
{
    switch (channels) {
    case 1: return QImage::Format_Grayscale8;
    case 3: return QImage::Format_RGB888;
    case 4: return QImage::Format_RGBA8888;
    default: return QImage::Format_Invalid;
    }
}

} // namespace

QImage asQImage(std::shared_ptr<const Image> image)
{
    if (!image || image->isEmpty() || formatOf(image->channels) == QImage::Format_Invalid)
        return {};
    const Image &pixels = *image;
    auto *const keeper = new std::shared_ptr<const Image>(std::move(image));
    return QImage(pixels.pixels.data(), pixels.width, pixels.height, static_cast<qsizetype>(pixels.bytesPerRow()),
                  formatOf(pixels.channels),
                  [](void *owner) { delete static_cast<std::shared_ptr<const Image> *>(owner); }, keeper);
}

Image fromQImage(const QImage &image)
{
    if (image.isNull())
        return {};
    const bool grey = image.format() == QImage::Format_Grayscale8;
    const int channels = grey ? 1 : image.hasAlphaChannel() ? 4 : 3;
    const QImage converted = image.convertToFormat(formatOf(channels));
    Image out(converted.width(), converted.height(), channels);
    for (int y = 0; y < out.height; ++y)
        std::memcpy(out.row(y), converted.constScanLine(y), out.bytesPerRow());
    return out;
}

} // namespace calotype::ui
