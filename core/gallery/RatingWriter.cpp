#include "core/gallery/RatingWriter.h"

#include "core/gallery/FolderListing.h"

#include <algorithm>

namespace calotype::gallery {

GalleryChanges RatingWriter::setRating(const QVector<qint64> &ids, int rating)
{
    const int value = std::clamp(rating, 0, 5);
    GalleryChanges changes;
    SqlConnection::Transaction transaction(m_sql);
    for (const qint64 id : ids) {
        if (m_sql.run(QStringLiteral("UPDATE image SET rating = ? WHERE id = ? AND rating <> ?"), {value, id, value}) > 0)
            changes.changed << id;
    }
    if (!changes.isEmpty())
        noteJournalDue();
    transaction.commit();
    return changes;
}

GalleryChanges RatingWriter::addTag(const QVector<qint64> &ids, const QString &tag)
{
    const QString name = tag.simplified();
    GalleryChanges changes;
    if (name.isEmpty())
        return changes;
    SqlConnection::Transaction transaction(m_sql);
    m_sql.run(QStringLiteral("INSERT OR IGNORE INTO tag (name) VALUES (?)"), {name});
    const qint64 tagId = m_sql.value(QStringLiteral("SELECT id FROM tag WHERE name = ?"), {name}).toLongLong();
    for (const qint64 id : ids) {
        if (m_sql.run(QStringLiteral("INSERT OR IGNORE INTO image_tag (tag_id, image_id) SELECT ?, id FROM image WHERE id = ?"),
                      {tagId, id})
            > 0)
            changes.changed << id;
    }
    if (!changes.isEmpty())
        noteJournalDue();
    transaction.commit();
    return changes;
}

GalleryChanges RatingWriter::removeTag(const QVector<qint64> &ids, const QString &tag)
{
    GalleryChanges changes;
    SqlConnection::Transaction transaction(m_sql);
    const QVariant tagId = m_sql.value(QStringLiteral("SELECT id FROM tag WHERE name = ?"), {tag.simplified()});
    if (tagId.isNull())
        return changes;
    for (const qint64 id : ids) {
        if (m_sql.run(QStringLiteral("DELETE FROM image_tag WHERE tag_id = ? AND image_id = ?"), {tagId, id}) > 0)
            changes.changed << id;
    }
    m_sql.run(QStringLiteral("DELETE FROM tag WHERE id = ? AND NOT EXISTS (SELECT 1 FROM image_tag WHERE tag_id = tag.id)"),
              {tagId});
    if (!changes.isEmpty())
        noteJournalDue();
    transaction.commit();
    return changes;
}

void RatingWriter::noteJournalDue()
{
    m_sql.run(QStringLiteral("UPDATE gallery_version SET journal_due = 1 WHERE journal_due = 0"));
}

void RatingWriter::noteJournalWritten()
{
    m_sql.run(QStringLiteral("UPDATE gallery_version SET journal_due = 0 WHERE journal_due = 1"));
}

bool RatingWriter::isJournalDue()
{
    return m_sql.value(QStringLiteral("SELECT journal_due FROM gallery_version")).toInt() != 0;
}

QVector<RatingEntry> RatingWriter::entries()
{
    QVector<RatingEntry> found;
    {
        auto rows = m_sql.rows(
            QStringLiteral("SELECT content_hash, path, name, rating, coalesce(original, ''), coalesce(info, ''), "
                           "(SELECT group_concat(tag.name, char(10)) FROM image_tag JOIN tag ON tag.id = tag_id "
                           "WHERE image_tag.image_id = image.id) FROM image JOIN image_folder ON image_folder.id = folder_id "
                           "LEFT JOIN gallery_trash ON gallery_trash.image_id = image.id "
                           "WHERE rating > 0 OR shelf = 1 OR EXISTS (SELECT 1 FROM image_tag WHERE image_tag.image_id = image.id) "
                           "ORDER BY image.id"));
        while (rows.next()) {
            RatingEntry entry;
            entry.contentHash = rows.value(0).toByteArray();
            entry.path = joinedPath(rows.text(1), rows.text(2));
            entry.rating = static_cast<int>(rows.integer(3));
            if (!rows.text(4).isEmpty())
                entry.trashed = TrashedFile{rows.text(4), entry.path, rows.text(5)};
            entry.tags = rows.text(6).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
            entry.tags.sort();
            found << entry;
        }
    }
    auto rows = m_sql.rows(QStringLiteral("SELECT content_hash, path, rating, tags, original, info FROM gallery_remembered "
                                          "ORDER BY id"));
    while (rows.next()) {
        RatingEntry entry;
        entry.contentHash = rows.value(0).toByteArray();
        entry.path = rows.text(1);
        entry.rating = static_cast<int>(rows.integer(2));
        entry.tags = rows.text(3).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        if (!rows.text(4).isEmpty())
            entry.trashed = TrashedFile{rows.text(4), entry.path, rows.text(5)};
        found << entry;
    }
    return found;
}

void RatingWriter::remember(const QVector<RatingEntry> &entries)
{
    SqlConnection::Transaction transaction(m_sql);
    for (const RatingEntry &entry : entries) {
        m_sql.run(QStringLiteral("INSERT INTO gallery_remembered (content_hash, path, rating, tags, original, info) "
                                 "VALUES (?, ?, ?, ?, ?, ?)"),
                  {entry.contentHash, entry.path, entry.rating, entry.tags.join(QLatin1Char('\n')),
                   entry.trashed ? entry.trashed->original : QString(), entry.trashed ? entry.trashed->info : QString()});
    }
    transaction.commit();
}

} // namespace calotype::gallery
