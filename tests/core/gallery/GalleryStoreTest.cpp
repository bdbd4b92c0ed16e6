#include "core/gallery/GalleryDatabase.h"
#include "core/gallery/GalleryStore.h"
#include "tests/support/PictureFixtures.h"

#include <QDeadlineTimer>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace calotype;
using namespace calotype::gallery;
using fixtures::writePicture;

namespace {

constexpr int kWaitMs = 30000;

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

    /// Waits for a scan's end, one that is over already not counted.
    bool scan()
    {
        const qsizetype before = scanned.size();
        store.rescan();
        while (scanned.size() == before) {
            if (!scanned.wait(kWaitMs))
                return false;
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

bool writeBytes(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QVector<qint64> idsOf(const QSignalSpy &spy)
{
    QVector<qint64> ids;
    for (const auto &call : spy)
        ids += call.at(0).value<QVector<qint64>>();
    return ids;
}

} // namespace

class GalleryStoreTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    QString at(const char *name) const { return m_folder->filePath(QString::fromUtf8(name)); }
    QString database() const { return at("data/gallery.db"); }
    QString pictures() const { return at("pictures"); }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
        qputenv("XDG_DATA_HOME", QFile::encodeName(at("home-data")));
        QVERIFY(QDir().mkpath(pictures()));
    }

    void anEmptyGalleryAnswers()
    {
        Gallery gallery(database());
        QVERIFY(gallery.items().isEmpty());
        QSignalSpy facets(&gallery.store, &GalleryStore::facets);
        gallery.store.requestFacets();
        QVERIFY(facets.wait(kWaitMs));
        QVERIFY(facets.first().at(0).toStringList().isEmpty());
        QVERIFY(gallery.failed.isEmpty());
    }

    void generationsRise()
    {
        Gallery gallery(database());
        QSignalSpy queried(&gallery.store, &GalleryStore::queried);
        const quint64 first = gallery.store.query({});
        const quint64 second = gallery.store.query({});
        QVERIFY(second > first);
        while (queried.size() < 2)
            QVERIFY(queried.wait(kWaitMs));
        QCOMPARE(queried.at(0).at(0).toULongLong(), first);
        QCOMPARE(queried.at(1).at(0).toULongLong(), second);
    }

    void aWatchedFolderIsTakenIn()
    {
        for (int k = 0; k < 20; ++k)
            QVERIFY(writePicture(pictures() + QStringLiteral("/%1/%2.png").arg(k % 3).arg(k), k, QStringLiteral("number %1").arg(k)));
        Gallery gallery(database());
        QSignalSpy progress(&gallery.store, &GalleryStore::scanProgress);
        gallery.store.watch({pictures()});
        QVERIFY(gallery.waitFor(gallery.scanned));
        QCOMPARE(gallery.items().size(), 20);
        QCOMPARE(idsOf(gallery.added).size(), 20);
        QCOMPARE(progress.last().at(0).toInt(), 20);
        QCOMPARE(progress.last().at(1).toInt(), 20);
        GalleryFilter filter;
        filter.text = QStringLiteral("number 7");
        QCOMPARE(gallery.paths(filter), QStringList{pictures() + QStringLiteral("/1/7.png")});
        QSignalSpy facets(&gallery.store, &GalleryStore::facets);
        gallery.store.requestFacets();
        QVERIFY(facets.wait(kWaitMs));
        QCOMPARE(facets.first().at(0).toStringList(), QStringList{QStringLiteral("testmodel")});
        QCOMPARE(facets.first().at(1).toStringList(), QStringList{QStringLiteral("DPM++ 2M")});
    }

    void anUnchangedFolderIsNotReadAgain()
    {
        QVERIFY(writePicture(at("pictures/a.png"), 1));
        {
            Gallery gallery(database());
            gallery.store.watch({pictures()});
            QVERIFY(gallery.waitFor(gallery.scanned));
        }
        Gallery gallery(database());
        QSignalSpy progress(&gallery.store, &GalleryStore::scanProgress);
        gallery.store.watch({pictures()});
        QVERIFY(gallery.waitFor(gallery.scanned));
        QCOMPARE(progress.last().at(1).toInt(), 0);
        QVERIFY(gallery.added.isEmpty() && gallery.changed.isEmpty());
    }

    void filesFromOutsideComeAndGo()
    {
        QVERIFY(writePicture(at("pictures/a.png"), 1));
        Gallery gallery(database());
        gallery.store.watch({pictures()});
        QVERIFY(gallery.shows({at("pictures/a.png")}));

        QVERIFY(writePicture(at("pictures/b.png"), 2));
        QVERIFY(gallery.shows({at("pictures/a.png"), at("pictures/b.png")}));
        QVERIFY(writePicture(at("pictures/new/deep/c.png"), 3));
        QVERIFY(gallery.shows({at("pictures/a.png"), at("pictures/b.png"), at("pictures/new/deep/c.png")}));
        QVERIFY(QFile::remove(at("pictures/a.png")));
        QVERIFY(gallery.shows({at("pictures/b.png"), at("pictures/new/deep/c.png")}));
        QVERIFY(QDir(at("pictures/new")).removeRecursively());
        QVERIFY(gallery.shows({at("pictures/b.png")}));
        QVERIFY(gallery.failed.isEmpty());
    }

    void renamedAndMovedFilesAreTheSamePictures()
    {
        QVERIFY(writePicture(at("pictures/a.png"), 1));
        Gallery gallery(database());
        gallery.store.watch({pictures()});
        QVERIFY(gallery.shows({at("pictures/a.png")}));
        const qint64 id = gallery.items().first().id;
        gallery.store.setRating({id}, 5);
        gallery.store.addTag({id}, QStringLiteral("kept"));

        QVERIFY(QFile::rename(at("pictures/a.png"), at("pictures/b.png")));
        QVERIFY(gallery.shows({at("pictures/b.png")}));
        QVERIFY(QDir().mkpath(at("pictures/sub")));
        QVERIFY(QFile::rename(at("pictures/b.png"), at("pictures/sub/c.png")));
        QVERIFY(gallery.shows({at("pictures/sub/c.png")}));
        QVERIFY(QDir().rename(at("pictures/sub"), at("pictures/other")));
        QVERIFY(gallery.shows({at("pictures/other/c.png")}));
        const GalleryItem item = gallery.items().first();
        QCOMPARE(item.id, id);
        QCOMPARE(item.rating, 5);
        QCOMPARE(item.tags, QStringList{QStringLiteral("kept")});
        // The folder under its new name is watched too.
        QVERIFY(writePicture(at("pictures/other/d.png"), 4));
        QVERIFY(gallery.shows({at("pictures/other/c.png"), at("pictures/other/d.png")}));
    }

    void whatTheProgramSavesIsAddedOnce()
    {
        Gallery gallery(database());
        gallery.store.watch({pictures()});
        QVERIFY(gallery.waitFor(gallery.scanned));
        QVERIFY(writePicture(at("pictures/own.png"), 1, QStringLiteral("own"), 0));
        gallery.store.add({at("pictures/own.png")});
        QVERIFY(gallery.waitFor(gallery.added));
        // The watcher and a scan tell of it too; it is known by then.
        QVERIFY(gallery.scan());
        QVERIFY(gallery.scan());
        QCOMPARE(idsOf(gallery.added).size(), 1);
        QVERIFY(gallery.changed.isEmpty() && gallery.removed.isEmpty());
        QCOMPARE(gallery.items().size(), 1);
    }

    void picturesOutsideTheFoldersCanBeAdded()
    {
        QVERIFY(writePicture(at("elsewhere/x.png"), 1));
        QVERIFY(writePicture(at("elsewhere/y.png"), 2));
        Gallery gallery(database());
        gallery.store.watch({pictures()});
        gallery.store.add({at("elsewhere/x.png")});
        QVERIFY(gallery.shows({at("elsewhere/x.png")}));
        QVERIFY(gallery.scan());
        QCOMPARE(gallery.paths(), QStringList{at("elsewhere/x.png")});
    }

    void whatIsNoPictureIsToldAndTakenInWhenItIsOne()
    {
        QVERIFY(writeBytes(at("pictures/a.png"), "not yet"));
        QFile file(at("pictures/a.png"));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(-100), QFileDevice::FileModificationTime));
        file.close();
        Gallery gallery(database());
        gallery.store.watch({pictures()});
        QVERIFY(gallery.waitFor(gallery.unreadable));
        QCOMPARE(gallery.unreadable.first().at(0).toStringList(), QStringList{at("pictures/a.png")});
        QVERIFY(gallery.scan());
        QCOMPARE(gallery.unreadable.size(), 1); // once
        QVERIFY(gallery.items().isEmpty());
        QVERIFY(writePicture(at("pictures/a.png"), 1));
        QVERIFY(gallery.scan());
        QCOMPARE(gallery.paths(), QStringList{at("pictures/a.png")});
    }

    void aFileThatIsStillGrowingIsTakenInWhenItIsWhole()
    {
        QVERIFY(writePicture(at("whole.png"), 1));
        const QByteArray bytes = contents(at("whole.png"));
        Gallery gallery(database());
        gallery.store.watch({pictures()});
        QVERIFY(gallery.waitFor(gallery.scanned));
        gallery.scanned.clear();
        QVERIFY(writeBytes(at("pictures/a.png"), bytes.left(10)));
        QVERIFY(gallery.scanned.wait(kWaitMs));
        // No event tells of more bytes in a file; it is looked at again because it is young.
        QVERIFY(writeBytes(at("pictures/a.png"), bytes));
        QVERIFY(gallery.shows({at("pictures/a.png")}));
        QVERIFY(gallery.unreadable.isEmpty());
    }

    void aFolderThatGoesIsToldAndComesBack()
    {
        QVERIFY(writePicture(at("pictures/sub/a.png"), 1));
        Gallery gallery(database());
        gallery.store.watch({pictures()});
        QVERIFY(gallery.shows({at("pictures/sub/a.png")}));
        const qint64 id = gallery.items().first().id;
        gallery.store.setRating({id}, 4);
        QVERIFY(gallery.scan());

        QVERIFY(QDir().rename(pictures(), at("unplugged")));
        QVERIFY(gallery.waitFor(gallery.failed));
        QCOMPARE(gallery.lastError().code, ErrorCode::NotFound);
        QVERIFY(gallery.lastError().message.find(pictures().toStdString()) != std::string::npos);
        QTRY_VERIFY_WITH_TIMEOUT(gallery.item(at("pictures/sub/a.png")).missing, kWaitMs);
        QVERIFY(gallery.scan());
        QCOMPARE(gallery.failed.size(), 1); // once
        QVERIFY(gallery.removed.isEmpty());

        QVERIFY(QDir().rename(at("unplugged"), pictures()));
        QTRY_VERIFY_WITH_TIMEOUT(!gallery.item(at("pictures/sub/a.png")).missing, kWaitMs);
        const GalleryItem item = gallery.item(at("pictures/sub/a.png"));
        QCOMPARE(item.id, id);
        QCOMPARE(item.rating, 4);
        // And it is watched again.
        QVERIFY(writePicture(at("pictures/sub/b.png"), 2));
        QVERIFY(gallery.shows({at("pictures/sub/a.png"), at("pictures/sub/b.png")}));
    }

    void trashedPicturesAreRestored()
    {
        QVERIFY(writePicture(at("pictures/a.png"), 1));
        QVERIFY(writePicture(at("pictures/b.png"), 2));
        const QByteArray bytes = contents(at("pictures/a.png"));
        Gallery gallery(database());
        gallery.store.watch({pictures()});
        QVERIFY(gallery.shows({at("pictures/a.png"), at("pictures/b.png")}));
        const qint64 id = gallery.item(at("pictures/a.png")).id;
        gallery.store.setRating({id}, 3);
        gallery.store.moveToTrash({id});
        QVERIFY(gallery.waitFor(gallery.removed));
        QCOMPARE(idsOf(gallery.removed), QVector<qint64>{id});
        QVERIFY(!QFileInfo::exists(at("pictures/a.png")));
        QCOMPARE(gallery.paths(), QStringList{at("pictures/b.png")});
        GalleryFilter trash;
        trash.trashed = true;
        const auto trashed = gallery.items(trash);
        QCOMPARE(trashed.size(), 1);
        QCOMPARE(contents(trashed.first().path), bytes);
        QVERIFY(gallery.scan()); // which does not take it for a vanished one
        QCOMPARE(gallery.items(trash).size(), 1);

        gallery.added.clear();
        gallery.store.restore({id});
        QVERIFY(gallery.waitFor(gallery.added));
        QCOMPARE(idsOf(gallery.added), QVector<qint64>{id});
        QCOMPARE(contents(at("pictures/a.png")), bytes);
        QVERIFY(!QFileInfo::exists(trashed.first().path));
        QVERIFY(gallery.scan());
        QCOMPARE(gallery.item(at("pictures/a.png")).rating, 3);
        QCOMPARE(gallery.items().size(), 2);
        QVERIFY2(gallery.failed.isEmpty(), gallery.failed.isEmpty() ? "" : gallery.lastError().message.c_str());
    }

    void aPictureThatIsGoneCannotBeTrashedAndIsToldSo()
    {
        QVERIFY(writePicture(at("pictures/a.png"), 1));
        Gallery gallery(database());
        gallery.store.add({at("pictures/a.png")});
        QVERIFY(gallery.waitFor(gallery.added));
        QVERIFY(QFile::remove(at("pictures/a.png")));
        gallery.store.moveToTrash(idsOf(gallery.added));
        QVERIFY(gallery.waitFor(gallery.failed));
        QCOMPARE(gallery.lastError().code, ErrorCode::NotFound);
    }

    void nearDuplicatesAreFound()
    {
        QVERIFY(writePicture(at("pictures/a.png"), 1));
        QVERIFY(writePicture(at("pictures/far.png"), 9));
        QVERIFY(fixtures::pattern(1).scaled(48, 32, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).save(at("pictures/small.jpg"), "JPEG", 70));
        Gallery gallery(database());
        gallery.store.watch({pictures()});
        QVERIFY(gallery.waitFor(gallery.scanned));
        const qint64 id = gallery.item(at("pictures/a.png")).id;
        const qint64 copy = gallery.item(at("pictures/small.jpg")).id;
        QSignalSpy similar(&gallery.store, &GalleryStore::similar);
        // The hashes follow the scan.
        const auto found = [&] {
            gallery.store.requestSimilar(id, 8);
            return similar.wait(kWaitMs) ? similar.last().at(1).value<QVector<qint64>>() : QVector<qint64>();
        };
        QTRY_COMPARE_WITH_TIMEOUT(found(), QVector<qint64>{copy}, kWaitMs);
        QCOMPARE(similar.last().at(0).toLongLong(), id);
    }

    void aParentIsFoundByItsHash()
    {
        QVERIFY(writePicture(at("pictures/a.png"), 1));
        Gallery gallery(database());
        gallery.store.add({at("pictures/a.png")});
        QVERIFY(gallery.waitFor(gallery.added));
        const GalleryItem item = gallery.items().first();
        QSignalSpy found(&gallery.store, &GalleryStore::foundByHash);
        gallery.store.requestByHash(item.contentHash);
        QVERIFY(found.wait(kWaitMs));
        QCOMPARE(found.first().at(1).value<QVector<qint64>>(), QVector<qint64>{item.id});
    }

    void readingAnewChangesNothing()
    {
        QVERIFY(writePicture(at("pictures/a.png"), 1));
        Gallery gallery(database());
        gallery.store.watch({pictures()});
        QVERIFY(gallery.shows({at("pictures/a.png")}));
        const qint64 id = gallery.items().first().id;
        gallery.store.setRating({id}, 2);
        gallery.scanned.clear();
        gallery.store.reindex({pictures()});
        QVERIFY(gallery.waitFor(gallery.scanned));
        QCOMPARE(gallery.items().first().id, id);
        QCOMPARE(gallery.items().first().rating, 2);
        QCOMPARE(idsOf(gallery.added).size(), 1);
    }

    void aDamagedDatabaseIsSetAsideAndRebuilt()
    {
        QVERIFY(writePicture(at("pictures/a.png"), 1));
        QVERIFY(writePicture(at("pictures/b.png"), 2));
        qint64 highest = 0;
        {
            Gallery gallery(database());
            gallery.store.watch({pictures()});
            QVERIFY(gallery.shows({at("pictures/a.png"), at("pictures/b.png")}));
            const GalleryItem item = gallery.item(at("pictures/a.png"));
            highest = item.id;
            gallery.store.setRating({item.id}, 5);
            gallery.store.addTag({item.id}, QStringLiteral("kept"));
        }
        QVERIFY(highest > 0);
        const QByteArray garbage(20000, 'x');
        QVERIFY(writeBytes(database(), garbage));
        Gallery gallery(database());
        gallery.store.watch({pictures()});
        QVERIFY(gallery.waitFor(gallery.reset));
        QCOMPARE(gallery.failed.size(), 1);
        QCOMPARE(gallery.lastError().code, ErrorCode::Damaged);
        QVERIFY(gallery.shows({at("pictures/a.png"), at("pictures/b.png")}));
        const GalleryItem item = gallery.item(at("pictures/a.png"));
        QCOMPARE(item.rating, 5);
        QCOMPARE(item.tags, QStringList{QStringLiteral("kept")});
        const QDir folder(at("data"));
        const auto aside = folder.entryList({QStringLiteral("gallery.damaged-*.db")});
        QCOMPARE(aside.size(), 1);
        QCOMPARE(contents(folder.filePath(aside.first())), garbage);
    }

    void aDatabaseDamagedInsideIsRebuiltToo()
    {
        QVERIFY(writePicture(at("pictures/a.png"), 1));
        {
            Gallery gallery(database());
            gallery.store.watch({pictures()});
            QVERIFY(gallery.shows({at("pictures/a.png")}));
        }
        // The first pages, with the tables' names, stay sound; the rows do not.
        QFile file(database());
        QVERIFY(file.open(QIODevice::ReadWrite));
        const qint64 from = 4 * 4096;
        QVERIFY(file.size() > from);
        file.seek(from);
        file.write(QByteArray(static_cast<qsizetype>(file.size() - from), '\x5a'));
        file.close();
        Gallery gallery(database());
        gallery.store.watch({pictures()});
        QVERIFY(gallery.waitFor(gallery.reset));
        QVERIFY(gallery.shows({at("pictures/a.png")}));
    }

    void aLockIsWaitedForAndToldAndNothingIsLost()
    {
        QVERIFY(writePicture(at("pictures/a.png"), 1));
        Gallery gallery(database());
        gallery.store.add({at("pictures/a.png")});
        QVERIFY(gallery.waitFor(gallery.added));
        const auto ids = idsOf(gallery.added);
        {
            QSqlDatabase other = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("other"));
            other.setDatabaseName(database());
            QVERIFY(other.open());
            QVERIFY(QSqlQuery(other).exec(QStringLiteral("BEGIN IMMEDIATE")));
            gallery.store.setRating(ids, 4);
            gallery.store.addTag(ids, QStringLiteral("waiting"));
            QVERIFY(gallery.waitFor(gallery.failed));
            QCOMPARE(gallery.lastError().code, ErrorCode::Io);
            QVERIFY(gallery.lastError().message.find("in use") != std::string::npos);
            QCOMPARE(gallery.items().size(), 1); // reading goes on
            QVERIFY(gallery.changed.isEmpty());
            QVERIFY(QSqlQuery(other).exec(QStringLiteral("ROLLBACK")));
            other.close();
        }
        QSqlDatabase::removeDatabase(QStringLiteral("other"));
        while (gallery.changed.size() < 2)
            QVERIFY(gallery.changed.wait(kWaitMs));
        QCOMPARE(gallery.items().first().rating, 4);
        QCOMPARE(gallery.items().first().tags, QStringList{QStringLiteral("waiting")});
        QCOMPARE(gallery.failed.size(), 1);
    }

    void aPlaceThatCannotBeWrittenIsToldOnce()
    {
        QVERIFY(writeBytes(at("blocked"), "a file where the folder should be"));
        Gallery gallery(at("blocked/gallery.db"));
        gallery.store.query({});
        gallery.store.query({});
        gallery.store.requestFacets();
        QVERIFY(gallery.waitFor(gallery.failed));
        gallery.store.query({});
        QVERIFY(!gallery.failed.wait(200) || gallery.failed.size() == 1);
        QCOMPARE(gallery.failed.size(), 1);
        QCOMPARE(gallery.lastError().code, ErrorCode::Io);
    }

    void twoStoresShareOneDatabase()
    {
        QVERIFY(writePicture(at("pictures/a.png"), 1));
        Gallery one(database());
        Gallery two(database());
        one.store.watch({pictures()});
        two.store.watch({pictures()});
        QVERIFY(one.shows({at("pictures/a.png")}));
        QVERIFY(two.shows({at("pictures/a.png")}));
        const qint64 id = one.items().first().id;
        QCOMPARE(two.items().first().id, id);
        one.store.setRating({id}, 3);
        QVERIFY(one.waitFor(one.changed));
        QCOMPARE(two.items().first().rating, 3);
        QVERIFY(one.failed.isEmpty() && two.failed.isEmpty());
    }

    void aStoreMayEndInTheMiddleOfAScan()
    {
        for (int k = 0; k < 60; ++k)
            QVERIFY(writePicture(pictures() + QStringLiteral("/%1.png").arg(k), k));
        {
            Gallery gallery(database());
            gallery.store.watch({pictures()});
            QVERIFY(gallery.waitFor(gallery.added)); // some of them
            gallery.store.setRating(idsOf(gallery.added), 5);
        }
        GalleryFilter rated;
        rated.minRating = 5;
        Gallery gallery(database());
        QVERIFY(!gallery.items(rated).isEmpty());
        gallery.store.watch({pictures()});
        QVERIFY(gallery.waitFor(gallery.scanned));
        QCOMPARE(gallery.items().size(), 60);
    }

    void aStoreMayEndAtOnce()
    {
        QVERIFY(writePicture(at("pictures/a.png"), 1));
        for (int k = 0; k < 5; ++k) {
            GalleryStore store(database());
            store.watch({pictures()});
            store.query({});
        }
        Gallery gallery(database());
        gallery.store.watch({pictures()});
        QVERIFY(gallery.shows({at("pictures/a.png")}));
    }
};

QTEST_GUILESS_MAIN(GalleryStoreTest)
#include "GalleryStoreTest.moc"
