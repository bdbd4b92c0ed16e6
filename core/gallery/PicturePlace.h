#pragma once

#include "core/base/Result.h"

#include <QString>

#include <cstdint>
#include <functional>
#include <memory>

class QLockFile;

namespace calotype::gallery {

/// A path at which nothing is yet, kept for one picture: while this lives, no other is given it, neither in this
/// program nor in another one. The picture is then written there in the usual way.
///
/// A hidden note beside the picture's place, with the number of the process, does it; it goes with the object. The note
/// of a program that was killed holds nothing, and is cleared away when the next place in that folder is reserved. No
/// picture's file is made before there is a picture. Any thread.
class PicturePlace final
{
public:
    /// The next number in @p folder, which is made: FOLDER/NNNNN-SEED.ENDING.
    /// @return DiskFull or Io with the path and the remedy
    static Result<PicturePlace> reserve(const QString &folder, std::int64_t seed, const QString &ending = QStringLiteral("png"));

    /// The first of @p folder's free names, of those that @p nameOf gives for 0, 1, 2, …: each with its ending, and no
    /// two alike. It is asked for 0 again once what killed programs left is cleared away.
    static Result<PicturePlace> reserve(const QString &folder, const std::function<QString(qint64 turn)> &nameOf);

    PicturePlace(PicturePlace &&) noexcept;
    PicturePlace &operator=(PicturePlace &&) noexcept;
    ~PicturePlace();

    const QString &path() const { return m_path; }

    /// Of the notes' names, for QDir::entryList(); they are ".", the picture's name, and this one's ending.
    static QString notePattern();

private:
    PicturePlace(QString path, std::unique_ptr<QLockFile> note);

    QString m_path;
    std::unique_ptr<QLockFile> m_note;
};

} // namespace calotype::gallery
