#include "core/gallery/PicturePlace.h"

#include "core/gallery/AtomicFile.h"
#include "core/gallery/LockFile.h"
#include "core/gallery/PicturePath.h"

#include <QDir>
#include <QFileInfo>
#include <QLockFile>

#include <utility>

namespace calotype::gallery {

namespace {

constexpr QLatin1String kNoteEnding(".place");

std::unique_ptr<QLockFile> noteAt(const QString &path)
{
    auto note = std::make_unique<QLockFile>(path);
    note->setStaleLockTime(0); // however long its process takes
    return note;
}

// Takes away what killed programs left; the notes of living ones cannot be locked.
void clearNotes(const QDir &folder)
{
    for (const QString &name : folder.entryList({PicturePlace::notePattern()}, QDir::Files | QDir::Hidden)) {
        const auto note = noteAt(folder.filePath(name));
        if (takeLock(*note))
            note->unlock();
    }
}

} // namespace

PicturePlace::PicturePlace(QString path, std::unique_ptr<QLockFile> note)
    : m_path(std::move(path))
    , m_note(std::move(note))
{
}

PicturePlace::PicturePlace(PicturePlace &&) noexcept = default;
PicturePlace &PicturePlace::operator=(PicturePlace &&) noexcept = default;
PicturePlace::~PicturePlace() = default;

QString PicturePlace::notePattern()
{
    return QStringLiteral(".*") + kNoteEnding;
}

Result<PicturePlace> PicturePlace::reserve(const QString &folder, std::int64_t seed, const QString &ending)
{
    return reserve(folder, [&, first = qint64(0)](qint64 turn) mutable {
        if (turn == 0)
            first = highestPictureNumber(folder) + 1;
        return QFileInfo(numberedPicturePath(folder, first + turn, seed, ending)).fileName();
    });
}

Result<PicturePlace> PicturePlace::reserve(const QString &folder, const std::function<QString(qint64 turn)> &nameOf)
{
    const QString wanted = QDir(folder).filePath(nameOf(0));
    if (auto writable = checkWritable(wanted); !writable)
        return writable.error();
    const QDir dir(folder);
    if (!dir.mkpath(QStringLiteral(".")))
        return writeError(wanted, QStringLiteral("its folder could not be made"));
    clearNotes(dir);
    for (qint64 turn = 0;; ++turn) {
        const QString path = dir.filePath(nameOf(turn));
        auto note = noteAt(dir.filePath(QLatin1Char('.') + QFileInfo(path).fileName() + kNoteEnding));
        if (!takeLock(*note)) {
            if (note->error() == QLockFile::LockFailedError)
                continue; // another's
            return writeError(path, QStringLiteral("its folder takes no files"));
        }
        // Whoever had the place before may have used it since the folder was listed.
        if (!QFileInfo::exists(path))
            return PicturePlace(path, std::move(note));
    }
}

} // namespace calotype::gallery
