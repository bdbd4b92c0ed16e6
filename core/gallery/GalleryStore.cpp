#include "core/gallery/GalleryStore.h"

#include "core/gallery/FolderWatch.h"
#include "core/gallery/GalleryDatabase.h"
#include "core/gallery/GalleryEdit.h"
#include "core/gallery/GalleryService.h"
#include "core/gallery/WorkerThread.h"
#include "core/shared/Courier.h"

#include <functional>
#include <utility>

namespace calotype::gallery {

using Kind = GalleryService::Kind;

struct GalleryStore::Private {
    Private(GalleryStore *store, const QString &databasePath)
        : q(store)
        , path(databasePath)
    {
    }

    void startDatabase();
    void startScan();
    void tell(const GalleryChanges &changes);

    void write(GalleryService::Task task) { request(Kind::Writing, std::move(task)); }
    void read(GalleryService::Task task, std::function<void()> failed = {})
    {
        request(Kind::Reading, std::move(task), std::move(failed));
    }
    void edit(GalleryEdit edit)
    {
        databaseThread.post([this, edit = std::move(edit)] { service->edit(edit); });
    }
    /// Any thread.
    void request(Kind kind, GalleryService::Task task, std::function<void()> failed = {})
    {
        databaseThread.post([this, kind, task = std::move(task), failed = std::move(failed)]() mutable {
            service->request(kind, std::move(task), std::move(failed));
        });
    }
    void scan(std::function<void(FolderWatch &)> call)
    {
        scanThread.post([this, call = std::move(call)] {
            if (watch) // the database's answers may come after the last call
                call(*watch);
        });
    }

    GalleryStore *q;
    const QString path;
    quint64 generation = 0;
    quint64 fetches = 0;

    Courier answers; ///< to the GUI thread
    // Until the threads have ended, their couriers take what the other one posts.
    WorkerThread databaseThread{QStringLiteral("gallery database")};
    WorkerThread scanThread{QStringLiteral("gallery scan")};
    std::unique_ptr<GalleryService> service; ///< made, used and destroyed on databaseThread
    std::unique_ptr<FolderWatch> watch;      ///< made, used and destroyed on scanThread
};

GalleryStore::GalleryStore(const QString &databasePath, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, databasePath))
{
    d->startDatabase();
    d->startScan();
}

GalleryStore::~GalleryStore()
{
    // The scan first, since its last results go to the database.
    d->scanThread.finish([this] { d->watch.reset(); });
    d->databaseThread.finish([this] {
        d->service->close();
        d->service.reset();
    });
}

void GalleryStore::Private::startDatabase()
{
    GalleryService::Listener listener;
    listener.changed = [this](const GalleryChanges &changes) {
        answers.send([this, changes] { tell(changes); });
    };
    listener.failed = [this](const Error &error) {
        answers.send([this, error] { Q_EMIT q->failed(error); });
    };
    listener.replaced = [this] {
        answers.send([this] { Q_EMIT q->reset(); });
        scan([](FolderWatch &folders) { folders.rescan(); });
    };
    databaseThread.post([this, listener = std::move(listener)] { service = std::make_unique<GalleryService>(path, listener); });
}

void GalleryStore::Private::startScan()
{
    PictureScan::Ports ports;
    ports.database = [this](PictureScan::DatabaseTask task) { write(std::move(task)); };
    ports.back = [this](std::function<void()> call) {
        scan([call = std::move(call)](FolderWatch &folders) {
            call();
            folders.wake();
        });
    };
    ports.unreadable = [this](const QStringList &paths) {
        answers.send([this, paths] { Q_EMIT q->unreadable(paths); });
    };
    ports.progress = [this](int done, int total) {
        answers.send([this, done, total] { Q_EMIT q->scanProgress(done, total); });
    };
    ports.drained = [this] {
        write([this](GalleryDatabase &) {
            answers.send([this] { Q_EMIT q->scanned(); });
            return GalleryChanges();
        });
    };
    FolderWatch::Listener listener;
    listener.missing = [this](const QString &root) {
        const Error error{ErrorCode::NotFound,
                          QStringLiteral("The pictures folder “%1” is not there; its pictures stay listed, and are back when it is.")
                              .arg(root)
                              .toStdString(),
                          {}};
        // A folder that has not had a picture yet is made with the first.
        write([this, root, error](GalleryDatabase &database) {
            if (database.hasPicturesBelow(root))
                answers.send([this, error] { Q_EMIT q->failed(error); });
            return GalleryChanges();
        });
    };
    listener.missingRoots = [this](const QStringList &roots) {
        answers.send([this, roots] { Q_EMIT q->foldersMissing(roots); });
    };
    scanThread.post([this, ports = std::move(ports), listener = std::move(listener)] { watch = std::make_unique<FolderWatch>(ports, listener); });
}

