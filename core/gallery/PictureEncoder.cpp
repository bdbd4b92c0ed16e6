#include "core/gallery/PictureEncoder.h"

#include "core/base/Resample.h"
#include "core/formats/RequestJson.h"
#include "core/gallery/FileTexts.h"
#include "core/gallery/PictureRecord.h"

#include <QBuffer>
#include <QFileInfo>
#include <QImage>
#include <QImageWriter>

namespace calotype::gallery {

namespace {

// zlib's level 1: a tenth larger than the best, four times as fast.
constexpr int kPngCompression = 20;

const char *qtName(PictureFormat format)
{
    switch (format) {
    case PictureFormat::Jpeg:
        return "jpeg";
    case PictureFormat::Webp:
        return "webp";
    case PictureFormat::Png:
        break;
    }
    return "png";
}

// Borrows the pixels.
QImage viewOf(const Image &image)
{
    const QImage::Format format = image.channels == 1   ? QImage::Format_Grayscale8
                                  : image.channels == 4 ? QImage::Format_RGBA8888
                                                        : QImage::Format_RGB888;
    return {image.pixels.data(), image.width, image.height, static_cast<qsizetype>(image.bytesPerRow()), format};
}

} // namespace

PictureFormat pictureFormat(const QString &path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    if (ending == QLatin1String("jpg") || ending == QLatin1String("jpeg"))
        return PictureFormat::Jpeg;
    return ending == QLatin1String("webp") ? PictureFormat::Webp : PictureFormat::Png;
}

Result<QByteArray> encodePixels(const Image &image, PictureFormat format, int quality)
{
    const Image opaque = format == PictureFormat::Jpeg && image.channels == 4 ? toRgb(image) : Image();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, qtName(format));
    if (format == PictureFormat::Png)
        writer.setCompression(kPngCompression);
    else
        writer.setQuality(quality);
    if (writer.write(viewOf(opaque.isEmpty() ? image : opaque)))
        return bytes;
    const std::string name = QString::fromLatin1(qtName(format)).toUpper().toStdString();
    if (writer.error() == QImageWriter::UnsupportedFormatError) {
        return Error{ErrorCode::Unsupported,
                     "This system cannot write " + name + " files; install Qt's image format plugins, or save as PNG.",
                     writer.errorString().toStdString()};
    }
    return Error{ErrorCode::Internal, "The picture could not be encoded as " + name + "; save it in another format.",
                 writer.errorString().toStdString()};
}

Result<std::vector<std::uint8_t>> encodePicture(const Image &image, PictureFormat format, const PictureOrigin &origin)
{
    auto plain = encodePixels(image, format, origin.quality);
    if (!plain)
        return plain.error();
    PictureOrigin told = origin;
    if (format == PictureFormat::Png)
        told.quality = kLossyQuality; // it has none
    try {
        FileTexts texts;
        texts.parameters = parametersText(told);
        texts.record = pictureRecord(told, formats::pixelHash(image));
        texts.isOurs = true;
        texts.isEdit = told.isEdit();
        return withFileTexts({reinterpret_cast<const std::uint8_t *>(plain.value().constData()),
                              static_cast<std::size_t>(plain.value().size())},
                             format, texts);
    } catch (const Failure &failure) {
        return failure.error();
    }
}

} // namespace calotype::gallery
