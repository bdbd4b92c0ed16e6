#pragma once

#include "core/gallery/GalleryStore.h"
#include "tests/support/PictureFixtures.h"

#include <QDeadlineTimer>
#include <QSignalSpy>
#include <QTemporaryDir>

/// A gallery with real pictures in a temporary folder.
namespace calotype::gallery::test {

inline constexpr int kWaitMs = 30000;

/// A store with eyes: asks, and waits for the answer.
class Gallery
{
public:
    explicit Gallery(const QString &database)
        : store(database)
        , added(&store, &GalleryStore::added)
        , changed(&store, &GalleryStore::changed)
        , removed(&store, &GalleryStore::removed)
        , scanned(&store, &GalleryStore::scanned)
        , unreadable(&store, &GalleryStore::unreadable)
        , reset(&store, &GalleryStore::reset)
        , failed(&store, &GalleryStore::failed)
    {
    }

    QVector<GalleryItem> items(const GalleryFilter &filter = {})
    {
        QSignalSpy queried(&store, &GalleryStore::queried);
        const quint64 generation = store.query(filter);
        while (queried.isEmpty() || queried.last().at(0).toULongLong() != generation) {
            if (!queried.wait(kWaitMs))
                return {};
        }
        QSignalSpy fetched(&store, &GalleryStore::fetched);
        store.fetch(queried.last().at(1).value<QVector<qint64>>());
        return fetched.wait(kWaitMs) ? fetched.last().at(0).value<QVector<GalleryItem>>() : QVector<GalleryItem>();
    }

    QStringList paths(const GalleryFilter &filter = {})
    {
        QStringList found;
        for (const GalleryItem &item : items(filter))
            found << item.path;
        found.sort();
        return found;
    }

    GalleryItem item(const QString &path)
    {
        for (const GalleryItem &item : items()) {
            if (item.path == path)
                return item;
        }
        return {};
    }

    /// Waits for the end of a scan that has begun after the call: the first end that is told may be of one before it.
    bool scan()
    {
        for (int round = 0; round < 2; ++round) {
            const qsizetype before = scanned.size();
            store.rescan();
            while (scanned.size() == before) {
                if (!scanned.wait(kWaitMs))
                    return false;
            }
        }
        return true;
    }

    /// Asks again after each change until @p expected are shown.
    bool shows(QStringList expected)
    {
        expected.sort();
        const QDeadlineTimer deadline(kWaitMs);
        QSignalSpy change(&store, &GalleryStore::scanned);
        while (paths() != expected) {
            if (deadline.hasExpired())
                return false;
            change.wait(500);
        }
        return true;
    }

    bool waitFor(QSignalSpy &spy) { return !spy.isEmpty() || spy.wait(kWaitMs); }

    Error lastError() const { return failed.last().at(0).value<Error>(); }

    GalleryStore store;
    QSignalSpy added, changed, removed, scanned, unreadable, reset, failed;
};

inline bool writeBytes(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

inline QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline QVector<qint64> idsOf(const QSignalSpy &spy)
{
    QVector<qint64> ids;
    for (const auto &call : spy)
        ids += call.at(0).value<QVector<qint64>>();
    return ids;
}

/// Where a test's gallery is.
class GalleryPlace
{
public:
    bool isValid() const { return m_folder.isValid() && QDir().mkpath(pictures()); }
    QString at(const char *name) const { return m_folder.filePath(QString::fromUtf8(name)); }
    QString database() const { return at("data/gallery.db"); }
    QString pictures() const { return at("pictures"); }

private:
    QTemporaryDir m_folder;
};

} // namespace calotype::gallery::test