void GalleryStore::Private::tell(const GalleryChanges &changes)
{
    if (!changes.removed.isEmpty())
        Q_EMIT q->removed(changes.removed);
    if (!changes.trashed.isEmpty())
        Q_EMIT q->trashed(changes.trashed);
    if (!changes.added.isEmpty())
        Q_EMIT q->added(changes.added);
    if (!changes.changed.isEmpty())
        Q_EMIT q->changed(changes.changed);
}

quint64 GalleryStore::query(const GalleryFilter &filter)
{
    const quint64 generation = ++d->generation;
    d->read([this, filter, generation](GalleryDatabase &database) {
        const QVector<qint64> ids = database.query(filter);
        d->answers.send([this, generation, ids] { Q_EMIT queried(generation, ids); });
        return GalleryChanges();
    });
    return generation;
}

quint64 GalleryStore::fetch(const QVector<qint64> &ids)
{
    const quint64 request = ++d->fetches;
    const auto answer = [this, request](const QVector<GalleryItem> &items) {
        d->answers.send([this, items, request] { Q_EMIT fetched(items, request); });
    };
    d->read(
        [ids, answer](GalleryDatabase &database) {
            answer(database.items(ids));
            return GalleryChanges();
        },
        [answer] { answer({}); });
    return request;
}

void GalleryStore::add(const QStringList &paths)
{
    d->scan([paths](FolderWatch &folders) { folders.add(paths); });
}

void GalleryStore::watch(const QStringList &folders)
{
    d->scan([folders](FolderWatch &watch) { watch.setRoots(folders); });
}

void GalleryStore::rescan()
{
    d->scan([](FolderWatch &folders) { folders.rescan(); });
}

void GalleryStore::reindex(const QStringList &folders)
{
    d->scan([folders](FolderWatch &watch) { watch.reindex(folders); });
}

void GalleryStore::setRating(const QVector<qint64> &ids, int rating)
{
    d->edit(GalleryEdit::rate(ids, rating));
}

void GalleryStore::addTag(const QVector<qint64> &ids, const QString &tag)
{
    d->edit(GalleryEdit::addTag(ids, tag));
}

void GalleryStore::removeTag(const QVector<qint64> &ids, const QString &tag)
{
    d->edit(GalleryEdit::removeTag(ids, tag));
}

void GalleryStore::moveToTrash(const QVector<qint64> &ids)
{
    for (const qint64 id : ids)
        d->edit(GalleryEdit::trash(id));
}

void GalleryStore::restore(const QVector<qint64> &ids)
{
    for (const qint64 id : ids)
        d->edit(GalleryEdit::restore(id));
}

void GalleryStore::requestFacets()
{
    d->read([this](GalleryDatabase &database) {
        const GalleryFacets found = database.facets();
        d->answers.send([this, found] { Q_EMIT facets(found.models, found.samplers, found.tags, found.sizes); });
        return GalleryChanges();
    });
}

void GalleryStore::requestSimilar(qint64 id, int maxDistance)
{
    d->read([this, id, maxDistance](GalleryDatabase &database) {
        const QVector<qint64> ids = database.similar(id, maxDistance);
        const bool isCompared = database.isCompared(id);
        d->answers.send([this, id, ids, isCompared] { Q_EMIT similar(id, ids, isCompared); });
        return GalleryChanges();
    });
}

void GalleryStore::requestByHash(const QByteArray &hash)
{
    d->read([this, hash](GalleryDatabase &database) {
        const QVector<qint64> ids = database.withHash(hash);
        d->answers.send([this, hash, ids] { Q_EMIT foundByHash(hash, ids); });
        return GalleryChanges();
    });
}

void GalleryStore::requestByPath(const QString &path)
{
    d->read([this, path](GalleryDatabase &database) {
        const qint64 id = database.find(path);
        d->answers.send([this, path, id] { Q_EMIT foundByPath(path, id); });
        return GalleryChanges();
    });
}

void GalleryStore::setMostPages(qint64 pages)
{
    d->read([pages](GalleryDatabase &database) {
        database.setMostPages(pages);
        return GalleryChanges();
    });
}

} // namespace calotype::gallery
