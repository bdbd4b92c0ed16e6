#include "core/gallery/GalleryWriter.h"

#include "core/gallery/GalleryReader.h"
#include "core/gallery/GallerySchema.h"
#include "core/gallery/RatingWriter.h"
#include "core/gallery/SearchText.h"

#include <QFileInfo>
#include <QSet>

#include <algorithm>

namespace calotype::gallery {

namespace {

constexpr int kShown = static_cast<int>(Shelf::Shown);
constexpr int kTrashed = static_cast<int>(Shelf::Trashed);
constexpr int kGone = static_cast<int>(Shelf::Gone);

QVariant hashOrNull(const QByteArray &hash)
{
    return hash.isEmpty() ? QVariant() : QVariant(hash);
}

QVariant differenceOrNull(const GalleryItem &record)
{
    return record.differenceHash == 0 ? QVariant() : QVariant(static_cast<qint64>(record.differenceHash));
}

QVariant searchOrNull(const GalleryItem &record)
{
    const QString search = indexedText(record.prompt);
    return search == record.prompt ? QVariant() : QVariant(search);
}

} // namespace

/// A row as far as moves are concerned.
struct GalleryWriter::Row {
    qint64 id = 0;
    QString path;
    qint64 fileSize = 0;
    qint64 modified = 0;
    int shelf = kShown;
    QByteArray contentHash;

