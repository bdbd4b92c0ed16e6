#include "core/gallery/Trash.h"

#include "core/shared/DiskRoom.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>
#include <QUrl>

namespace calotype::gallery {

namespace {

QString sentence(const char *text, const QString &path)
{
    return QString::fromUtf8(text).arg(path);
}

// FOLDER/NAME, or FOLDER/NAME 2, … before the ending: the first that is free.
QString freePath(const QString &folder, const QString &name)
{
    const QFileInfo wanted(folder + QLatin1Char('/') + name);
    if (!wanted.exists() && !wanted.isSymLink())
        return wanted.filePath();
    const QString ending = wanted.suffix().isEmpty() ? QString() : QLatin1Char('.') + wanted.suffix();
    for (int k = 2;; ++k) {
        const QFileInfo other(QStringLiteral("%1/%2 %3%4").arg(folder, wanted.completeBaseName()).arg(k).arg(ending));
        if (!other.exists() && !other.isSymLink())
            return other.filePath();
    }
}

// What freedesktop.org's trash keeps of a file: where it was, and when it came.
bool writeInfo(const QString &path, const QString &original)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    file.write("[Trash Info]\nPath=" + QUrl::toPercentEncoding(original, "/") + "\nDeletionDate="
               + QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-ddThh:mm:ss")).toLatin1() + "\n");
    return file.commit();
}

} // namespace

QString ownTrashFolder(const QString &databasePath)
{
    return QFileInfo(databasePath).absolutePath() + QStringLiteral("/.trash");
}

Result<TrashedFile> moveFileToTrash(const QString &path, const QString &ownFolder)
{
    if (!QFileInfo::exists(path)) {
        return Error{ErrorCode::NotFound,
                     sentence("“%1” is not there any more, so it was not moved to the trash.", path).toStdString(), {}};
    }
    // Without this folder Qt 6.4 finds no trash, and moves the file below the working folder instead.
    QDir().mkpath(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation));
    QString inTrash;
    if (!QFile::moveToTrash(path, &inTrash))
        return moveToOwnTrash(path, ownFolder);
    TrashedFile trashed;
    trashed.original = path;
    trashed.file = inTrash;
    // TRASH/files/NAME has its note in TRASH/info/NAME.trashinfo; other platforms keep theirs out of sight.
    const QFileInfo file(inTrash);
    const QString info = QDir::cleanPath(file.absolutePath() + QStringLiteral("/../info/") + file.fileName()
                                         + QStringLiteral(".trashinfo"));
    if (QFileInfo::exists(info))
        trashed.info = info;
    return trashed;
}

Result<TrashedFile> moveToOwnTrash(const QString &path, const QString &ownFolder)
{
    const QString files = ownFolder + QStringLiteral("/files");
    const QString infos = ownFolder + QStringLiteral("/info");
    const auto failed = [&](const QString &why) {
        if (isDiskNearlyFull(ownFolder)) {
            return Error{ErrorCode::DiskFull,
                         sentence("“%1” could not be moved to the trash because the disk is full; make room.", path).toStdString(),
                         why.toStdString()};
        }
        return Error{ErrorCode::Io,
                     sentence("“%1” could not be moved to the trash; check the permissions of its folder.", path).toStdString(),
                     why.toStdString()};
    };
    if (!QDir().mkpath(files) || !QDir().mkpath(infos))
        return failed(ownFolder);
    TrashedFile trashed;
    trashed.original = path;
    trashed.file = freePath(files, QFileInfo(path).fileName());
    trashed.info = infos + QLatin1Char('/') + QFileInfo(trashed.file).fileName() + QStringLiteral(".trashinfo");
    if (!writeInfo(trashed.info, path))
        return failed(trashed.info);
    QFile file(path);
    if (!file.rename(trashed.file)) {
        QFile::remove(trashed.info);
        return failed(file.errorString());
    }
    return trashed;
}

Result<QString> restoreFromTrash(const TrashedFile &trashed)
{
    if (!QFileInfo::exists(trashed.file)) {
        return Error{ErrorCode::NotFound,
                     sentence("“%1” is no longer in the trash; it cannot be put back.", trashed.original).toStdString(),
                     trashed.file.toStdString()};
    }
    const QFileInfo original(trashed.original);
    QDir().mkpath(original.absolutePath());
    const QString path = freePath(original.absolutePath(), original.fileName());
    QFile file(trashed.file);
    if (!file.rename(path)) {
        return Error{ErrorCode::Io,
                     sentence("“%1” could not be put back; check the permissions of its folder.", trashed.original).toStdString(),
                     file.errorString().toStdString()};
    }
    if (!trashed.info.isEmpty())
        QFile::remove(trashed.info);
    return path;
}

} // namespace calotype::gallery
