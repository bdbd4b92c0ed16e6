#pragma once

#include "core/gallery/FolderListing.h"
#include "core/gallery/GalleryTypes.h"
#include "core/gallery/Trash.h"

#include <limits>
#include <memory>

namespace calotype::gallery {

/// The index of all pictures: an SQLite file (WAL) with full-text search over the prompts. Synchronous; one object
/// belongs to one thread, and several, in several programs, may have one file open. Other tables in the file are left
/// alone; ours are called image…, gallery_… and tag….
///
/// Every function may throw a Failure: Damaged when the file is no sound database (see setAside()), DiskFull, or Io; a
/// lock by another program that outlasts the busy timeout is an Io for which isLocked() says true. A function that
/// throws has changed nothing.
class GalleryDatabase final
{
public:
    /// Opens the file, made where it is not there. A new database takes over what the journal beside it remembers.
    /// @param busyTimeoutMs  how long a lock by another program is waited for
    explicit GalleryDatabase(const QString &path, int busyTimeoutMs = 5000);
    /// Writes the journal if something in it changed.
    ~GalleryDatabase();

    static bool isLocked(const Error &error);
    /// Renames a damaged database, and what belongs to it, so that a new one can be made in its place. No object may
    /// have it open. @return its new path  @throws Failure Io
    static QString setAside(const QString &path);
    /// Reads the whole file and compares its tables with their indexes (seconds for 100,000 pictures).
    /// @throws Failure Damaged
    void check() const;

    const QString &path() const;
    /// The database was empty when it was opened.
    bool isNew() const;
    /// What was wrong with the journal that a new database should take over.
    const std::optional<Error> &notice() const;
    /// The greatest id that was ever given.
    qint64 highestId() const;
    /// Ids given from now on are greater than @p id.
    void startIdsAfter(qint64 id);

    QVector<qint64> query(const GalleryFilter &filter) const;
    /// The rows that there are, in the order of @p ids.
    QVector<GalleryItem> items(const QVector<qint64> &ids) const;
    /// @return 0 if no picture is listed there
    qint64 find(const QString &path) const;
    GalleryFacets facets() const;
    /// The shown pictures but @p id itself, at most @p maxDistance bits away, the nearest first.
    QVector<qint64> similar(qint64 id, int maxDistance) const;
    bool isCompared(qint64 id) const; ///< its difference hash is known
    /// The shown pictures whose file, or whose pixels, have that SHA-256.
    QVector<qint64> withHash(const QByteArray &hash) const;
    qint64 count() const; ///< of shown pictures

    /// Takes in what was read from files. A picture that was renamed or moved is known by its content hash, if its file
    /// is no longer where it was, and keeps id, rating and tags. Ids, ratings and tags in @p records do not count.
    GalleryChanges store(const QVector<GalleryItem> &records);
    /// Compares a folder with its rows: rows without a file are hidden (kept, for they may come back), unchanged ones
    /// that were hidden or missing are shown again.
    /// @param all     ask for every file, not only for unknown and changed ones
    /// @param toRead  gets the paths of the files to read and to store()
    GalleryChanges compare(const FolderListing &listing, bool all, QStringList *toRead);
    /// Ends a walk below @p root: the rows in folders that were not met are hidden.
    GalleryChanges closeWalk(const QString &root, const QStringList &foldersMet);
    /// @p folder is not there: the rows in it and below are marked missing, and stay.
    GalleryChanges markMissing(const QString &folder);
    /// Whether pictures in @p folder or below are listed, there or missing.
    bool hasPicturesBelow(const QString &folder);
    /// A file that is no picture: it is not asked for again until its size or time changes.
    void passOver(const FolderListing::File &file, const QString &folder);

    /// Shown pictures without a difference hash whose id is less than @p below, the greatest first: id and path.
    QVector<std::pair<qint64, QString>> withoutDifferenceHash(int limit,
                                                              qint64 below = std::numeric_limits<qint64>::max()) const;
    /// @param hash  absent: the pixels cannot be read
    void setDifferenceHash(qint64 id, std::optional<quint64> hash);

    GalleryChanges setRating(const QVector<qint64> &ids, int rating);
    GalleryChanges addTag(const QVector<qint64> &ids, const QString &tag);
    GalleryChanges removeTag(const QVector<qint64> &ids, const QString &tag);

    /// Notes where a picture's file has been put.
    GalleryChanges setTrashed(qint64 id, const TrashedFile &file);
    std::optional<TrashedFile> trashedFile(qint64 id) const;
    /// The picture is at @p path again.
    GalleryChanges setRestored(qint64 id, const QString &path);
    QVector<std::pair<qint64, QString>> trashedFiles() const; ///< id and path of all in the trash
    /// Files in the trash that the journal tells of and that have not been stored yet; store() knows them again.
    QStringList rememberedInTrash() const;
    /// The file is gone for good, as from an emptied trash.
    GalleryChanges hide(const QVector<qint64> &ids);

    /// Puts ratings, tags and the trash's places into the journal. @throws Failure DiskFull, Io
    void writeJournal();
    bool isJournalDue() const;

    /// The most pages that the file may have while this is open; 0: as many as the disk holds.
    void setMostPages(qint64 pages);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace calotype::gallery
