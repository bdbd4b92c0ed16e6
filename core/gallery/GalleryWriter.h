#pragma once

#include "core/gallery/FolderListing.h"
#include "core/gallery/GalleryTypes.h"
#include "core/gallery/RatingJournal.h"
#include "core/gallery/Trash.h"
#include "core/shared/SqlConnection.h"

#include <optional>

namespace calotype::gallery {

/// What files say, put into the index: new, changed, moved and vanished pictures. See GalleryDatabase. Each call is one
/// transaction.
class GalleryWriter final
{
public:
    explicit GalleryWriter(SqlConnection &connection)
        : m_sql(connection)
    {
    }

    GalleryChanges store(const QVector<GalleryItem> &records);
    GalleryChanges compare(const FolderListing &listing, bool all, QStringList *toRead);
    GalleryChanges closeWalk(const QString &root, const QStringList &foldersMet);
    GalleryChanges markMissing(const QString &folder);
    bool hasPicturesBelow(const QString &folder);
    void passOver(const FolderListing::File &file, const QString &folder);
    void setDifferenceHash(qint64 id, std::optional<quint64> hash);
    GalleryChanges setTrashed(qint64 id, const TrashedFile &file);
    GalleryChanges setRestored(qint64 id, const QString &path);
    GalleryChanges hide(const QVector<qint64> &ids);

private:
    struct Row;

    void storeOne(const GalleryItem &record, GalleryChanges &changes);
    std::optional<Row> rowAt(qint64 folderId, const QString &name);
    std::optional<Row> movedFrom(const GalleryItem &record, qint64 except);
    qint64 insert(const GalleryItem &record);
    bool update(qint64 id, const GalleryItem &record);
    bool claimRemembered(qint64 id, const GalleryItem &record);
    void putAt(qint64 id, const QString &path, int shelf);
    void hideRow(qint64 id);
    qint64 folderId(const QString &path);
    qint64 nameId(const char *table, const QString &name);
    QVector<std::pair<qint64, QString>> foldersBelow(const QString &folder);

    SqlConnection &m_sql;
};

} // namespace calotype::gallery
