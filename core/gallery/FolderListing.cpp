#include "core/gallery/FolderListing.h"

#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

namespace calotype::gallery {

FolderListing listFolder(const QString &folder)
{
    FolderListing listing;
    listing.folder = indexPath(folder);
    const QFileInfo place(listing.folder);
    listing.readable = place.isDir() && place.isReadable() && place.isExecutable();
    if (!listing.readable)
        return listing;
    for (QDirIterator it(listing.folder, QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot); it.hasNext();) {
        it.next();
        const QFileInfo entry = it.fileInfo();
        if (entry.isDir()) {
            // A link could lead back up.
            if (!entry.isSymLink())
                listing.subfolders << entry.absoluteFilePath();
        } else if (isPictureName(entry.fileName())) {
            listing.files << FolderListing::File{entry.fileName(), entry.size(), entry.lastModified().toMSecsSinceEpoch()};
        }
    }
    // It may have gone while it was read: then the list is short, and says nothing.
    listing.readable = QFileInfo::exists(listing.folder);
    return listing;
}

bool isPictureName(const QString &fileName)
{
    if (fileName.startsWith(QLatin1Char('.')))
        return false;
    for (const auto ending : {QLatin1String(".png"), QLatin1String(".jpg"), QLatin1String(".jpeg"), QLatin1String(".webp")}) {
        if (fileName.endsWith(ending, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

QString indexPath(const QString &path)
{
    return QDir::cleanPath(QFileInfo(path).absoluteFilePath());
}

QString joinedPath(const QString &folder, const QString &name)
{
    return folder.endsWith(QLatin1Char('/')) ? folder + name : folder + QLatin1Char('/') + name;
}

bool isBelow(const QString &path, const QString &folder)
{
    if (!path.startsWith(folder))
        return false;
    return path.size() == folder.size() || folder.endsWith(QLatin1Char('/')) || path.at(folder.size()) == QLatin1Char('/');
}

} // namespace calotype::gallery
