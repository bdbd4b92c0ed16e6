#include "core/gallery/PicturePath.h"

#include <QDir>

#include <algorithm>

namespace calotype::gallery {

QString dayFolder(const QString &root, const QDate &day)
{
    return QDir(root).filePath(day.toString(Qt::ISODate));
}

QString newPicturePath(const QString &folder, std::int64_t seed)
{
    const QDir dir(folder);
    int last = 0;
    for (const QString &name : dir.entryList({QStringLiteral("*.png")}, QDir::Files))
        last = std::max(last, name.section(QLatin1Char('-'), 0, 0).toInt());
    return dir.filePath(QStringLiteral("%1-%2.png").arg(last + 1, 5, 10, QLatin1Char('0')).arg(seed));
}

} // namespace calotype::gallery
