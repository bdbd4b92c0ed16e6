#include "core/gallery/RatingJournal.h"

#include "core/gallery/AtomicFile.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace calotype::gallery::RatingJournal {

namespace {

constexpr int kVersion = 1;
constexpr qsizetype kHashBytes = 32;

QJsonObject toJson(const RatingEntry &entry)
{
    QJsonObject object{
        {"sha256", QString::fromLatin1(entry.contentHash.toHex())},
        {"path", entry.path},
        {"rating", entry.rating},
        {"tags", QJsonArray::fromStringList(entry.tags)},
    };
    if (entry.trashed) {
        object.insert(QStringLiteral("trash"), QJsonObject{{"original", entry.trashed->original},
                                                           {"file", entry.trashed->file},
                                                           {"info", entry.trashed->info}});
    }
    return object;
}

RatingEntry fromJson(const QJsonObject &object)
{
    RatingEntry entry;
    entry.contentHash = QByteArray::fromHex(object.value(QLatin1String("sha256")).toString().toLatin1());
    entry.path = object.value(QLatin1String("path")).toString();
    entry.rating = std::clamp(object.value(QLatin1String("rating")).toInt(), 0, 5);
    for (const auto &tag : object.value(QLatin1String("tags")).toArray()) {
        if (!tag.toString().isEmpty())
            entry.tags << tag.toString();
    }
    const QJsonObject trash = object.value(QLatin1String("trash")).toObject();
    if (!trash.isEmpty()) {
        entry.trashed = TrashedFile{trash.value(QLatin1String("original")).toString(),
                                    trash.value(QLatin1String("file")).toString(),
                                    trash.value(QLatin1String("info")).toString()};
    }
    return entry;
}

} // namespace

QString pathFor(const QString &databasePath)
{
    const QFileInfo database(databasePath);
    return database.absolutePath() + QLatin1Char('/') + database.completeBaseName() + QStringLiteral("-ratings.json");
}

void write(const QString &path, const QVector<RatingEntry> &entries)
{
    QJsonArray pictures;
    for (const RatingEntry &entry : entries)
        pictures.append(toJson(entry));
    const QByteArray text = QJsonDocument(QJsonObject{{"version", kVersion}, {"pictures", pictures}}).toJson();
    const auto written = writeAtomically(path, {reinterpret_cast<const std::uint8_t *>(text.constData()),
                                                static_cast<std::size_t>(text.size())});
    if (!written)
        throw Failure(written.error());
}

QVector<RatingEntry> read(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return {};
    if (!file.open(QIODevice::ReadOnly)) {
        throw Failure(ErrorCode::Io,
                      QStringLiteral("The ratings in “%1” could not be read; check its permissions.").arg(path).toStdString(),
                      file.errorString().toStdString());
    }
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &fault);
    if (!document.object().value(QLatin1String("pictures")).isArray()) {
        throw Failure(ErrorCode::Damaged,
                      QStringLiteral("The ratings in “%1” could not be understood; the file is kept as it is.").arg(path).toStdString(),
                      fault.errorString().toStdString());
    }
    QVector<RatingEntry> entries;
    for (const auto &value : document.object().value(QLatin1String("pictures")).toArray()) {
        const RatingEntry entry = fromJson(value.toObject());
        if (entry.contentHash.size() == kHashBytes && !entry.path.isEmpty())
            entries << entry;
    }
    return entries;
}

} // namespace calotype::gallery::RatingJournal
