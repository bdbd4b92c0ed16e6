#include "core/jobs/ImageBlob.h"

#include "core/base/Error.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <cstddef>

namespace calotype::jobs {

namespace {

constexpr qsizetype kHeaderBytes = 12;
constexpr std::uint32_t kMostSide = 16384;
constexpr int kCompression = 3; ///< of 9: a few per cent larger than the usual 6, twice as fast

QByteArray header(const Image &image)
{
    QByteArray bytes(kHeaderBytes, Qt::Uninitialized);
    qToLittleEndian(static_cast<quint32>(image.width), bytes.data());
    qToLittleEndian(static_cast<quint32>(image.height), bytes.data() + 4);
    qToLittleEndian(static_cast<quint32>(image.channels), bytes.data() + 8);
    return bytes;
}

Failure damaged()
{
    return Failure(ErrorCode::Damaged, "A picture that a job starts from was damaged in the queue's file.");
}

} // namespace

QByteArray imageHash(const Image &image)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(header(image));
    hash.addData(QByteArrayView(reinterpret_cast<const char *>(image.pixels.data()),
                                static_cast<qsizetype>(image.pixels.size())));
    return hash.result();
}

QByteArray packImage(const Image &image)
{
    QByteArray differences(static_cast<qsizetype>(image.pixels.size()), Qt::Uninitialized);
    const std::size_t rowBytes = image.bytesPerRow();
    const auto channels = static_cast<std::size_t>(image.channels);
    for (std::size_t i = 0; i < image.pixels.size(); ++i) {
        const std::uint8_t left = i % rowBytes < channels ? 0 : image.pixels[i - channels];
        differences[static_cast<qsizetype>(i)] = static_cast<char>(image.pixels[i] - left);
    }
    return header(image) + qCompress(differences, kCompression);
}

Image unpackImage(const QByteArray &bytes, const QByteArray &hash)
{
    if (bytes.size() < kHeaderBytes + 4)
        throw damaged();
    const auto width = qFromLittleEndian<quint32>(bytes.constData());
    const auto height = qFromLittleEndian<quint32>(bytes.constData() + 4);
    const auto channels = qFromLittleEndian<quint32>(bytes.constData() + 8);
    if (width == 0 || height == 0 || width > kMostSide || height > kMostSide || channels == 0 || channels > 4)
        throw damaged();
    // qCompress() puts the size before its stream; a wrong one must not cost memory.
    const auto promised = qFromBigEndian<quint32>(bytes.constData() + kHeaderBytes);
    const std::size_t expected = std::size_t{width} * height * channels;
    if (promised != expected)
        throw damaged();
    const QByteArray differences = qUncompress(bytes.mid(kHeaderBytes));
    if (static_cast<std::size_t>(differences.size()) != expected)
        throw damaged();
    Image image(static_cast<int>(width), static_cast<int>(height), static_cast<int>(channels));
    const std::size_t rowBytes = image.bytesPerRow();
    for (std::size_t i = 0; i < expected; ++i) {
        const std::uint8_t left = i % rowBytes < channels ? 0 : image.pixels[i - channels];
        image.pixels[i] = static_cast<std::uint8_t>(static_cast<std::uint8_t>(differences[static_cast<qsizetype>(i)]) + left);
    }
    if (imageHash(image) != hash)
        throw damaged();
    return image;
}

} // namespace calotype::jobs
