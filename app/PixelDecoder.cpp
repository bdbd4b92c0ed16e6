#include "app/PixelDecoder.h"

#include "core/gallery/PngLengths.h"

#include <QBuffer>
#include <QImage>
#include <QImageReader>

#include <algorithm>

namespace calotype::app {

namespace {

constexpr qint64 kMostPixels = 100'000'000;

} // namespace

std::optional<Image> decodePixels(std::span<const std::byte> bytes)
{
    QByteArray view = QByteArray::fromRawData(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size()));
    QBuffer buffer(&view);
    buffer.open(QIODevice::ReadOnly);
    if (gallery::hasOverlongPart(buffer))
        return std::nullopt;
    QImageReader reader(&buffer);
    reader.setDecideFormatFromContent(true);
    const QSize size = reader.size();
    if (size.isEmpty() || qint64{size.width()} * size.height() > kMostPixels)
        return std::nullopt;
    const QImage decoded = reader.read().convertToFormat(QImage::Format_RGBA8888);
    if (decoded.isNull())
        return std::nullopt;
    Image image(decoded.width(), decoded.height(), 4);
    for (int y = 0; y < image.height; ++y)
        std::copy_n(decoded.constScanLine(y), image.bytesPerRow(), image.row(y));
    return image;
}

} // namespace calotype::app