    /// Its file is where the row says, and has not been replaced by another.
    bool isThere() const
    {
        if (shelf == kGone)
            return false;
        const QFileInfo file(path);
        return file.exists() && file.size() == fileSize && file.lastModified().toMSecsSinceEpoch() == modified;
    }
};

GalleryChanges GalleryWriter::store(const QVector<GalleryItem> &records)
{
    GalleryChanges changes;
    SqlConnection::Transaction transaction(m_sql);
    for (const GalleryItem &record : records)
        storeOne(record, changes);
    transaction.commit();
    return changes;
}

void GalleryWriter::storeOne(const GalleryItem &record, GalleryChanges &changes)
{
    const QFileInfo place(record.path);
    const qint64 folder = folderId(place.path());
    m_sql.run(QStringLiteral("DELETE FROM image_passed_over WHERE folder_id = ? AND name = ?"), {folder, place.fileName()});

    const auto here = rowAt(folder, place.fileName());
    if (here && here->contentHash == record.contentHash) {
        if (update(here->id, record))
            changes.changed << here->id;
        return;
    }
    if (const auto moved = movedFrom(record, here ? here->id : 0)) {
        if (here) {
            hideRow(here->id);
            changes.removed << here->id;
        }
        putAt(moved->id, record.path, kShown);
        update(moved->id, record);
        (moved->shelf == kShown ? changes.changed : changes.added) << moved->id;
        return;
    }
    if (here) {
        update(here->id, record);
        changes.changed << here->id;
        return;
    }
    const qint64 id = insert(record);
    if (claimRemembered(id, record))
        changes.added << id;
}

std::optional<GalleryWriter::Row> GalleryWriter::rowAt(qint64 folderId, const QString &name)
{
    auto rows = m_sql.rows(QStringLiteral("SELECT id, shelf, content_hash FROM image WHERE folder_id = ? AND name = ? "
                                          "AND shelf <> 2"),
                           {folderId, name});
    if (!rows.next())
        return std::nullopt;
    Row row;
    row.id = rows.integer(0);
    row.shelf = static_cast<int>(rows.integer(1));
    row.contentHash = rows.value(2).toByteArray();
    return row;
}

// The row that this file had under another name, or before it went: of the same content, and without a file now.
std::optional<GalleryWriter::Row> GalleryWriter::movedFrom(const GalleryItem &record, qint64 except)
{
    std::optional<Row> best;
    auto rows = m_sql.rows(QStringLiteral("SELECT image.id, path, name, file_size, modified, shelf FROM image JOIN image_folder "
                                          "ON image_folder.id = folder_id WHERE content_hash = ? AND image.id <> ? "
                                          "ORDER BY shelf = 2 DESC, rating DESC, image.id"),
                           {record.contentHash, except});
    while (rows.next()) {
        Row row;
        row.id = rows.integer(0);
        row.path = joinedPath(rows.text(1), rows.text(2));
        row.fileSize = rows.integer(3);
        row.modified = rows.integer(4);
        row.shelf = static_cast<int>(rows.integer(5));
        if (row.isThere())
            continue;
        if (row.path == record.path)
            return row;
        if (!best)
            best = row;
    }
    return best;
}

qint64 GalleryWriter::insert(const GalleryItem &record)
{
    const QFileInfo place(record.path);
    m_sql.run(QStringLiteral("INSERT INTO image (folder_id, name, file_size, modified, created, width, height, model_id, "
                             "sampler_id, from_image, undecodable, content_hash, difference_hash) "
                             "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
              {folderId(place.path()), place.fileName(), record.fileSize, record.modified.toMSecsSinceEpoch(),
               record.created.toMSecsSinceEpoch(), record.width, record.height, nameId("image_model", record.model),
               nameId("image_sampler", record.sampler), record.madeFromImage ? 1 : 0, record.undecodable ? 1 : 0,
               record.contentHash, differenceOrNull(record)});
    const qint64 id = m_sql.lastId();
    m_sql.run(QStringLiteral("INSERT INTO image_text (id, prompt, search, negative_prompt, source, seed, steps, guidance, "
                             "parent_hash, pixel_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
              {id, record.prompt, searchOrNull(record), record.negativePrompt, record.source, record.seed, record.steps,
               record.guidance, hashOrNull(record.parentHash), hashOrNull(record.pixelHash)});
    return id;
}

// @return whether anything differed from what the row said
bool GalleryWriter::update(qint64 id, const GalleryItem &record)
{
    const auto rows = GalleryReader(m_sql).items({id});
    if (rows.isEmpty())
        return false;
    const GalleryItem &old = rows.first();
    GalleryItem now = record;
    now.id = id;
    now.rating = old.rating;
    now.tags = old.tags;
    now.trashed = old.trashed;
    if (now.contentHash == old.contentHash && now.differenceHash == 0) {
        now.differenceHash = old.differenceHash;
        now.undecodable = old.undecodable;
    }
    if (now == old)
        return false;
    m_sql.run(QStringLiteral("UPDATE image SET file_size = ?, modified = ?, created = ?, width = ?, height = ?, model_id = ?, "
                             "sampler_id = ?, from_image = ?, missing = 0, undecodable = ?, content_hash = ? WHERE id = ?"),
              {now.fileSize, now.modified.toMSecsSinceEpoch(), now.created.toMSecsSinceEpoch(), now.width, now.height,
               nameId("image_model", now.model), nameId("image_sampler", now.sampler), now.madeFromImage ? 1 : 0,
               now.undecodable ? 1 : 0, now.contentHash, id});
    // A known hash of 0 (a flat picture) reads as none; it stays as it is unless the content is another.
    if (now.contentHash != old.contentHash || now.differenceHash != old.differenceHash)
        m_sql.run(QStringLiteral("UPDATE image SET difference_hash = ? WHERE id = ?"), {differenceOrNull(now), id});
    m_sql.run(QStringLiteral("UPDATE image_text SET negative_prompt = ?, source = ?, seed = ?, steps = ?, guidance = ?, "
                             "parent_hash = ?, pixel_hash = ? WHERE id = ?"),
              {now.negativePrompt, now.source, now.seed, now.steps, now.guidance, hashOrNull(now.parentHash),
               hashOrNull(now.pixelHash), id});
    if (now.prompt != old.prompt) {
        m_sql.run(QStringLiteral("UPDATE image_text SET prompt = ?, search = ? WHERE id = ?"),
                  {now.prompt, searchOrNull(now), id});
    }
    return true;
}

// Gives a new row what the journal remembers of it. @return whether it is shown (else it is one in the trash)
bool GalleryWriter::claimRemembered(qint64 id, const GalleryItem &record)
{
    qint64 entry = 0;
    RatingEntry found;
    {
        auto rows = m_sql.rows(QStringLiteral("SELECT id, path, rating, tags, original, info FROM gallery_remembered "
                                              "WHERE content_hash = ? ORDER BY path = ? DESC, rating DESC, id"),
                               {record.contentHash, record.path});
        while (entry == 0 && rows.next()) {
            // That of another file with the same content stays for that one.
            if (rows.text(1) != record.path && QFileInfo::exists(rows.text(1)))
                continue;
            entry = rows.integer(0);
            found.path = rows.text(1);
            found.rating = static_cast<int>(rows.integer(2));
            found.tags = rows.text(3).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
            if (!rows.text(4).isEmpty())
                found.trashed = TrashedFile{rows.text(4), rows.text(1), rows.text(5)};
        }
    }
    if (entry == 0)
        return true;
    RatingWriter ratings(m_sql);
    ratings.setRating({id}, found.rating);
    for (const QString &tag : std::as_const(found.tags))
        ratings.addTag({id}, tag);
    m_sql.run(QStringLiteral("DELETE FROM gallery_remembered WHERE id = ?"), {entry});
    const bool isInTrash = found.trashed && found.path == record.path;
    if (isInTrash)
        setTrashed(id, *found.trashed);
    return !isInTrash;
}

GalleryChanges GalleryWriter::compare(const FolderListing &listing, bool all, QStringList *toRead)
{
    GalleryChanges changes;
    SqlConnection::Transaction transaction(m_sql);
    const qint64 folder = folderId(listing.folder);

    struct Known {
        qint64 id = 0;
        FolderListing::File file;
        bool isGone = false;
        bool isMissing = false;
    };
    QMultiHash<QString, Known> known;
    {
        auto rows = m_sql.rows(QStringLiteral("SELECT id, name, file_size, modified, shelf, missing FROM image "
                                              "WHERE folder_id = ? AND shelf <> 1 ORDER BY shelf DESC, id"),
                               {folder});
        while (rows.next()) {
            known.insert(rows.text(1), {rows.integer(0), {rows.text(1), rows.integer(2), rows.integer(3)},
                                        rows.integer(4) == kGone, rows.integer(5) != 0});
        }
    }
    QHash<QString, FolderListing::File> passedOver;
    {
        auto rows = m_sql.rows(QStringLiteral("SELECT name, file_size, modified FROM image_passed_over WHERE folder_id = ?"),
                               {folder});
        while (rows.next())
            passedOver.insert(rows.text(0), {rows.text(0), rows.integer(1), rows.integer(2)});
    }

    QSet<QString> present;
    for (const FolderListing::File &file : listing.files) {
        present.insert(file.name);
        const auto path = [&] { return joinedPath(listing.folder, file.name); };
        // The shown row, else one of before with just this file.
        const QList<Known> rows = known.values(file.name);
        const auto shown = std::find_if(rows.begin(), rows.end(), [](const Known &row) { return !row.isGone; });
        const auto back = std::find_if(rows.begin(), rows.end(), [&](const Known &row) { return row.isGone && row.file == file; });
        bool read = all;
        if (shown != rows.end()) {
            read = read || shown->file != file;
            if (shown->isMissing) {
                m_sql.run(QStringLiteral("UPDATE image SET missing = 0 WHERE id = ?"), {shown->id});
                changes.changed << shown->id;
            }
        } else if (back != rows.end()) {
            putAt(back->id, path(), kShown);
            changes.added << back->id;
        } else {
            const auto passed = passedOver.constFind(file.name);
            read = read || passed == passedOver.cend() || *passed != file;
        }
        if (read)
            *toRead << path();
    }
    for (const Known &row : std::as_const(known)) {
        if (!row.isGone && !present.contains(row.file.name)) {
            hideRow(row.id);
            changes.removed << row.id;
        }
    }
    transaction.commit();
    return changes;
}

GalleryChanges GalleryWriter::closeWalk(const QString &root, const QStringList &foldersMet)
{
    GalleryChanges changes;
    const QSet<QString> met(foldersMet.begin(), foldersMet.end());
    SqlConnection::Transaction transaction(m_sql);
    for (const auto &[id, path] : foldersBelow(root)) {
        // One that is there was passed over for another reason, as a hidden one.
        if (met.contains(path) || QFileInfo::exists(path))
            continue;
        auto rows = m_sql.rows(QStringLiteral("SELECT id FROM image WHERE folder_id = ? AND shelf = 0"), {id});
        while (rows.next())
            changes.removed << rows.integer(0);
    }
    for (const qint64 id : std::as_const(changes.removed))
        hideRow(id);
    transaction.commit();
    return changes;
}

GalleryChanges GalleryWriter::markMissing(const QString &folder)
{
    GalleryChanges changes;
    SqlConnection::Transaction transaction(m_sql);
    for (const auto &[id, path] : foldersBelow(folder)) {
        {
            auto rows = m_sql.rows(QStringLiteral("SELECT id FROM image WHERE folder_id = ? AND shelf = 0 AND missing = 0"), {id});
            while (rows.next())
                changes.changed << rows.integer(0);
        }
        m_sql.run(QStringLiteral("UPDATE image SET missing = 1 WHERE folder_id = ? AND shelf = 0 AND missing = 0"), {id});
    }
    transaction.commit();
    return changes;
}

bool GalleryWriter::hasPicturesBelow(const QString &folder)
{
    const auto folders = foldersBelow(folder);
    return std::any_of(folders.begin(), folders.end(), [this](const auto &known) {
        return m_sql.rows(QStringLiteral("SELECT 1 FROM image WHERE folder_id = ? AND shelf = 0 LIMIT 1"), {known.first}).next();
    });
}

void GalleryWriter::passOver(const FolderListing::File &file, const QString &folder)
{
    SqlConnection::Transaction transaction(m_sql);
    m_sql.run(QStringLiteral("INSERT OR REPLACE INTO image_passed_over (folder_id, name, file_size, modified) VALUES (?, ?, ?, ?)"),
              {folderId(folder), file.name, file.size, file.modified});
    transaction.commit();
}

void GalleryWriter::setDifferenceHash(qint64 id, std::optional<quint64> hash)
{
    m_sql.run(QStringLiteral("UPDATE image SET difference_hash = ?, undecodable = ? WHERE id = ?"),
              {hash ? QVariant(static_cast<qint64>(*hash)) : QVariant(), hash ? 0 : 1, id});
}

GalleryChanges GalleryWriter::setTrashed(qint64 id, const TrashedFile &file)
{
    SqlConnection::Transaction transaction(m_sql);
    putAt(id, file.file, kTrashed);
    m_sql.run(QStringLiteral("INSERT OR REPLACE INTO gallery_trash (image_id, original, info) VALUES (?, ?, ?)"),
              {id, file.original, file.info});
    RatingWriter(m_sql).noteJournalDue();
    transaction.commit();
    return {{}, {}, {id}, {id}};
}

GalleryChanges GalleryWriter::setRestored(qint64 id, const QString &path)
{
    SqlConnection::Transaction transaction(m_sql);
    putAt(id, path, kShown);
    transaction.commit();
    return {{id}, {}, {}, {}};
}

GalleryChanges GalleryWriter::hide(const QVector<qint64> &ids)
{
    SqlConnection::Transaction transaction(m_sql);
    for (const qint64 id : ids)
        hideRow(id);
    transaction.commit();
    return {{}, {}, ids, {}};
}

// Takes the place from whatever row still has it: that one's file cannot be there too.
void GalleryWriter::putAt(qint64 id, const QString &path, int shelf)
{
    const QFileInfo place(path);
    const qint64 folder = folderId(place.path());
    if (const auto other = rowAt(folder, place.fileName()); other && other->id != id)
        hideRow(other->id);
    m_sql.run(QStringLiteral("UPDATE image SET folder_id = ?, name = ?, shelf = ?, missing = 0 WHERE id = ?"),
              {folder, place.fileName(), shelf, id});
    if (shelf == kShown) {
        if (m_sql.run(QStringLiteral("DELETE FROM gallery_trash WHERE image_id = ?"), {id}) > 0)
            RatingWriter(m_sql).noteJournalDue();
    }
}

void GalleryWriter::hideRow(qint64 id)
{
    m_sql.run(QStringLiteral("UPDATE image SET shelf = 2, missing = 0 WHERE id = ?"), {id});
    m_sql.run(QStringLiteral("DELETE FROM gallery_trash WHERE image_id = ?"), {id});
}

qint64 GalleryWriter::folderId(const QString &path)
{
    const QVariant known = m_sql.value(QStringLiteral("SELECT id FROM image_folder WHERE path = ?"), {path});
    if (!known.isNull())
        return known.toLongLong();
    m_sql.run(QStringLiteral("INSERT INTO image_folder (path) VALUES (?)"), {path});
    return m_sql.lastId();
}

qint64 GalleryWriter::nameId(const char *table, const QString &name)
{
    const QVariant known = m_sql.value(QStringLiteral("SELECT id FROM %1 WHERE name = ?").arg(QLatin1String(table)), {name});
    if (!known.isNull())
        return known.toLongLong();
    m_sql.run(QStringLiteral("INSERT INTO %1 (name) VALUES (?)").arg(QLatin1String(table)), {name});
    return m_sql.lastId();
}

QVector<std::pair<qint64, QString>> GalleryWriter::foldersBelow(const QString &folder)
{
    QVector<std::pair<qint64, QString>> found;
    auto rows = m_sql.rows(QStringLiteral("SELECT id, path FROM image_folder"));
    while (rows.next()) {
        if (isBelow(rows.text(1), folder))
            found.emplace_back(rows.integer(0), rows.text(1));
    }
    return found;
}

} // namespace calotype::gallery
