#include "core/gallery/GalleryDatabase.h"

#include "core/gallery/GalleryReader.h"
#include "core/gallery/GallerySchema.h"
#include "core/gallery/GalleryWriter.h"
#include "core/gallery/RatingJournal.h"
#include "core/gallery/RatingWriter.h"
#include "core/shared/SqlConnection.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

namespace calotype::gallery {

namespace {

SqlSubject indexSubject()
{
    SqlSubject subject;
    subject.name = QStringLiteral("The picture index");
    subject.whenDamaged = QStringLiteral("it can be rebuilt from the pictures");
    return subject;
}

// A path beside @p path that is free: NAME.damaged-20250131-120000.db
QString asidePath(const QString &path)
{
    const QFileInfo file(path);
    const QString stamp = QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-hhmmss"));
    for (int k = 1;; ++k) {
        const QString number = k == 1 ? QString() : QStringLiteral("-%1").arg(k);
        const QString aside = QStringLiteral("%1/%2.damaged-%3%4.%5")
                                  .arg(file.absolutePath(), file.completeBaseName(), stamp, number, file.suffix());
        if (!QFileInfo::exists(aside))
            return aside;
    }
}

} // namespace

struct GalleryDatabase::Private {
    Private(const QString &path, int busyTimeoutMs)
        : sql(path, {.subject = indexSubject(), .busyTimeoutMs = busyTimeoutMs})
        , reader(sql)
        , writer(sql)
        , ratings(sql)
    {
        sql.run(QStringLiteral("PRAGMA journal_mode=WAL"));
        sql.run(QStringLiteral("PRAGMA synchronous=NORMAL"));
        sql.run(QStringLiteral("PRAGMA foreign_keys=ON"));
        // The index of 100,000 pictures stays in memory.
        sql.run(QStringLiteral("PRAGMA cache_size=-32768"));
        isNew = migrateGallery(sql);
        if (isNew)
            remember();
    }

    // A new database knows what the journal of the one before says.
    void remember()
    {
        const QString journal = RatingJournal::pathFor(sql.path());
        try {
            ratings.remember(RatingJournal::read(journal));
        } catch (const Failure &failure) {
            if (failure.error().code != ErrorCode::Damaged)
                throw;
            // It would be overwritten at the next rating.
            const QString aside = asidePath(journal);
            QFile::rename(journal, aside);
            notice = failure.error();
            notice->message = QStringLiteral("The ratings in “%1” could not be understood; the file is kept as “%2”.")
                                  .arg(journal, aside)
                                  .toStdString();
        }
    }

