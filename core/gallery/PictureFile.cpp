#include "core/gallery/PictureFile.h"

#include "core/base/Resample.h"
#include "core/formats/PngText.h"
#include "core/gallery/AtomicFile.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QFileInfo>
#include <QImageReader>
#include <QImageWriter>

namespace calotype::gallery {

namespace {

// A light compression: a tenth larger than the best, four times as fast.
constexpr int kCompression = 20;

} // namespace

Result<void> savePicture(const QString &path, const Image &image, const PictureOrigin &origin)
{
    const QImage view(image.pixels.data(), image.width, image.height, static_cast<qsizetype>(image.bytesPerRow()),
                      QImage::Format_RGB888);
    QByteArray plain;
    QBuffer buffer(&plain);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "png");
    writer.setCompression(kCompression);
    if (!writer.write(view))
        return Error{ErrorCode::Internal, "The picture could not be encoded as PNG.", writer.errorString().toStdString()};

    const QByteArray hash
        = QCryptographicHash::hash(QByteArrayView(reinterpret_cast<const char *>(image.pixels.data()),
                                                  static_cast<qsizetype>(image.pixels.size())).toByteArray(),
                                   QCryptographicHash::Sha256)
              .toHex();
    std::vector<formats::PngTextChunk> chunks;
    for (auto &[keyword, text] : pictureTexts(origin, hash))
        chunks.push_back({keyword, text});
    const auto png = formats::withPngText({reinterpret_cast<const std::uint8_t *>(plain.constData()),
                                           static_cast<std::size_t>(plain.size())},
                                          chunks);

    return writeAtomically(path, png);
}

Result<Image> readPicture(const QString &path)
{
    if (!QFileInfo::exists(path))
        return Error{ErrorCode::NotFound, QStringLiteral("There is no picture “%1”.").arg(path).toStdString(), {}};
    QImageReader reader(path);
    reader.setAutoTransform(true);
    reader.setDecideFormatFromContent(true);
    const QImage decoded = reader.read();
    if (decoded.isNull()) {
        return Error{ErrorCode::Damaged,
                     QStringLiteral("“%1” could not be read as a picture (%2); choose a PNG, JPEG or WebP file.")
                         .arg(path, reader.errorString())
                         .toStdString(),
                     reader.errorString().toStdString()};
    }
    const QImage rgba = decoded.convertToFormat(QImage::Format_RGBA8888);
    Image image(rgba.width(), rgba.height(), 4);
    for (int y = 0; y < rgba.height(); ++y)
        std::copy_n(rgba.constScanLine(y), image.bytesPerRow(), image.row(y));
    return toRgb(image);
}

} // namespace calotype::gallery
