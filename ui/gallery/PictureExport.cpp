#include "ui/gallery/PictureExport.h"

#include "core/gallery/AtomicFile.h"
#include "ui/ErrorWords.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cstdint>

namespace calotype::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(PictureExport)
};

/// jpg and jpeg are one.
QString ending(const QString &path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    return suffix == QLatin1String("jpeg") ? QStringLiteral("jpg") : suffix;
}

Result<void> copyFile(const QString &from, const QString &to)
{
    QFile file(from);
    if (!file.open(QIODevice::ReadOnly)) {
        const QString sentence = Words::tr("“%1” cannot be read; check that it is still there.").arg(QDir::toNativeSeparators(from));
        return worded(ErrorCode::NotFound, sentence, file.errorString());
    }
    const QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError) {
        const QString sentence = Words::tr("“%1” cannot be read to its end; check its disk.").arg(QDir::toNativeSeparators(from));
        return worded(ErrorCode::Io, sentence, file.errorString());
    }
    return gallery::writeAtomically(to, {reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size())});
}

/// A name in @p folder that nothing has: that of @p path, else "name (2).png" and so on.
QString freeName(const QDir &folder, const QString &path)
{
    const QFileInfo file(path);
    QString name = file.fileName();
    for (int number = 2; folder.exists(name); ++number)
        name = QStringLiteral("%1 (%2).%3").arg(file.completeBaseName(), QString::number(number), file.suffix());
    return name;
}

} // namespace

Result<gallery::Carried> exportPicture(const QString &from, const QString &to)
{
    const QString wanted = ending(to);
    if (wanted == ending(from)) {
        const Result<void> copied = copyFile(from, to);
        return copied ? Result(gallery::Carried::All) : copied.error();
    }
    if (!QStringList{QStringLiteral("png"), QStringLiteral("jpg"), QStringLiteral("webp")}.contains(wanted)) {
        const QString sentence = Words::tr("Calotype writes no pictures like “%1”; end the name in .png, .jpg or .webp.").arg(QFileInfo(to).fileName());
        return worded(ErrorCode::WrongUse, sentence);
    }
    return gallery::convertPicture(from, to);
}

Result<void> exportInto(const QStringList &from, const QString &folder, const std::stop_token &stop)
{
    const QDir target(folder);
    for (const QString &path : from) {
        if (stop.stop_requested())
            return worded(ErrorCode::Cancelled, Words::tr("The export was stopped."));
        if (Result<void> done = copyFile(path, target.filePath(freeName(target, path))); !done)
            return done;
    }
    return {};
}

} // namespace calotype::ui
