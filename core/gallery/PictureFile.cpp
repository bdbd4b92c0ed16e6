#include "core/gallery/PictureFile.h"

#include "core/base/Resample.h"
#include "core/formats/metadata/PictureInfo.h"
#include "core/gallery/AtomicFile.h"
#include "core/gallery/FileTexts.h"
#include "core/gallery/PictureEncoder.h"
#include "core/gallery/PngLengths.h"

#include <QFile>
#include <QFileInfo>
#include <QImageReader>

#include <algorithm>
#include <optional>
#include <span>

namespace calotype::gallery {

namespace {

// The largest picture that is taken in, and the memory that four channels of it need.
constexpr qint64 kMostPixels = qint64{16384} * 16384;
constexpr int kDecodedLimitMiB = 1024;

Error readError(ErrorCode code, const QString &sentence)
{
    return {code, sentence.toStdString(), {}};
}

std::span<const std::uint8_t> octets(const QByteArray &bytes)
{
    return {reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size())};
}

Image rgbaOf(const QImage &decoded)
{
    const QImage rgba = decoded.convertToFormat(QImage::Format_RGBA8888);
    Image image(rgba.width(), rgba.height(), 4);
    for (int y = 0; y < rgba.height(); ++y)
        std::copy_n(rgba.constScanLine(y), image.bytesPerRow(), image.row(y));
    return image;
}

} // namespace

Result<void> savePicture(const QString &path, const Image &image, const PictureOrigin &origin)
{
    const auto bytes = encodePicture(image, pictureFormat(path), origin);
    return bytes ? writeAtomically(path, bytes.value()) : bytes.error();
}

Result<void> savePixels(const QString &path, const Image &image, int quality)
{
    const auto bytes = encodePixels(image, pictureFormat(path), quality);
    return bytes ? writeAtomically(path, octets(bytes.value())) : bytes.error();
}

Result<Carried> convertPicture(const QString &from, const QString &to)
{
    const auto decoded = decodePicture(from);
    if (!decoded)
        return decoded.error();
    const Image image = rgbaOf(decoded.value());
    const PictureFormat format = pictureFormat(to);
    const auto plain = encodePixels(toRgb(image), format);
    if (!plain)
        return plain.error();
    try {
        const auto pixels = [&image](std::span<const std::byte>) { return std::optional(image); };
        const FileTexts texts = fileTexts(formats::readPictureInfo(QFile::encodeName(from).toStdString(), pixels));
        const FileTexts carried = format == PictureFormat::Jpeg ? fittedIntoJpeg(texts) : texts;
        if (const auto saved = writeAtomically(to, withFileTexts(octets(plain.value()), format, carried)); !saved)
            return saved.error();
        return carried == texts ? Carried::All : Carried::Part;
    } catch (const Failure &failure) {
        return failure.error();
    }
}

Result<QImage> decodePicture(const QString &path)
{
    const QFileInfo file(path);
    if (!file.exists())
        return readError(ErrorCode::NotFound, QStringLiteral("There is no picture “%1”; check the path.").arg(path));
    // A pipe would be waited for, perhaps for ever.
    if (!file.isFile())
        return readError(ErrorCode::Unsupported, QStringLiteral("“%1” is no ordinary file; choose a PNG, JPEG or WebP file.").arg(path));
    if (hasOverlongPart(path)) {
        return readError(ErrorCode::Damaged,
                         QStringLiteral("“%1” could not be read as a picture (it says that a part of it is longer than the whole, or has a million parts); "
                                        "choose a PNG, JPEG or WebP file.")
                             .arg(path));
    }
    [[maybe_unused]] static const bool raised = [] {
        QImageReader::setAllocationLimit(kDecodedLimitMiB);
        return true;
    }();
    QImageReader reader(path);
    reader.setAutoTransform(true);
    reader.setDecideFormatFromContent(true);
    const QSize size = reader.size();
    if (size.isValid() && qint64(size.width()) * size.height() > kMostPixels) {
        return readError(ErrorCode::Unsupported,
                         QStringLiteral("“%1” has %2 × %3 pixels, more than can be taken in; scale it down first.")
                             .arg(path)
                             .arg(size.width())
                             .arg(size.height()));
    }
    QImage image = reader.read();
    if (image.isNull()) {
        return readError(ErrorCode::Damaged,
                         QStringLiteral("“%1” could not be read as a picture (%2); choose a PNG, JPEG or WebP file.")
                             .arg(path, reader.errorString()));
    }
    return image;
}

Result<Image> readPicture(const QString &path)
{
    const auto decoded = decodePicture(path);
    if (!decoded)
        return decoded.error();
    return toRgb(rgbaOf(decoded.value()));
}

} // namespace calotype::gallery
