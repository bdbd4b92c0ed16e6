#pragma once

#include "core/base/Result.h"

#include <QDateTime>
#include <QImage>
#include <QString>

#include <memory>
#include <optional>

namespace calotype::gallery {

/// Small pictures of the gallery's files, kept on disk: JPEG, or WebP (PNG where that cannot be written) for what is
/// transparent. A file's thumbnail is known by its path, its time of change and its length, so that a changed file
/// gets a new one. Bounded in bytes: those that were not used for longest go first. Every function: any thread.
class ThumbnailCache final
{
public:
    static constexpr int kSmall = 256; ///< pixels of the longest side
    static constexpr int kLarge = 512;

    /// @param folder      is made when the first thumbnail is kept
    /// @param limitBytes  how much may lie in it
    explicit ThumbnailCache(const QString &folder, qint64 limitBytes = qint64{1} << 30);
    ~ThumbnailCache();

    ThumbnailCache(const ThumbnailCache &) = delete;
    ThumbnailCache &operator=(const ThumbnailCache &) = delete;

    /// kSmall where it has enough pixels for @p edge, else kLarge.
    static int edgeFor(int edge);

    /// What was kept; nothing where there is none. A damaged file is none, and is removed.
    /// @param edge  kSmall or kLarge
    std::optional<QImage> load(const QString &path, const QDateTime &modified, qint64 fileSize, int edge) const;

    /// Reads the picture and keeps its thumbnail. Where that cannot be written, it is still given back.
    /// @return at most @p edge pixels a side, never larger than the picture; NotFound, Damaged, Unsupported of the file
    Result<QImage> make(const QString &path, const QDateTime &modified, qint64 fileSize, int edge);

    /// The same of a picture that is in memory, as one that was just made.
    QImage make(const QImage &picture, const QString &path, const QDateTime &modified, qint64 fileSize, int edge);

    /// Both sizes, of a picture that was just saved to @p path: known by its file's present time and length. Nothing where
    /// that is not there.
    void makeOfSaved(const QImage &picture, const QString &path);

    qint64 limitBytes() const;
    void setLimitBytes(qint64 bytes);
    /// What lies in the folder. Looks through it when it is first asked.
    qint64 usedBytes() const;
    void clear();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace calotype::gallery
