#include "core/gallery/PictureFile.h"

#include "core/base/Resample.h"
#include "core/gallery/AtomicFile.h"
#include "core/gallery/PictureEncoder.h"

#include <QFileInfo>
#include <QImageReader>

#include <algorithm>

namespace calotype::gallery {

namespace {

// The largest picture that is taken in, and the memory that four channels of it need.
constexpr qint64 kMostPixels = qint64{16384} * 16384;
constexpr int kDecodedLimitMiB = 1024;

Error readError(ErrorCode code, const QString &sentence)
{
    return {code, sentence.toStdString(), {}};
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
    if (!bytes)
        return bytes.error();
    return writeAtomically(path, {reinterpret_cast<const std::uint8_t *>(bytes.value().constData()),
                                  static_cast<std::size_t>(bytes.value().size())});
}

Result<QImage> decodePicture(const QString &path)
{
    const QFileInfo file(path);
    if (!file.exists())
        return readError(ErrorCode::NotFound, QStringLiteral("There is no picture “%1”; check the path.").arg(path));
    // A pipe would be waited for, perhaps for ever.
    if (!file.isFile())
        return readError(ErrorCode::Unsupported, QStringLiteral("“%1” is no ordinary file; choose a PNG, JPEG or WebP file.").arg(path));
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
    const QImage rgba = decoded.value().convertToFormat(QImage::Format_RGBA8888);
    Image image(rgba.width(), rgba.height(), 4);
    for (int y = 0; y < rgba.height(); ++y)
        std::copy_n(rgba.constScanLine(y), image.bytesPerRow(), image.row(y));
    return toRgb(image);
}

} // namespace calotype::gallery
