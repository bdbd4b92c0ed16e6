#include "core/gallery/PicturePath.h"

#include "core/gallery/PicturePlace.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace calotype::gallery {

namespace {

// Names with a longer number are not ours.
constexpr qint64 kNumberEnd = 1'000'000'000;

} // namespace

QString dayFolder(const QString &root, const QDate &day)
{
    return QDir(root).filePath(day.toString(Qt::ISODate));
}

qint64 highestPictureNumber(const QString &folder)
{
    const QDir dir(folder);
    QStringList names = dir.entryList({"*.png", "*.jpg", "*.jpeg", "*.webp"}, QDir::Files);
    for (const QString &note : dir.entryList({PicturePlace::notePattern()}, QDir::Files | QDir::Hidden))
        names << note.mid(1);
    qint64 highest = 0;
    for (const QString &name : std::as_const(names)) {
        const qint64 number = name.section(QLatin1Char('-'), 0, 0).toLongLong();
        if (number < kNumberEnd)
            highest = std::max(highest, number);
    }
    return highest;
}

QString numberedPicturePath(const QString &folder, qint64 number, std::int64_t seed, const QString &ending)
{
    return QDir(folder).filePath(QStringLiteral("%1-%2.%3").arg(number, 5, 10, QLatin1Char('0')).arg(seed).arg(ending));
}

QString newPicturePath(const QString &folder, std::int64_t seed, const QString &ending)
{
    QString path;
    qint64 number = highestPictureNumber(folder);
    do {
        path = numberedPicturePath(folder, ++number, seed, ending);
    } while (QFileInfo::exists(path));
    return path;
}

} // namespace calotype::gallery
