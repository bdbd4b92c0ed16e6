#pragma once

#include "core/gallery/Trash.h"

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QVector>

#include <optional>

namespace calotype::gallery {

/// What the user said of a picture, which stands in no picture's file.
struct RatingEntry {
    QByteArray contentHash; ///< SHA-256, 32 bytes
    QString path;           ///< where the file is; in the trash, if it is there
    int rating = 0;         ///< 0 to 5
    QStringList tags;
    std::optional<TrashedFile> trashed;

    bool operator==(const RatingEntry &) const = default;
};

/// The journal beside the database, so that ratings and tags outlast a damaged one: a JSON file, written whole or not
/// at all.
namespace RatingJournal {

/// For `…/calotype.db` it is `…/calotype-ratings.json`.
QString pathFor(const QString &databasePath);

/// @throws Failure DiskFull, Io
void write(const QString &path, const QVector<RatingEntry> &entries);

/// No entries where there is no file. An entry that is not sound is passed over.
/// @throws Failure Io; Damaged if it is no journal
QVector<RatingEntry> read(const QString &path);

} // namespace RatingJournal

} // namespace calotype::gallery
