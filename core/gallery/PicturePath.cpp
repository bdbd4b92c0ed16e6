#include "core/gallery/PicturePath.h"

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

QString newPicturePath(const QString &folder, std::int64_t seed, const QString &ending)
{
    const QDir dir(folder);
    qint64 last = 0;
    for (const QString &name : dir.entryList({"*.png", "*.jpg", "*.jpeg", "*.webp"}, QDir::Files)) {
        const qint64 number = name.section(QLatin1Char('-'), 0, 0).toLongLong();
        if (number < kNumberEnd)
            last = std::max(last, number);
    }
    QString path;
    do {
        path = dir.filePath(QStringLiteral("%1-%2.%3").arg(++last, 5, 10, QLatin1Char('0')).arg(seed).arg(ending));
    } while (QFileInfo::exists(path));
    return path;
}

} // namespace calotype::gallery
