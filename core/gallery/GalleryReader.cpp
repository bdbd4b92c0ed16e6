#include "core/gallery/GalleryReader.h"

#include "core/gallery/DifferenceHash.h"
#include "core/gallery/FolderListing.h"
#include "core/gallery/SearchText.h"

#include <QFileInfo>
#include <QSet>

#include <algorithm>

namespace calotype::gallery {

namespace {

qint64 startOfDay(const QDate &day)
{
    return day.startOfDay().toMSecsSinceEpoch();
}

// The index that has the filter's order, and that order.
std::pair<QString, QString> order(GalleryFilter::Sort sort)
{
    switch (sort) {
    case GalleryFilter::Sort::Newest: break;
    case GalleryFilter::Sort::Oldest: return {"image_by_time", "created, id"};
    case GalleryFilter::Sort::BestRated: return {"image_by_rating", "rating DESC, created DESC, id DESC"};
    case GalleryFilter::Sort::Name: return {"image_by_name", "name COLLATE NOCASE, id"};
    }
    return {"image_by_time", "created DESC, id DESC"};
}

} // namespace

QVector<qint64> GalleryReader::query(const GalleryFilter &filter) const
{
    const auto [index, sorting] = order(filter.sort);
    QString where;
    QVariantList values;
    const auto add = [&](const char *condition, const QVariantList &bound) {
        where += QLatin1String(" AND ") + QLatin1String(condition);
        values += bound;
    };
    if (!filter.model.isEmpty())
        add("model_id = (SELECT id FROM image_model WHERE name = ?)", {filter.model});
    if (!filter.sampler.isEmpty())
        add("sampler_id = (SELECT id FROM image_sampler WHERE name = ?)", {filter.sampler});
    if (!filter.size.isEmpty())
        add("width = ? AND height = ?", {filter.size.width(), filter.size.height()});
    if (filter.from.isValid())
        add("created >= ?", {startOfDay(filter.from)});
    if (filter.to.isValid())
        add("created < ?", {startOfDay(filter.to.addDays(1))});
    if (filter.minRating > 0)
        add("rating >= ?", {filter.minRating});
    if (filter.madeFromImage)
        add("from_image = ?", {*filter.madeFromImage ? 1 : 0});
    if (!filter.tag.isEmpty())
        add("id IN (SELECT image_id FROM image_tag WHERE tag_id = (SELECT id FROM tag WHERE name = ?))", {filter.tag});
    const QString expression = searchExpression(filter.text);
    if (!expression.isEmpty())
        add("id IN (SELECT rowid FROM image_fts WHERE image_fts MATCH ?)", {expression});

    const QString shelf = filter.trashed ? QStringLiteral("1") : QStringLiteral("0");
    auto rows = m_sql.rows(QStringLiteral("SELECT id FROM image INDEXED BY %1 WHERE shelf = %2%3 ORDER BY %4")
                               .arg(index, shelf, where, sorting),
                           values);
    QVector<qint64> ids;
    while (rows.next())
        ids << rows.integer(0);
    if (filter.similarTo != 0) {
        const QVector<qint64> near = similar(filter.similarTo, kNearDuplicateBits);
        QSet<qint64> wanted(near.begin(), near.end());
        wanted.insert(filter.similarTo);
        ids.removeIf([&wanted](qint64 id) { return !wanted.contains(id); });
    }
    return ids;
}

QVector<GalleryItem> GalleryReader::items(const QVector<qint64> &ids) const
{
    QVector<GalleryItem> items;
    items.reserve(ids.size());
    for (const qint64 id : ids) {
        GalleryItem item;
        {
            auto row = m_sql.rows(
                QStringLiteral("SELECT folder.path, image.name, file_size, modified, created, width, height, prompt, "
                               "negative_prompt, coalesce(model.name, ''), coalesce(sampler.name, ''), source, seed, steps, guidance, "
                               "rating, shelf, from_image, missing, undecodable, content_hash, difference_hash, parent_hash, "
                               "pixel_hash FROM image JOIN image_text ON image_text.id = image.id "
                               "JOIN image_folder AS folder ON folder.id = folder_id "
                               "LEFT JOIN image_model AS model ON model.id = model_id "
                               "LEFT JOIN image_sampler AS sampler ON sampler.id = sampler_id WHERE image.id = ?"),
                {id});
            if (!row.next())
                continue;
            item.id = id;
            item.path = joinedPath(row.text(0), row.text(1));
            item.fileSize = row.integer(2);
            item.modified = QDateTime::fromMSecsSinceEpoch(row.integer(3));
            item.created = QDateTime::fromMSecsSinceEpoch(row.integer(4));
            item.width = static_cast<int>(row.integer(5));
            item.height = static_cast<int>(row.integer(6));
            item.prompt = row.text(7);
            item.negativePrompt = row.text(8);
            item.model = row.text(9);
            item.sampler = row.text(10);
            item.source = row.text(11);
            item.seed = row.integer(12);
            item.steps = static_cast<int>(row.integer(13));
            item.guidance = row.value(14).toDouble();
            item.rating = static_cast<int>(row.integer(15));
            item.trashed = row.integer(16) == 1;
            item.madeFromImage = row.integer(17) != 0;
            item.missing = row.integer(18) != 0;
            item.undecodable = row.integer(19) != 0;
            item.contentHash = row.value(20).toByteArray();
            item.differenceHash = static_cast<quint64>(row.integer(21));
            item.parentHash = row.value(22).toByteArray();
            item.pixelHash = row.value(23).toByteArray();
        }
        auto tags = m_sql.rows(QStringLiteral("SELECT name FROM image_tag JOIN tag ON tag.id = tag_id WHERE image_id = ? "
                                              "ORDER BY name, tag.id"),
                               {id});
        while (tags.next())
            item.tags << tags.text(0);
        items << item;
    }
    return items;
}

qint64 GalleryReader::find(const QString &path) const
{
    const QFileInfo file(path);
    return m_sql
        .value(QStringLiteral("SELECT image.id FROM image WHERE name = ? AND shelf <> 2 AND "
                              "folder_id = (SELECT id FROM image_folder WHERE path = ?)"),
               {file.fileName(), file.path()})
        .toLongLong();
}

GalleryFacets GalleryReader::facets() const
{
    QVector<QSize> sizes;
    auto rows = m_sql.rows(QStringLiteral("SELECT width, height FROM image INDEXED BY image_size_used WHERE shelf = 0 "
                                          "GROUP BY width, height ORDER BY count(*) DESC, width, height LIMIT 16"));
    while (rows.next())
        sizes << QSize(static_cast<int>(rows.integer(0)), static_cast<int>(rows.integer(1)));
    const auto names = [this](const QString &sql) {
        QStringList found;
        auto rows = m_sql.rows(sql);
        while (rows.next())
            found << rows.text(0);
        return found;
    };
    return {
        names(QStringLiteral("SELECT name FROM image_model AS m WHERE name <> '' AND EXISTS (SELECT 1 FROM image "
                             "WHERE shelf = 0 AND model_id = m.id) ORDER BY name COLLATE NOCASE, name")),
        names(QStringLiteral("SELECT name FROM image_sampler AS s WHERE name <> '' AND EXISTS (SELECT 1 FROM image "
                             "WHERE shelf = 0 AND sampler_id = s.id) ORDER BY name COLLATE NOCASE, name")),
        names(QStringLiteral("SELECT name FROM tag WHERE EXISTS (SELECT 1 FROM image_tag JOIN image ON image.id = image_id "
                             "WHERE tag_id = tag.id AND shelf = 0) ORDER BY name, tag.id")),
        sizes,
    };
}

QVector<qint64> GalleryReader::similar(qint64 id, int maxDistance) const
{
    const QVariant own = m_sql.value(QStringLiteral("SELECT difference_hash FROM image WHERE id = ?"), {id});
    if (own.isNull())
        return {};
    const auto hash = static_cast<quint64>(own.toLongLong());
    QVector<std::pair<int, qint64>> near;
    auto rows = m_sql.rows(QStringLiteral("SELECT id, difference_hash FROM image INDEXED BY image_difference "
                                          "WHERE shelf = 0 AND difference_hash IS NOT NULL"));
    while (rows.next()) {
        const qint64 other = rows.integer(0);
        const int distance = hashDistance(hash, static_cast<quint64>(rows.integer(1)));
        if (other != id && distance <= maxDistance)
            near.emplace_back(distance, other);
    }
    std::sort(near.begin(), near.end());
    QVector<qint64> ids;
    for (const auto &[distance, other] : near)
        ids << other;
    return ids;
}

bool GalleryReader::isCompared(qint64 id) const
{
    return m_sql.value(QStringLiteral("SELECT difference_hash IS NOT NULL FROM image WHERE id = ?"), {id}).toBool();
}

QVector<qint64> GalleryReader::withHash(const QByteArray &hash) const
{
    QVector<qint64> ids;
    if (hash.isEmpty())
        return ids;
    auto rows = m_sql.rows(QStringLiteral("SELECT id FROM image WHERE content_hash = ? AND shelf = 0 UNION "
                                          "SELECT image.id FROM image_text JOIN image ON image.id = image_text.id "
                                          "WHERE pixel_hash = ? AND shelf = 0 ORDER BY 1"),
                           {hash, hash});
    while (rows.next())
        ids << rows.integer(0);
    return ids;
}

qint64 GalleryReader::count() const
{
    return m_sql.value(QStringLiteral("SELECT count(*) FROM image WHERE shelf = 0")).toLongLong();
}

QVector<std::pair<qint64, QString>> GalleryReader::withoutDifferenceHash(int limit, qint64 below) const
{
    QVector<std::pair<qint64, QString>> found;
    auto rows = m_sql.rows(QStringLiteral("SELECT image.id, path, name FROM image INDEXED BY image_not_hashed "
                                          "JOIN image_folder ON image_folder.id = folder_id WHERE shelf = 0 AND "
                                          "difference_hash IS NULL AND undecodable = 0 AND missing = 0 AND image.id < ? "
                                          "ORDER BY image.id DESC LIMIT ?"),
                           {below, limit});
    while (rows.next())
        found.emplace_back(rows.integer(0), joinedPath(rows.text(1), rows.text(2)));
    return found;
}

QVector<std::pair<qint64, QString>> GalleryReader::trashedFiles() const
{
    QVector<std::pair<qint64, QString>> found;
    auto rows = m_sql.rows(QStringLiteral("SELECT image.id, path, name FROM image JOIN image_folder "
                                          "ON image_folder.id = folder_id WHERE shelf = 1 ORDER BY image.id"));
    while (rows.next())
        found.emplace_back(rows.integer(0), joinedPath(rows.text(1), rows.text(2)));
    return found;
}

std::optional<TrashedFile> GalleryReader::trashedFile(qint64 id) const
{
    auto row = m_sql.rows(QStringLiteral("SELECT original, path, name, info FROM gallery_trash JOIN image ON image.id = image_id "
                                         "JOIN image_folder ON image_folder.id = folder_id WHERE image_id = ? AND shelf = 1"),
                          {id});
    if (!row.next())
        return std::nullopt;
    return TrashedFile{row.text(0), joinedPath(row.text(1), row.text(2)), row.text(3)};
}

QStringList GalleryReader::rememberedInTrash() const
{
    QStringList paths;
    auto rows = m_sql.rows(QStringLiteral("SELECT path FROM gallery_remembered WHERE original <> '' ORDER BY id"));
    while (rows.next())
        paths << rows.text(0);
    return paths;
}

} // namespace calotype::gallery
