#include "core/gallery/WaitingEdits.h"

#include "core/gallery/AtomicFile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace calotype::gallery::WaitingEdits {

namespace {

using Kind = GalleryEdit::Kind;

constexpr int kVersion = 1;
constexpr qsizetype kHashBytes = 32;

constexpr std::array<std::pair<Kind, QLatin1String>, 5> kWords{{
    {Kind::Rating, QLatin1String("rating")},
    {Kind::AddTag, QLatin1String("add-tag")},
    {Kind::RemoveTag, QLatin1String("remove-tag")},
    {Kind::Trash, QLatin1String("trash")},
    {Kind::Restore, QLatin1String("restore")},
}};

QString baseOf(const QString &databasePath)
{
    return QFileInfo(databasePath).completeBaseName() + QStringLiteral("-waiting-");
}

QJsonObject toJson(const GalleryEdit &edit)
{
    const auto word = std::find_if(kWords.begin(), kWords.end(), [&edit](const auto &known) { return known.first == edit.kind; });
    QJsonArray pictures;
    for (const GalleryEdit::Picture &picture : edit.pictures) {
        pictures.append(QJsonObject{{"id", picture.id},
                                    {"sha256", QString::fromLatin1(picture.contentHash.toHex())},
                                    {"path", picture.path}});
    }
    QJsonObject object{{"edit", QString(word->second)}, {"pictures", pictures}, {"rating", edit.rating}, {"tag", edit.tag}};
    if (edit.moved) {
        object.insert(QStringLiteral("moved"),
                      QJsonObject{{"original", edit.moved->original}, {"file", edit.moved->file}, {"info", edit.moved->info}});
    }
    if (!edit.restored.isEmpty())
        object.insert(QStringLiteral("restored"), edit.restored);
    return object;
}

std::optional<GalleryEdit> fromJson(const QJsonObject &object)
{
    const QString name = object.value(QLatin1String("edit")).toString();
    const auto word = std::find_if(kWords.begin(), kWords.end(), [&name](const auto &known) { return known.second == name; });
    if (word == kWords.end())
        return std::nullopt;
    GalleryEdit edit;
    edit.kind = word->first;
    edit.isFromEarlier = true;
    edit.rating = std::clamp(object.value(QLatin1String("rating")).toInt(), 0, 5);
    edit.tag = object.value(QLatin1String("tag")).toString();
    for (const auto &value : object.value(QLatin1String("pictures")).toArray()) {
        const QJsonObject picture = value.toObject();
        const QByteArray hash = QByteArray::fromHex(picture.value(QLatin1String("sha256")).toString().toLatin1());
        const qint64 id = picture.value(QLatin1String("id")).toInteger();
        if (id > 0 && (hash.isEmpty() || hash.size() == kHashBytes))
            edit.pictures.append({id, hash, picture.value(QLatin1String("path")).toString()});
    }
    const QJsonObject moved = object.value(QLatin1String("moved")).toObject();
    if (!moved.isEmpty()) {
        edit.moved = TrashedFile{moved.value(QLatin1String("original")).toString(), moved.value(QLatin1String("file")).toString(),
                                 moved.value(QLatin1String("info")).toString()};
    }
    edit.restored = object.value(QLatin1String("restored")).toString();
    const bool isForOne = edit.kind == Kind::Trash || edit.kind == Kind::Restore;
    if (edit.pictures.isEmpty() || (isForOne && edit.pictures.size() > 1))
        return std::nullopt;
    return edit;
}

} // namespace

QString newPathFor(const QString &databasePath)
{
    return QFileInfo(databasePath).absolutePath() + QLatin1Char('/') + baseOf(databasePath)
        + QUuid::createUuid().toString(QUuid::Id128).left(12) + QStringLiteral(".json");
}

QString lockPathFor(const QString &path)
{
    return path + QStringLiteral(".lock");
}

QStringList filesFor(const QString &databasePath)
{
    const QDir folder(QFileInfo(databasePath).absolutePath());
    const QString base = baseOf(databasePath);
    QStringList paths;
    for (const QString &name : folder.entryList({QStringLiteral("*-waiting-*.json")}, QDir::Files, QDir::Time | QDir::Reversed)) {
        if (name.startsWith(base))
            paths << folder.filePath(name);
    }
    return paths;
}

void write(const QString &path, const QVector<GalleryEdit> &edits)
{
    if (edits.isEmpty()) {
        QFile::remove(path);
        return;
    }
    QJsonArray all;
    for (const GalleryEdit &edit : edits)
        all.append(toJson(edit));
    const QByteArray text = QJsonDocument(QJsonObject{{"version", kVersion}, {"edits", all}}).toJson();
    const auto written = writeAtomically(path, {reinterpret_cast<const std::uint8_t *>(text.constData()),
                                                static_cast<std::size_t>(text.size())});
    if (!written)
        throw Failure(written.error());
}

QVector<GalleryEdit> read(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return {};
    if (!file.open(QIODevice::ReadOnly)) {
        throw Failure(ErrorCode::Io,
                      QStringLiteral("The changes that wait in “%1” could not be read; check its permissions.").arg(path).toStdString(),
                      file.errorString().toStdString());
    }
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &fault);
    const QJsonValue version = document.object().value(QLatin1String("version"));
    if (version.isDouble() && version.toDouble() != kVersion) {
        throw Failure(ErrorCode::Unsupported,
                      QStringLiteral("The changes that wait in “%1” were written by another version of Calotype; start that one once, "
                                     "and they are applied.")
                          .arg(path)
                          .toStdString());
    }
    if (!version.isDouble() || !document.object().value(QLatin1String("edits")).isArray()) {
        throw Failure(ErrorCode::Damaged,
                      QStringLiteral("The changes that waited in “%1” could not be understood; the file is kept.").arg(path).toStdString(),
                      fault.errorString().toStdString());
    }
    QVector<GalleryEdit> edits;
    for (const auto &value : document.object().value(QLatin1String("edits")).toArray()) {
        if (auto edit = fromJson(value.toObject()))
            edits << *std::move(edit);
    }
    return edits;
}

} // namespace calotype::gallery::WaitingEdits
