#pragma once

#include "core/base/Error.h"
#include "core/gallery/GalleryTypes.h"

#include <QObject>

#include <memory>

namespace calotype::gallery {

/// The gallery as the window sees it: every call returns at once, and signals answer.
///
/// Lives on the GUI thread. Inside are one thread for the database and one that reads the disk (listing, hashing,
/// watching). The pictures are the truth, the database is an index of them: when it is damaged it is set aside and
/// rebuilt, with ratings and tags from the journal beside it (see RatingJournal). While another program keeps it
/// locked, what was asked for waits, in order, and failed() tells so once. Ratings, tags and what goes to the trash or
/// comes from it wait on the disk: where the lock outlasts this object, or the program, the next start applies them.
class GalleryStore final : public QObject
{
    Q_OBJECT

public:
    explicit GalleryStore(const QString &databasePath, QObject *parent = nullptr);
    /// Stops reading, writes what was asked for, and waits for both threads; for a lock no more than two seconds or so.
    ~GalleryStore() override;

    /// @return the generation that queried() will bear; later calls have greater ones
    quint64 query(const calotype::gallery::GalleryFilter &filter);
    /// fetched() answers with the rows that there are, in the order of @p ids; with none where they cannot be read.
    /// @return the request that fetched() will bear
    quint64 fetch(const QVector<qint64> &ids);

    /// Takes in pictures now, before any scan that is under way. What cannot be read is told by unreadable().
    void add(const QStringList &paths);
    /// These folders and all below them are the gallery from now on: they are scanned, and watched.
    void watch(const QStringList &folders);
    /// Looks for what has changed in the watched folders: only sizes and times are looked at where a file is known.
    void rescan();
    /// Reads every picture in @p folders anew; ratings and tags stay.
    void reindex(const QStringList &folders);

    /// @param rating  0 to 5
    void setRating(const QVector<qint64> &ids, int rating);
    void addTag(const QVector<qint64> &ids, const QString &tag);
    void removeTag(const QVector<qint64> &ids, const QString &tag);
    /// To the platform's trash, else to `.trash` beside the database.
    void moveToTrash(const QVector<qint64> &ids);
    /// Back to where they were; beside it under another name if that place is taken.
    void restore(const QVector<qint64> &ids);

    void requestFacets();
    /// similar() answers with pictures whose difference hash has at most @p maxDistance other bits, the nearest first.
    void requestSimilar(qint64 id, int maxDistance);
    /// foundByHash() answers with the pictures whose file or pixels have that SHA-256 (32 bytes): a parent, for one.
    void requestByHash(const QByteArray &hash);
    /// foundByPath() answers with the picture of that file.
    void requestByPath(const QString &path);

    /// As GalleryDatabase::setMostPages(), for what is asked from now on.
    void setMostPages(qint64 pages);

Q_SIGNALS:
    void queried(quint64 generation, const QVector<qint64> &ids);
    void fetched(const QVector<calotype::gallery::GalleryItem> &items, quint64 request);
    void added(const QVector<qint64> &ids);
    void changed(const QVector<qint64> &ids);
    void removed(const QVector<qint64> &ids);
    /// Of those that were just removed: what went to the trash from here, whose file comes back with restore().
    void trashed(const QVector<qint64> &ids);
    /// As GalleryFacets.
    void facets(const QStringList &models, const QStringList &samplers, const QStringList &tags, const QVector<QSize> &sizes);
    /// @param isCompared  the picture's own hash is known; without it nothing can be found
    void similar(qint64 id, const QVector<qint64> &ids, bool isCompared);
    void foundByHash(const QByteArray &hash, const QVector<qint64> &ids);
    /// @param path  as it was asked for  @param id  0: the file is not in the gallery, or not yet
    void foundByPath(const QString &path, qint64 id);
    /// Of the files found that are to be read; equal when all are.
    void scanProgress(int done, int total);
    /// The watched folders that are not there; told whenever that changes.
    void foldersMissing(const QStringList &folders);
    /// All that was found in the watched folders stands in the database. Difference hashes may still be made.
    void scanned();
    /// Files with a picture's ending that are none; they are not listed and not tried again until they change.
    void unreadable(const QStringList &paths);
    /// The database was set aside and begun anew: no id from before holds; query again.
    void reset();
    void failed(const calotype::Error &error);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace calotype::gallery
