#include "core/gallery/GalleryEdit.h"

#include <QHash>

#include <algorithm>
#include <utility>

namespace calotype::gallery {

namespace {

GalleryEdit made(GalleryEdit::Kind kind, const QVector<qint64> &ids)
{
    GalleryEdit edit;
    edit.kind = kind;
    for (const qint64 id : ids)
        edit.pictures.append({id, {}, {}});
    return edit;
}

} // namespace

GalleryEdit GalleryEdit::rate(const QVector<qint64> &ids, int rating)
{
    GalleryEdit edit = made(Kind::Rating, ids);
    edit.rating = rating;
    return edit;
}

GalleryEdit GalleryEdit::addTag(const QVector<qint64> &ids, const QString &tag)
{
    GalleryEdit edit = made(Kind::AddTag, ids);
    edit.tag = tag;
    return edit;
}

GalleryEdit GalleryEdit::removeTag(const QVector<qint64> &ids, const QString &tag)
{
    GalleryEdit edit = made(Kind::RemoveTag, ids);
    edit.tag = tag;
    return edit;
}

GalleryEdit GalleryEdit::trash(qint64 id)
{
    return made(Kind::Trash, {id});
}

GalleryEdit GalleryEdit::restore(qint64 id)
{
    return made(Kind::Restore, {id});
}

GalleryChanges GalleryEdit::apply(GalleryDatabase &database)
{
    const QVector<qint64> ids = find(database);
    if (ids.isEmpty())
        return {};
    switch (kind) {
    case Kind::Rating: return database.setRating(ids, rating);
    case Kind::AddTag: return database.addTag(ids, tag);
    case Kind::RemoveTag: return database.removeTag(ids, tag);
    case Kind::Trash: return applyTrash(database, ids.first());
    case Kind::Restore: return applyRestore(database, ids.first());
    }
    return {};
}

QVector<qint64> GalleryEdit::find(const GalleryDatabase &database)
{
    QVector<qint64> ids;
    unmet.clear();
    for (const Picture &picture : std::as_const(pictures)) {
        if (picture.contentHash.isEmpty()) {
            if (!isFromEarlier || !database.isNew())
                ids.append(picture.id);
        } else if (const qint64 id = idOf(picture, database); id != 0) {
            ids.append(id);
        } else {
            unmet.append(picture);
        }
    }
    return ids;
}

/// Of a picture whose content is known; 0 where the index does not have it.
qint64 GalleryEdit::idOf(const Picture &picture, const GalleryDatabase &database) const
{
    const QVector<GalleryItem> byId = database.items({picture.id});
    // In one run of the program, no id is given twice.
    if (!byId.isEmpty() && (!isFromEarlier || byId.first().contentHash == picture.contentHash))
        return picture.id;
    const qint64 there = database.find(picture.path);
    QVector<qint64> candidates = database.withHash(picture.contentHash);
    if (there != 0)
        candidates.prepend(there);
    for (const GalleryItem &item : database.items(candidates)) {
        if (item.contentHash == picture.contentHash)
            return item.id;
    }
    // Written anew since, it is still the picture that was rated; but what goes to the trash is no longer what was seen.
    return movesFile() ? 0 : there;
}

bool GalleryEdit::isAboutTheSameAs(const GalleryEdit &other) const
{
    switch (kind) {
    case Kind::Rating: return other.kind == Kind::Rating;
    case Kind::AddTag:
    case Kind::RemoveTag:
        return (other.kind == Kind::AddTag || other.kind == Kind::RemoveTag) && tag.compare(other.tag, Qt::CaseInsensitive) == 0;
    case Kind::Trash:
    case Kind::Restore: return other.movesFile();
    }
    return false;
}

void GalleryEdit::yieldTo(const GalleryEdit &newer)
{
    if (!isAboutTheSameAs(newer) || hasMoved())
        return;
    const bool isOneRun = !isFromEarlier && !newer.isFromEarlier;
    pictures.removeIf([&](const Picture &mine) {
        return std::any_of(newer.pictures.begin(), newer.pictures.end(), [&](const Picture &theirs) {
            return (isOneRun && mine.id == theirs.id) || (!mine.contentHash.isEmpty() && mine.contentHash == theirs.contentHash)
                || (!mine.path.isEmpty() && mine.path == theirs.path);
        });
    });
}

GalleryChanges GalleryEdit::applyTrash(GalleryDatabase &database, qint64 id)
{
    if (!moved) {
        const auto items = database.items({id});
        if (items.isEmpty() || items.first().trashed)
            return {};
        auto trashed = moveFileToTrash(items.first().path, ownTrashFolder(database.path()));
        if (!trashed)
            throw Failure(trashed.error());
        moved = std::move(trashed).value();
    }
    return database.setTrashed(id, *moved);
}

GalleryChanges GalleryEdit::applyRestore(GalleryDatabase &database, qint64 id)
{
    if (restored.isEmpty()) {
        const auto trashed = database.trashedFile(id);
        if (!trashed)
            return {};
        auto path = restoreFromTrash(*trashed);
        if (!path)
            throw Failure(path.error());
        restored = std::move(path).value();
    }
    return database.setRestored(id, restored);
}

void GalleryEdit::identify(const GalleryDatabase &database)
{
    QHash<qint64, Picture *> unknown;
    QVector<qint64> ids;
    for (Picture &picture : pictures) {
        if (picture.contentHash.isEmpty()) {
            unknown.insert(picture.id, &picture);
            ids.append(picture.id);
        }
    }
    for (const GalleryItem &item : database.items(ids)) {
        unknown[item.id]->contentHash = item.contentHash;
        unknown[item.id]->path = item.path;
    }
}

} // namespace calotype::gallery
