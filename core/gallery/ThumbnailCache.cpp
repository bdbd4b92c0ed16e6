#include "core/gallery/ThumbnailCache.h"

#include "core/gallery/AtomicFile.h"
#include "core/gallery/FolderListing.h"
#include "core/gallery/PictureFile.h"
#include "core/gallery/PngLengths.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QImageReader>
#include <QImageWriter>

#include <algorithm>
#include <array>
#include <mutex>
#include <vector>

namespace calotype::gallery {

namespace {

constexpr int kQuality = 85;
constexpr qint64 kMostFileBytes = 8 << 20;      ///< no thumbnail is that large
constexpr qint64 kHugePixels = qint64{64} << 20; ///< such pictures are read one at a time
constexpr qint64 kTouchAfterSeconds = 24 * 60 * 60;
constexpr double kTrimTo = 0.9; ///< of the limit, so that not every new thumbnail trims

const std::array<QString, 3> &endings()
{
    static const std::array<QString, 3> all{QStringLiteral(".jpg"), QStringLiteral(".webp"), QStringLiteral(".png")};
    return all;
}

QString transparentEnding()
{
    static const bool webp = QImageWriter::supportedImageFormats().contains("webp");
    return webp ? QStringLiteral(".webp") : QStringLiteral(".png");
}

QString nameOf(const QString &path, const QDateTime &modified, qint64 fileSize, int edge)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(path.toUtf8());
    hash.addData(QByteArrayView("\0", 1));
    hash.addData(QByteArray::number(modified.toMSecsSinceEpoch()));
    hash.addData(QByteArrayView("\0", 1));
    hash.addData(QByteArray::number(fileSize));
    const QString hex = QString::fromLatin1(hash.result().toHex().left(40));
    return QStringLiteral("%1/%2-%3").arg(hex.left(2), hex.mid(2)).arg(edge);
}

QImage shrunk(const QImage &picture, int edge)
{
    if (picture.width() <= edge && picture.height() <= edge)
        return picture;
    return picture.scaled(picture.size().scaled(edge, edge, Qt::KeepAspectRatio).expandedTo({1, 1}),
                          Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

QImage prepared(const QImage &picture, int edge)
{
    return shrunk(picture, edge)
        .convertToFormat(picture.hasAlphaChannel() ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32);
}

/// JPEGs are decoded at a fraction of their size, which takes a fraction of the time.
QImage readSmallJpeg(const QString &path, int edge)
{
    QImageReader reader(path);
    reader.setDecideFormatFromContent(true);
    reader.setAutoTransform(true);
    if (reader.format() != "jpeg")
        return {};
    const QSize size = reader.size();
    const QSize wanted = size.scaled(2 * edge, 2 * edge, Qt::KeepAspectRatio);
    if (!size.isValid() || wanted.width() >= size.width() || wanted.isEmpty())
        return {};
    reader.setScaledSize(wanted);
    return reader.read();
}

Result<QImage> readPictureFor(const QString &path, int edge)
{
    if (QFileInfo(path).isFile()) {
        if (const QImage small = readSmallJpeg(path, edge); !small.isNull())
            return small;
    }
    static std::mutex one;
    std::unique_lock<std::mutex> lock(one, std::defer_lock);
    if (QFileInfo(path).isFile() && !hasOverlongPart(path)) {
        const QSize size = QImageReader(path).size();
        if (size.isValid() && qint64{size.width()} * size.height() > kHugePixels)
            lock.lock();
    }
    return decodePicture(path);
}

struct KeptFile {
    QString path;
    qint64 bytes = 0;
    qint64 usedMs = 0;
};

std::vector<KeptFile> keptFiles(const QString &folder)
{
    std::vector<KeptFile> files;
    for (QDirIterator it(folder, QDir::Files, QDirIterator::Subdirectories); it.hasNext();) {
        const QFileInfo info = it.nextFileInfo();
        files.push_back({info.filePath(), info.size(), info.lastModified().toMSecsSinceEpoch()});
    }
    return files;
}

} // namespace

struct ThumbnailCache::Private {
    QString folder;
    mutable std::mutex mutex; ///< guards what follows, and removing
    qint64 limit = 0;
    qint64 used = -1; ///< -1: not counted yet

    void count()
    {
        if (used >= 0)
            return;
        used = 0;
        for (const KeptFile &file : keptFiles(folder))
            used += file.bytes;
    }

    void trim()
    {
        if (used <= limit)
            return;
        std::vector<KeptFile> files = keptFiles(folder);
        std::sort(files.begin(), files.end(), [](const KeptFile &a, const KeptFile &b) { return a.usedMs < b.usedMs; });
        used = 0;
        for (const KeptFile &file : files)
            used += file.bytes;
        const auto goal = static_cast<qint64>(static_cast<double>(limit) * kTrimTo);
        for (const KeptFile &file : files) {
            if (used <= goal)
                break;
            if (QFile::remove(file.path))
                used -= file.bytes;
        }
    }

    void forget(const QString &file)
    {
        const std::lock_guard<std::mutex> lock(mutex);
        const qint64 bytes = QFileInfo(file).size();
        if (QFile::remove(file) && used >= 0)
            used = std::max<qint64>(0, used - bytes);
    }

    void keep(const QString &name, const QImage &thumbnail)
    {
        const QString ending = thumbnail.hasAlphaChannel() ? transparentEnding() : endings()[0];
        QByteArray bytes;
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        QImageWriter writer(&buffer, ending.mid(1).toLatin1());
        writer.setQuality(kQuality);
        if (!writer.write(thumbnail))
            return;
        const QString file = folder + QLatin1Char('/') + name + ending;
        const std::lock_guard<std::mutex> lock(mutex);
        count();
        const qint64 before = QFileInfo(file).size(); // 0 where there is none
        const std::span<const std::uint8_t> view(reinterpret_cast<const std::uint8_t *>(bytes.constData()),
                                                 static_cast<std::size_t>(bytes.size()));
        if (!writeAtomically(file, view))
            return; // a full disk: thumbnails are made anew each time
        used += bytes.size() - before;
        trim();
    }
};

ThumbnailCache::ThumbnailCache(const QString &folder, qint64 limitBytes)
    : d(std::make_unique<Private>())
{
    d->folder = folder;
    d->limit = limitBytes;
}

ThumbnailCache::~ThumbnailCache() = default;

int ThumbnailCache::edgeFor(int edge)
{
    return edge <= kSmall ? kSmall : kLarge;
}

std::optional<QImage> ThumbnailCache::load(const QString &path, const QDateTime &modified, qint64 fileSize,
                                           int edge) const
{
    const QString stem = d->folder + QLatin1Char('/') + nameOf(path, modified, fileSize, edge);
    for (const QString &ending : endings()) {
        QFile file(stem + ending);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        QImage image;
        if (file.size() <= kMostFileBytes)
            image = QImage::fromData(file.readAll(), ending.mid(1).toLatin1().constData());
        const QDateTime used = file.fileTime(QFileDevice::FileModificationTime);
        file.close();
        if (image.isNull() || image.width() > edge || image.height() > edge) {
            d->forget(file.fileName());
            continue;
        }
        const QDateTime now = QDateTime::currentDateTimeUtc();
        if (used.secsTo(now) > kTouchAfterSeconds && file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly))
            file.setFileTime(now, QFileDevice::FileModificationTime);
        return prepared(image, edge);
    }
    return std::nullopt;
}

Result<QImage> ThumbnailCache::make(const QString &path, const QDateTime &modified, qint64 fileSize, int edge)
{
    const Result<QImage> picture = readPictureFor(path, edge);
    if (!picture)
        return picture.error();
    return make(picture.value(), path, modified, fileSize, edge);
}

QImage ThumbnailCache::make(const QImage &picture, const QString &path, const QDateTime &modified, qint64 fileSize,
                            int edge)
{
    QImage thumbnail = prepared(picture, edge);
    if (!thumbnail.isNull())
        d->keep(nameOf(path, modified, fileSize, edge), thumbnail);
    return thumbnail;
}

void ThumbnailCache::makeOfSaved(const QImage &picture, const QString &path)
{
    const QFileInfo file(path);
    if (!file.isFile())
        return;
    const QString known = indexPath(path); // as the gallery will ask
    const QImage large = make(picture, known, file.lastModified(), file.size(), kLarge);
    make(large, known, file.lastModified(), file.size(), kSmall);
}

qint64 ThumbnailCache::limitBytes() const
{
    const std::lock_guard<std::mutex> lock(d->mutex);
    return d->limit;
}

void ThumbnailCache::setLimitBytes(qint64 bytes)
{
    const std::lock_guard<std::mutex> lock(d->mutex);
    d->limit = bytes;
    d->count();
    d->trim();
}

qint64 ThumbnailCache::usedBytes() const
{
    const std::lock_guard<std::mutex> lock(d->mutex);
    d->count();
    return d->used;
}

void ThumbnailCache::clear()
{
    const std::lock_guard<std::mutex> lock(d->mutex);
    for (const KeptFile &file : keptFiles(d->folder))
        QFile::remove(file.path);
    d->used = 0;
}

} // namespace calotype::gallery
