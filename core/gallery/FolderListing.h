#pragma once

#include <QString>
#include <QStringList>
#include <QVector>

namespace calotype::gallery {

/// The picture files directly in one folder, with what tells whether they have changed.
struct FolderListing {
    struct File {
        QString name;
        qint64 size = 0;     ///< bytes
        qint64 modified = 0; ///< ms since 1970, UTC

        bool operator==(const File &) const = default;
    };

    QString folder; ///< absolute
    bool readable = false; ///< false: the folder is not there, or may not be read
    QVector<File> files;
    QStringList subfolders; ///< absolute; no hidden ones, no links

    bool operator==(const FolderListing &) const = default;
};

/// Lists a folder. Only names, sizes and times are looked at. Any thread; as slow as the disk.
FolderListing listFolder(const QString &folder);

/// Whether the name has the ending of a picture that the gallery takes in: png, jpg, jpeg, webp; hidden ones are none.
bool isPictureName(const QString &fileName);

/// Absolute and without "." and "..": how the index writes a path.
QString indexPath(const QString &path);

/// FOLDER/NAME, of a path as indexPath() gives it.
QString joinedPath(const QString &folder, const QString &name);

/// Whether @p path is @p folder or lies below it.
bool isBelow(const QString &path, const QString &folder);

} // namespace calotype::gallery
