#include "ui/viewer/PictureLoader.h"

#include "core/gallery/PictureFile.h"
#include "core/gallery/PngLengths.h"
#include "ui/ErrorWords.h"

#include <QDateTime>
#include <QFileInfo>
#include <QImageReader>

#include <algorithm>
#include <limits>
#include <new>

namespace calotype::ui {

namespace {

constexpr qsizetype kWorks = 2;

// Four bytes for a pixel, and a third more for the halves.
qint64 bytesOf(qint64 pixels)
{
    return pixels * 16 / 3;
}

} // namespace

PictureLoader::PictureLoader(QObject *parent)
    : QObject(parent)
{
}

void PictureLoader::setMemoryLimit(qint64 bytes)
{
    m_limit = bytes;
    keepWithinLimit();
}

void PictureLoader::want(const QStringList &paths)
{
    m_waiting.clear();
    for (const QString &path : paths) {
        if (!path.isEmpty() && !m_waiting.contains(path))
            m_waiting.append(path);
    }
    m_first = m_waiting.isEmpty() ? QString() : m_waiting.front();
    m_waiting.removeIf([this](const QString &path) { return m_underWay.contains(path); });
    begin();
}

std::optional<ImagePyramid> PictureLoader::find(const QString &path)
{
    const auto found = std::find_if(m_kept.begin(), m_kept.end(), [&](const Kept &kept) { return kept.path == path; });
    if (found == m_kept.end())
        return std::nullopt;
    std::rotate(m_kept.begin(), found, found + 1);
    return m_kept.front().picture;
}

void PictureLoader::begin()
{
    while (m_underWay.size() < kWorks && !m_waiting.isEmpty()) {
        const QString path = m_waiting.takeFirst();
        const auto kept = std::find_if(m_kept.begin(), m_kept.end(), [&](const Kept &k) { return k.path == path; });
        const Stamp known = kept == m_kept.end() ? Stamp{} : kept->stamp;
        // A neighbour may take a quarter of the memory: three of them fit beside the first.
        const qint64 mostPixels = path == m_first ? std::numeric_limits<qint64>::max() : m_limit / 4 * 3 / 16;
        m_underWay.insert(path);
        m_background.run([path, known, mostPixels] { return bring(path, known, mostPixels); },
                         [this, path](Brought &&brought) {
                             m_underWay.remove(path);
                             take(path, std::move(brought));
                             begin();
                         });
    }
}

PictureLoader::Brought PictureLoader::bring(const QString &path, const Stamp &known, qint64 mostPixels)
{
    Brought brought;
    try {
        const QFileInfo file(path);
        if (file.isFile())
            brought.stamp = {file.size(), file.lastModified().toMSecsSinceEpoch()};
        brought.isSame = file.isFile() && brought.stamp == known;
        if (brought.isSame)
            return brought;
        if (mostPixels < std::numeric_limits<qint64>::max() && file.isFile() && !gallery::hasOverlongPart(path)) {
            const QSize size = QImageReader(path).size();
            brought.isLarge = size.isValid() && qint64{size.width()} * size.height() > mostPixels;
            if (brought.isLarge)
                return brought;
        }
        const Result<QImage> image = gallery::decodePicture(path);
        if (image)
            brought.picture = ImagePyramid::built(image.value());
        else
            brought.error = image.error();
    } catch (const std::bad_alloc &) {
        brought.error = worded(ErrorCode::OutOfMemory, PictureLoader::tr("Memory ran out while the picture was read; close other programs."));
    }
    if (!brought.error && brought.picture.isNull())
        brought.error = worded(ErrorCode::OutOfMemory, PictureLoader::tr("The picture needs more memory than there is; close other programs."));
    return brought;
}

void PictureLoader::take(const QString &path, Brought &&brought)
{
    if (brought.isLarge && path == m_first) {
        // It was a neighbour when it was looked at, and the user has gone to it since.
        m_waiting.prepend(path);
        return;
    }
    if (brought.isSame || brought.isLarge)
        return;
    drop(path);
    if (brought.error) {
        Q_EMIT failed(path, *brought.error);
        return;
    }
    const QSize size = brought.picture.size();
    const qint64 bytes = bytesOf(qint64{size.width()} * size.height());
    m_kept.prepend({path, brought.stamp, std::move(brought.picture), bytes});
    m_memory += bytes;
    keepWithinLimit();
    Q_EMIT loaded(path);
}

void PictureLoader::drop(const QString &path)
{
    m_kept.removeIf([&](const Kept &kept) {
        if (kept.path != path)
            return false;
        m_memory -= kept.bytes;
        return true;
    });
}

void PictureLoader::keepWithinLimit()
{
    for (qsizetype k = m_kept.size() - 1; k >= 0 && m_memory > m_limit; --k) {
        if (m_kept[k].path == m_first)
            continue;
        m_memory -= m_kept[k].bytes;
        m_kept.removeAt(k);
    }
}

} // namespace calotype::ui
