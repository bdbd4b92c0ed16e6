#pragma once

#include <QByteArray>
#include <QDate>
#include <QDateTime>
#include <QSize>
#include <QString>
#include <QStringList>
#include <QVector>

#include <optional>

namespace calotype::gallery {

/// One picture as the index knows it: what its file says, and what the user said of it. A plain value.
struct GalleryItem {
    qint64 id = 0;       ///< never given twice in one database; 0 in what was read from a file and is not stored yet
    QString path;        ///< absolute; of a trashed picture, where it lies in the trash
    qint64 fileSize = 0; ///< bytes
    QDateTime modified;  ///< of the file, to the millisecond
    QDateTime created;   ///< the earlier of the file's birth and last change
    int width = 0;       ///< pixels, upright
    int height = 0;
    QString prompt;
    QString negativePrompt;
    QString model;   ///< the checkpoint's name without folder and ending; "": not known
    QString sampler; ///< the table's name where the table knows it, else as the file has it
    QString source;  ///< which program wrote it, as formats::PictureInfo::source; "": no words in the file
    qint64 seed = -1; ///< -1: not known
    int steps = 0;      ///< 0: not known
    double guidance = 0; ///< 0: not known
    int rating = 0;     ///< 0 (none) to 5
    QStringList tags;   ///< sorted
    bool trashed = false;
    bool madeFromImage = false; ///< began from another picture (image to image, inpainting)
    bool missing = false;       ///< its folder is not there now (a disk not plugged in); it comes back with the folder
    bool undecodable = false;   ///< its pixels could not be read, though its header could
    QByteArray contentHash;     ///< SHA-256 of the file, 32 bytes
    quint64 differenceHash = 0; ///< see differenceHash(); 0 while it is not known
    QByteArray parentHash;      ///< hash of the picture this one was made from, 32 bytes, as the file says; or empty
    QByteArray pixelHash;       ///< SHA-256 of the RGB8 pixels, 32 bytes, as the file says; or empty

    bool operator==(const GalleryItem &) const = default;
};

/// Near-duplicates: so many bits of two difference hashes differ at most (see differenceHash()).
inline constexpr int kNearDuplicateBits = 10;

/// Which pictures are shown, and in what order. All conditions hold at once; an empty one does not count.
struct GalleryFilter {
    enum class Sort {
        Newest,    ///< by creation, the last first
        Oldest,    ///< by creation, the first first
        BestRated, ///< by rating, then the newest
        Name,      ///< by file name, upper and lower case of ASCII alike
    };

    QString text;    ///< words that all stand in the prompt; "in quotation marks": side by side. The last may be a beginning.
    QString model;   ///< exactly GalleryItem::model
    QString sampler; ///< exactly GalleryItem::sampler
    QString tag;     ///< upper and lower case of ASCII alike
    QSize size;      ///< exactly; invalid or empty: any
    QDate from;      ///< created on that day (local time) or later
    QDate to;        ///< created on that day or earlier
    int minRating = 0;
    std::optional<bool> madeFromImage;
    qint64 similarTo = 0; ///< that picture and its near-duplicates; 0: any
    bool trashed = false; ///< show the trash instead
    Sort sort = Sort::Newest;

    bool operator==(const GalleryFilter &) const = default;

    /// Nothing is filtered out; the order does not count.
    bool isEmpty() const
    {
        GalleryFilter plain;
        plain.sort = sort;
        return *this == plain;
    }
};

/// What a change did to the rows that are shown. An id stands in one of the first three.
struct GalleryChanges {
    QVector<qint64> added;   ///< new, or back
    QVector<qint64> changed; ///< shown as before, with other values
    QVector<qint64> removed; ///< gone from the disk, or into the trash
    QVector<qint64> trashed; ///< those of the removed that were put into the trash

    bool isEmpty() const { return added.isEmpty() && changed.isEmpty() && removed.isEmpty(); }
};

/// What filters can be chosen from, of the pictures that are shown.
struct GalleryFacets {
    QStringList models; ///< sorted, as the next two
    QStringList samplers;
    QStringList tags;
    QVector<QSize> sizes; ///< the 16 commonest, the commonest first
};

} // namespace calotype::gallery
