#include "core/gallery/GallerySchema.h"

#include <QStringList>
#include <QVector>

namespace calotype::gallery {

namespace {

// Each entry leads from the version of its index to the next. What was released is never changed: a new one is added.
const QVector<QStringList> &migrations()
{
    static const QVector<QStringList> all{
        {
            QStringLiteral("CREATE TABLE image_folder (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE)"),
            QStringLiteral("CREATE TABLE image_model (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)"),
            QStringLiteral("CREATE TABLE image_sampler (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)"),
            // Narrow, so that many rows fit a page. Times in ms since 1970, UTC. AUTOINCREMENT: no id is given twice.
            QStringLiteral("CREATE TABLE image (id INTEGER PRIMARY KEY AUTOINCREMENT, folder_id INTEGER NOT NULL, "
                           "name TEXT NOT NULL, file_size INTEGER NOT NULL, modified INTEGER NOT NULL, "
                           "created INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, "
                           "model_id INTEGER NOT NULL, sampler_id INTEGER NOT NULL, rating INTEGER NOT NULL DEFAULT 0, "
                           "shelf INTEGER NOT NULL DEFAULT 0, missing INTEGER NOT NULL DEFAULT 0, "
                           "from_image INTEGER NOT NULL, undecodable INTEGER NOT NULL DEFAULT 0, content_hash BLOB NOT NULL, "
                           "difference_hash INTEGER)"),
            // One picture to a place, but any number that were there once.
            QStringLiteral("CREATE UNIQUE INDEX image_place ON image "
                           "(folder_id, name, CASE WHEN shelf = 2 THEN id ELSE 0 END)"),
            QStringLiteral("CREATE INDEX image_content ON image (content_hash)"),
            // Covering: a query with any filter and order reads one of these alone. id stands in them so that equal
            // keys come in its order without sorting.
            QStringLiteral("CREATE INDEX image_by_time ON image "
                           "(shelf, created, id, model_id, sampler_id, rating, width, height, from_image)"),
            QStringLiteral("CREATE INDEX image_by_rating ON image "
                           "(shelf, rating, created, id, model_id, sampler_id, width, height, from_image)"),
            QStringLiteral("CREATE INDEX image_by_name ON image "
                           "(shelf, name COLLATE NOCASE, id, created, model_id, sampler_id, rating, width, height, from_image)"),
            QStringLiteral("CREATE INDEX image_difference ON image (shelf, difference_hash) WHERE difference_hash IS NOT NULL"),
            QStringLiteral("CREATE INDEX image_not_hashed ON image (shelf, id) WHERE difference_hash IS NULL AND undecodable = 0"),
            QStringLiteral("CREATE INDEX image_model_used ON image (shelf, model_id)"),
            QStringLiteral("CREATE INDEX image_sampler_used ON image (shelf, sampler_id)"),
            // search: what the full-text index holds, where that is not the prompt itself (see indexedText()).
            QStringLiteral("CREATE TABLE image_text (id INTEGER PRIMARY KEY, prompt TEXT NOT NULL, search TEXT, "
                           "negative_prompt TEXT NOT NULL, source TEXT NOT NULL, seed INTEGER NOT NULL, steps INTEGER NOT NULL, "
                           "guidance REAL NOT NULL, parent_hash BLOB, pixel_hash BLOB)"),
            QStringLiteral("CREATE INDEX image_pixels ON image_text (pixel_hash) WHERE pixel_hash IS NOT NULL"),
            QStringLiteral("CREATE VIEW image_search AS SELECT id, coalesce(search, prompt) AS prompt FROM image_text"),
            QStringLiteral("CREATE VIRTUAL TABLE image_fts USING fts5(prompt, content='image_search', content_rowid='id', "
                           "tokenize=\"unicode61 remove_diacritics 2\", prefix='1 2 3')"),
            QStringLiteral("CREATE TRIGGER image_text_added AFTER INSERT ON image_text BEGIN "
                           "INSERT INTO image_fts (rowid, prompt) VALUES (new.id, coalesce(new.search, new.prompt)); END"),
            QStringLiteral("CREATE TRIGGER image_text_removed AFTER DELETE ON image_text BEGIN "
                           "INSERT INTO image_fts (image_fts, rowid, prompt) "
                           "VALUES ('delete', old.id, coalesce(old.search, old.prompt)); END"),
            QStringLiteral("CREATE TRIGGER image_text_changed AFTER UPDATE OF prompt, search ON image_text BEGIN "
                           "INSERT INTO image_fts (image_fts, rowid, prompt) "
                           "VALUES ('delete', old.id, coalesce(old.search, old.prompt)); "
                           "INSERT INTO image_fts (rowid, prompt) VALUES (new.id, coalesce(new.search, new.prompt)); END"),
            QStringLiteral("CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE UNIQUE)"),
            QStringLiteral("CREATE TABLE image_tag (tag_id INTEGER NOT NULL, image_id INTEGER NOT NULL, "
                           "PRIMARY KEY (tag_id, image_id)) WITHOUT ROWID"),
            QStringLiteral("CREATE INDEX image_tag_of ON image_tag (image_id)"),
            QStringLiteral("CREATE TABLE gallery_trash (image_id INTEGER PRIMARY KEY, original TEXT NOT NULL, info TEXT NOT NULL)"),
            // Files with a picture's ending that are none, as they were when that was found.
            QStringLiteral("CREATE TABLE image_passed_over (folder_id INTEGER NOT NULL, name TEXT NOT NULL, "
                           "file_size INTEGER NOT NULL, modified INTEGER NOT NULL, PRIMARY KEY (folder_id, name)) WITHOUT ROWID"),
            // What the journal said when the database was made, of pictures that have not been met since.
            QStringLiteral("CREATE TABLE gallery_remembered (id INTEGER PRIMARY KEY, content_hash BLOB NOT NULL, "
                           "path TEXT NOT NULL, rating INTEGER NOT NULL, tags TEXT NOT NULL, original TEXT NOT NULL, "
                           "info TEXT NOT NULL)"),
            QStringLiteral("CREATE INDEX gallery_remembered_content ON gallery_remembered (content_hash)"),
        },
        {
            QStringLiteral("CREATE INDEX image_size_used ON image (shelf, width, height)"),
        },
    };
    return all;
}

} // namespace

bool migrateGallery(SqlConnection &connection)
{
    // The common case takes no lock.
    const bool isThere = !connection.value(QStringLiteral("SELECT 1 FROM sqlite_master WHERE name = 'gallery_version'")).isNull();
    const auto version = [&] { return connection.value(QStringLiteral("SELECT version FROM gallery_version")).toInt(); };
    const auto newest = static_cast<int>(migrations().size());
    if (isThere && version() == newest)
        return false;

    SqlConnection::Transaction transaction(connection);
    connection.run(QStringLiteral("CREATE TABLE IF NOT EXISTS gallery_version (version INTEGER NOT NULL, "
                                  "journal_due INTEGER NOT NULL DEFAULT 0)"));
    int found = version();
    if (found > newest) {
        throw Failure(ErrorCode::Unsupported,
                      QStringLiteral("The picture index “%1” was made by a newer Calotype; use that one, or another data folder.")
                          .arg(connection.path())
                          .toStdString());
    }
    const bool isNew = found == 0;
    for (; found < newest; ++found) {
        for (const QString &statement : migrations().at(found))
            connection.run(statement);
    }
    if (isNew)
        connection.run(QStringLiteral("INSERT INTO gallery_version (version) VALUES (?)"), {newest});
    else
        connection.run(QStringLiteral("UPDATE gallery_version SET version = ?"), {newest});
    transaction.commit();
    return isNew;
}

} // namespace calotype::gallery
