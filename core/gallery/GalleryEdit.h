#pragma once

#include "core/gallery/GalleryDatabase.h"
#include "core/gallery/GalleryTypes.h"
#include "core/gallery/Trash.h"

#include <QByteArray>
#include <QString>
#include <QVector>

#include <optional>

namespace calotype::gallery {

/// What the user did to pictures, on its way into the index. As a value, so that it can wait while another program
/// keeps the index locked, on the disk if need be (see WaitingEdits).
struct GalleryEdit {
    enum class Kind { Rating, AddTag, RemoveTag, Trash, Restore };

    struct Picture {
        qint64 id = 0;
        // What it is known by in an index that was made anew; empty: by its id alone.
        QByteArray contentHash;
        QString path;

        bool operator==(const Picture &) const = default;
    };

    static GalleryEdit rate(const QVector<qint64> &ids, int rating);
    static GalleryEdit addTag(const QVector<qint64> &ids, const QString &tag);
    static GalleryEdit removeTag(const QVector<qint64> &ids, const QString &tag);
    static GalleryEdit trash(qint64 id);
    static GalleryEdit restore(qint64 id);

    /// Puts it into the index. Trash and Restore move the file first, and only once, however often this is called;
    /// pictures that the index does not have become @c unmet. A file is moved only if its content is the one that was
    /// meant; what it is known by its id alone is left out of an index that may have given that id to another.
    /// @throws Failure; then the index is as it was
    GalleryChanges apply(GalleryDatabase &database);
    /// Notes what the pictures are known by beside their ids. @throws Failure
    void identify(const GalleryDatabase &database);
    /// Leaves out the pictures of which @p newer, which came later, says the same kind of thing; but one whose file was
    /// moved already stays.
    void yieldTo(const GalleryEdit &newer);
    /// Its file lies elsewhere already; only the index does not say so yet.
    bool hasMoved() const { return moved || !restored.isEmpty(); }

    bool operator==(const GalleryEdit &) const = default;

    Kind kind = Kind::Rating;
    QVector<Picture> pictures;
    int rating = 0;
    QString tag;
    std::optional<TrashedFile> moved; ///< Trash: the file lies there already
    QString restored;                 ///< Restore: the file lies there already
    bool isFromEarlier = false;       ///< of an earlier run of the program: ids hold in an index of then alone
    QVector<Picture> unmet;           ///< by the last apply()

private:
    QVector<qint64> find(const GalleryDatabase &database);
    qint64 idOf(const Picture &picture, const GalleryDatabase &database) const;
    bool movesFile() const { return kind == Kind::Trash || kind == Kind::Restore; }
    bool isAboutTheSameAs(const GalleryEdit &other) const;
    GalleryChanges applyTrash(GalleryDatabase &database, qint64 id);
    GalleryChanges applyRestore(GalleryDatabase &database, qint64 id);
};

} // namespace calotype::gallery