    SqlConnection sql;
    GalleryReader reader;
    GalleryWriter writer;
    RatingWriter ratings;
    bool isNew = false;
    std::optional<Error> notice;
};

GalleryDatabase::GalleryDatabase(const QString &path, int busyTimeoutMs)
    : d(std::make_unique<Private>(path, busyTimeoutMs))
{
}

GalleryDatabase::~GalleryDatabase()
{
    // What a damaged database still gives may be a part of what the journal has.
    if (d->sql.isDamaged())
        return;
    try {
        if (isJournalDue())
            writeJournal();
    } catch (const Failure &) {
        // It stays due, and is written at the next start.
    }
}

bool GalleryDatabase::isLocked(const Error &error)
{
    return SqlConnection::isLocked(error);
}

QString GalleryDatabase::setAside(const QString &path)
{
    const QString aside = asidePath(path);
    // The log first: left behind, it would be taken for that of the new database.
    for (const auto ending : {QLatin1String("-wal"), QLatin1String("-shm"), QLatin1String("")}) {
        if (QFileInfo::exists(path + ending) && !QFile::rename(path + ending, aside + ending)) {
            throw Failure(ErrorCode::Io,
                          QStringLiteral("The damaged picture index “%1” could not be moved out of the way; check the folder's permissions.")
                              .arg(path)
                              .toStdString());
        }
    }
    return aside;
}

void GalleryDatabase::check() const
{
    const QString found = d->sql.value(QStringLiteral("PRAGMA integrity_check(1)")).toString();
    if (found != QLatin1String("ok")) {
        throw Failure(ErrorCode::Damaged,
                      QStringLiteral("The picture index “%1” is damaged; it can be rebuilt from the pictures.").arg(path()).toStdString(),
                      found.toStdString());
    }
    d->sql.run(QStringLiteral("INSERT INTO image_fts (image_fts, rank) VALUES ('integrity-check', 1)"));
}

const QString &GalleryDatabase::path() const
{
    return d->sql.path();
}

bool GalleryDatabase::isNew() const
{
    return d->isNew;
}

const std::optional<Error> &GalleryDatabase::notice() const
{
    return d->notice;
}

qint64 GalleryDatabase::highestId() const
{
    return d->sql.value(QStringLiteral("SELECT seq FROM sqlite_sequence WHERE name = 'image'")).toLongLong();
}

void GalleryDatabase::startIdsAfter(qint64 id)
{
    SqlConnection::Transaction transaction(d->sql);
    d->sql.run(QStringLiteral("DELETE FROM sqlite_sequence WHERE name = 'image' AND seq < ?"), {id});
    d->sql.run(QStringLiteral("INSERT INTO sqlite_sequence (name, seq) SELECT 'image', ? "
                              "WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'image')"),
               {id});
    transaction.commit();
}

QVector<qint64> GalleryDatabase::query(const GalleryFilter &filter) const
{
    return d->reader.query(filter);
}

QVector<GalleryItem> GalleryDatabase::items(const QVector<qint64> &ids) const
{
    return d->reader.items(ids);
}

qint64 GalleryDatabase::find(const QString &path) const
{
    return d->reader.find(indexPath(path));
}

GalleryFacets GalleryDatabase::facets() const
{
    return d->reader.facets();
}

QVector<qint64> GalleryDatabase::similar(qint64 id, int maxDistance) const
{
    return d->reader.similar(id, maxDistance);
}

bool GalleryDatabase::isCompared(qint64 id) const
{
    return d->reader.isCompared(id);
}

QVector<qint64> GalleryDatabase::withHash(const QByteArray &hash) const
{
    return d->reader.withHash(hash);
}

qint64 GalleryDatabase::count() const
{
    return d->reader.count();
}

GalleryChanges GalleryDatabase::store(const QVector<GalleryItem> &records)
{
    return d->writer.store(records);
}

GalleryChanges GalleryDatabase::compare(const FolderListing &listing, bool all, QStringList *toRead)
{
    return d->writer.compare(listing, all, toRead);
}

GalleryChanges GalleryDatabase::closeWalk(const QString &root, const QStringList &foldersMet)
{
    return d->writer.closeWalk(root, foldersMet);
}

GalleryChanges GalleryDatabase::markMissing(const QString &folder)
{
    return d->writer.markMissing(folder);
}

bool GalleryDatabase::hasPicturesBelow(const QString &folder)
{
    return d->writer.hasPicturesBelow(folder);
}

void GalleryDatabase::passOver(const FolderListing::File &file, const QString &folder)
{
    d->writer.passOver(file, folder);
}

QVector<std::pair<qint64, QString>> GalleryDatabase::withoutDifferenceHash(int limit, qint64 below) const
{
    return d->reader.withoutDifferenceHash(limit, below);
}

void GalleryDatabase::setDifferenceHash(qint64 id, std::optional<quint64> hash)
{
    d->writer.setDifferenceHash(id, hash);
}

GalleryChanges GalleryDatabase::setRating(const QVector<qint64> &ids, int rating)
{
    return d->ratings.setRating(ids, rating);
}

GalleryChanges GalleryDatabase::addTag(const QVector<qint64> &ids, const QString &tag)
{
    return d->ratings.addTag(ids, tag);
}

GalleryChanges GalleryDatabase::removeTag(const QVector<qint64> &ids, const QString &tag)
{
    return d->ratings.removeTag(ids, tag);
}

GalleryChanges GalleryDatabase::setTrashed(qint64 id, const TrashedFile &file)
{
    return d->writer.setTrashed(id, file);
}

std::optional<TrashedFile> GalleryDatabase::trashedFile(qint64 id) const
{
    return d->reader.trashedFile(id);
}

GalleryChanges GalleryDatabase::setRestored(qint64 id, const QString &path)
{
    return d->writer.setRestored(id, indexPath(path));
}

QVector<std::pair<qint64, QString>> GalleryDatabase::trashedFiles() const
{
    return d->reader.trashedFiles();
}

QStringList GalleryDatabase::rememberedInTrash() const
{
    return d->reader.rememberedInTrash();
}

GalleryChanges GalleryDatabase::hide(const QVector<qint64> &ids)
{
    return d->writer.hide(ids);
}

void GalleryDatabase::writeJournal()
{
    // No other program rates between the reading and the note.
    SqlConnection::Transaction transaction(d->sql);
    RatingJournal::write(RatingJournal::pathFor(path()), d->ratings.entries());
    d->ratings.noteJournalWritten();
    transaction.commit();
}

bool GalleryDatabase::isJournalDue() const
{
    return d->ratings.isJournalDue();
}

void GalleryDatabase::setMostPages(qint64 pages)
{
    // 0 would only ask; the greatest number takes the bound away.
    d->sql.value(QStringLiteral("PRAGMA max_page_count = %1").arg(pages > 0 ? pages : 4294967294));
}

} // namespace calotype::gallery
