#pragma once

#include "core/gallery/GalleryTypes.h"
#include "core/gallery/RatingJournal.h"
#include "core/shared/SqlConnection.h"

namespace calotype::gallery {

/// What the user says of pictures, put into the index, and its way to and from the journal. Each call is one
/// transaction.
class RatingWriter final
{
public:
    explicit RatingWriter(SqlConnection &connection)
        : m_sql(connection)
    {
    }

    GalleryChanges setRating(const QVector<qint64> &ids, int rating);
    GalleryChanges addTag(const QVector<qint64> &ids, const QString &tag);
    GalleryChanges removeTag(const QVector<qint64> &ids, const QString &tag);

    /// Something that belongs into the journal has changed. Kept in the database, so that a crash does not forget it.
    void noteJournalDue();
    void noteJournalWritten();
    bool isJournalDue();

    /// All that belongs into the journal: what is known, and what was remembered and has not been met yet.
    QVector<RatingEntry> entries();
    void remember(const QVector<RatingEntry> &entries);

private:
    SqlConnection &m_sql;
};

} // namespace calotype::gallery
