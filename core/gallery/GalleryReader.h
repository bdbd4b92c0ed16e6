#pragma once

#include "core/gallery/GalleryTypes.h"
#include "core/gallery/Trash.h"
#include "core/shared/SqlConnection.h"

#include <optional>
#include <utility>

namespace calotype::gallery {

/// The questions that GalleryDatabase answers; see there.
class GalleryReader final
{
public:
    explicit GalleryReader(SqlConnection &connection)
        : m_sql(connection)
    {
    }

    QVector<qint64> query(const GalleryFilter &filter) const;
    QVector<GalleryItem> items(const QVector<qint64> &ids) const;
    qint64 find(const QString &path) const;
    GalleryFacets facets() const;
    QVector<qint64> similar(qint64 id, int maxDistance) const;
    bool isCompared(qint64 id) const;
    QVector<qint64> withHash(const QByteArray &hash) const;
    qint64 count() const;
    QVector<std::pair<qint64, QString>> withoutDifferenceHash(int limit, qint64 below) const;
    QVector<std::pair<qint64, QString>> trashedFiles() const;
    std::optional<TrashedFile> trashedFile(qint64 id) const;
    QStringList rememberedInTrash() const;

private:
    SqlConnection &m_sql;
};

} // namespace calotype::gallery
