#include "core/gallery/GalleryDatabase.h"
#include "tests/core/gallery/DatabaseFixture.h"
#include "tests/support/TestMain.h"

#include <QTemporaryDir>
#include <QTest>

using namespace calotype;
using namespace calotype::gallery;
using namespace calotype::gallery::test;

class GalleryRecordsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path() const { return m_folder->filePath(QStringLiteral("gallery.db")); }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void ratingsAreHeldToTheirRangeAndToldOnlyWhenTheyChange()
    {
        GalleryDatabase database(path());
        const auto ids = database.store(someItems(2)).added;
        QCOMPARE(database.setRating(ids, 9).changed, ids);
        QCOMPARE(database.items({ids.at(0)}).first().rating, 5);
        QVERIFY(database.setRating(ids, 5).isEmpty());
        QCOMPARE(database.setRating({ids.at(0), 777}, -3).changed, QVector<qint64>{ids.at(0)});
        QCOMPARE(database.items({ids.at(0)}).first().rating, 0);
    }

    void tagsAreOneInAnyCase()
    {
        GalleryDatabase database(path());
        const auto ids = database.store(someItems(2)).added;
        QCOMPARE(database.addTag(ids, QStringLiteral("Fox")).changed, ids);
        QVERIFY(database.addTag(ids, QStringLiteral("fOX")).isEmpty());
        QVERIFY(database.addTag(ids, QStringLiteral(" \t")).isEmpty());
        QCOMPARE(database.facets().tags, QStringList{QStringLiteral("Fox")});
        QCOMPARE(database.removeTag({ids.at(0)}, QStringLiteral("FOX")).changed, QVector<qint64>{ids.at(0)});
        QVERIFY(database.removeTag({ids.at(0)}, QStringLiteral("FOX")).isEmpty());
        QCOMPARE(database.items(ids).at(1).tags, QStringList{QStringLiteral("Fox")});
        database.removeTag(ids, QStringLiteral("fox"));
        QVERIFY(database.facets().tags.isEmpty());
        // Nothing of it is left, so the next spelling holds.
        database.addTag(ids, QStringLiteral("FOX"));
        QCOMPARE(database.facets().tags, QStringList{QStringLiteral("FOX")});
    }

    void storingTheSameAgainChangesNothing()
    {
        GalleryDatabase database(path());
        const auto items = someItems(4);
        QCOMPARE(database.store(items).added.size(), 4);
        QVERIFY(database.store(items).isEmpty());
    }

    void aChangedFileKeepsIdRatingAndTags()
    {
        GalleryDatabase database(path());
        GalleryItem item = invented::item(1, 10);
        const qint64 id = database.store({item}).added.first();
        database.setRating({id}, 3);
        database.addTag({id}, QStringLiteral("kept"));
        item.contentHash = invented::item(2, 10).contentHash;
        item.prompt = QStringLiteral("something quite different");
        item.differenceHash = 0;
        QCOMPARE(database.store({item}).changed, QVector<qint64>{id});
        const GalleryItem now = database.items({id}).first();
        QCOMPARE(now.rating, 3);
        QCOMPARE(now.tags, QStringList{QStringLiteral("kept")});
        QCOMPARE(now.prompt, item.prompt);
        QCOMPARE(now.differenceHash, quint64{0}); // of the old pixels
        QCOMPARE(database.withoutDifferenceHash(10).size(), 1);
        GalleryFilter filter;
        filter.text = QStringLiteral("quite");
        QCOMPARE(database.query(filter), QVector<qint64>{id});
        database.check();
    }

    void comparingFindsNewChangedAndVanishedFiles()
    {
        GalleryDatabase database(path());
        auto items = someItems(3);
        const auto ids = database.store(items).added;
        FolderListing listing = listingOf({items.at(0), items.at(1)}); // the third is gone
        listing.files[1].modified += 1;
        listing.files << FolderListing::File{QStringLiteral("new.png"), 5, 6};
        QStringList toRead;
        const GalleryChanges changes = database.compare(listing, false, &toRead);
        QCOMPARE(toRead, (QStringList{items.at(1).path, listing.folder + QStringLiteral("/new.png")}));
        QCOMPARE(changes.removed, QVector<qint64>{ids.at(2)});
        QVERIFY(changes.added.isEmpty() && changes.changed.isEmpty());
        QCOMPARE(database.count(), 2);

        // The same file again is the same picture.
        toRead.clear();
        QCOMPARE(database.compare(listingOf(items), false, &toRead).added, QVector<qint64>{ids.at(2)});
        QVERIFY(toRead.isEmpty());
    }

    void comparingAllAsksForEveryFile()
    {
        GalleryDatabase database(path());
        const auto items = someItems(3);
        database.store(items);
        QStringList toRead;
        QVERIFY(database.compare(listingOf(items), true, &toRead).isEmpty());
        QCOMPARE(toRead.size(), 3);
    }

    void filesPassedOverAreAskedForOnceEach()
    {
        GalleryDatabase database(path());
        FolderListing listing;
        listing.folder = QStringLiteral("/invented");
        listing.readable = true;
        listing.files = {{QStringLiteral("broken.png"), 10, 20}};
        QStringList toRead;
        database.compare(listing, false, &toRead);
        QCOMPARE(toRead.size(), 1);
        database.passOver(listing.files.first(), listing.folder);
        toRead.clear();
        database.compare(listing, false, &toRead);
        QVERIFY(toRead.isEmpty());
        listing.files[0].modified = 21;
        database.compare(listing, false, &toRead);
        QCOMPARE(toRead.size(), 1);
    }

    void missingFoldersKeepTheirRows()
    {
        GalleryDatabase database(path());
        auto items = someItems(4);
        items[2].path = QStringLiteral("/invented/0000x/other.png"); // beside, though its name begins the same
        items[3].path = QStringLiteral("/invented/0000/below/this.png");
        const auto ids = database.store(items).added;
        QCOMPARE(database.markMissing(QStringLiteral("/invented/0000")).changed, (QVector<qint64>{ids.at(0), ids.at(1), ids.at(3)}));
        QVERIFY(database.markMissing(QStringLiteral("/invented/0000")).isEmpty());
        QCOMPARE(database.count(), 4);
        QVERIFY(database.items({ids.at(0)}).first().missing);
        QVERIFY(!database.items({ids.at(2)}).first().missing);
        QStringList toRead;
        QCOMPARE(database.compare(listingOf({items.at(0), items.at(1)}), false, &toRead).changed, (QVector<qint64>{ids.at(0), ids.at(1)}));
        QVERIFY(!database.items({ids.at(0)}).first().missing);
        QVERIFY(toRead.isEmpty());
    }

    void aMovedFileIsTheSamePicture()
    {
        // The files of these rows are not on this disk, so each of them counts as moved away.
        GalleryDatabase database(path());
        GalleryItem item = invented::item(1, 10);
        const qint64 id = database.store({item}).added.first();
        database.setRating({id}, 5);
        database.addTag({id}, QStringLiteral("kept"));
        item.path = QStringLiteral("/elsewhere/renamed.png");
        const GalleryChanges changes = database.store({item});
        QCOMPARE(changes.changed, QVector<qint64>{id});
        QCOMPARE(database.count(), 1);
        const GalleryItem now = database.items({id}).first();
        QCOMPARE(now.path, item.path);
        QCOMPARE(now.rating, 5);
        QCOMPARE(now.tags, QStringList{QStringLiteral("kept")});
        QCOMPARE(database.find(item.path), id);
    }

    void twoFilesThatSwapNamesAreToldApart()
    {
        GalleryDatabase database(path());
        auto items = someItems(2);
        const auto ids = database.store(items).added;
        database.setRating({ids.at(0)}, 1);
        database.setRating({ids.at(1)}, 2);
        std::swap(items[0].path, items[1].path);
        for (const GalleryItem &item : std::as_const(items))
            database.store({item});
        QCOMPARE(database.count(), 2);
        QCOMPARE(database.items({ids.at(0)}).first().path, items.at(0).path);
        QCOMPARE(database.items({ids.at(0)}).first().rating, 1);
        QCOMPARE(database.items({ids.at(1)}).first().path, items.at(1).path);
        QCOMPARE(database.items({ids.at(1)}).first().rating, 2);
    }

    void trashedPicturesAreOutOfSightAndComeBack()
    {
        GalleryDatabase database(path());
        const auto items = someItems(2);
        const auto ids = database.store(items).added;
        const TrashedFile file{items.at(0).path, QStringLiteral("/trash/files/x.png"), QStringLiteral("/trash/info/x.trashinfo")};
        const GalleryChanges changes = database.setTrashed(ids.at(0), file);
        QCOMPARE(changes.removed, QVector<qint64>{ids.at(0)});
        QCOMPARE(changes.trashed, QVector<qint64>{ids.at(0)});
        QCOMPARE(database.query({}), QVector<qint64>{ids.at(1)});
        GalleryFilter trash;
        trash.trashed = true;
        QCOMPARE(database.query(trash), QVector<qint64>{ids.at(0)});
        QCOMPARE(database.items({ids.at(0)}).first().path, file.file);
        QCOMPARE(*database.trashedFile(ids.at(0)), file);
        QVERIFY(!database.trashedFile(ids.at(1)));
        QCOMPARE(database.trashedFiles().size(), 1);

        // Another picture may take the place meanwhile.
        GalleryItem other = invented::item(7, 10);
        other.path = items.at(0).path;
        QCOMPARE(database.store({other}).added.size(), 1);
        QCOMPARE(database.setRestored(ids.at(0), QStringLiteral("/invented/0000/back.png")).added, QVector<qint64>{ids.at(0)});
        QVERIFY(!database.items({ids.at(0)}).first().trashed);
        QVERIFY(!database.trashedFile(ids.at(0)));
        QCOMPARE(database.count(), 3);
    }

    void anEmptiedTrashHidesThePicture()
    {
        GalleryDatabase database(path());
        const auto ids = database.store(someItems(1)).added;
        database.setTrashed(ids.first(), {QStringLiteral("/a.png"), QStringLiteral("/trash/a.png"), {}});
        database.hide(ids);
        GalleryFilter trash;
        trash.trashed = true;
        QVERIFY(database.query(trash).isEmpty());
        QVERIFY(database.query({}).isEmpty());
    }

    void differenceHashesAreMadeOnce()
    {
        GalleryDatabase database(path());
        auto items = someItems(3);
        for (GalleryItem &item : items)
            item.differenceHash = 0;
        const auto ids = database.store(items).added;
        QCOMPARE(database.withoutDifferenceHash(2), (QVector<std::pair<qint64, QString>>{{ids.at(2), items.at(2).path}, {ids.at(1), items.at(1).path}}));
        database.setDifferenceHash(ids.at(2), 0xffffffffffffffff);
        database.setDifferenceHash(ids.at(1), std::nullopt);
        QCOMPARE(database.withoutDifferenceHash(5), (QVector<std::pair<qint64, QString>>{{ids.at(0), items.at(0).path}}));
        QVERIFY(database.withoutDifferenceHash(5, ids.at(0)).isEmpty());
        QCOMPARE(database.items({ids.at(2)}).first().differenceHash, quint64{0xffffffffffffffff});
        QVERIFY(database.items({ids.at(1)}).first().undecodable);
        // A flat picture's hash is 0: it is known all the same.
        database.setDifferenceHash(ids.at(0), 0);
        QVERIFY(database.withoutDifferenceHash(5).isEmpty());
    }

    void picturesAreFoundByTheirHashes()
    {
        GalleryDatabase database(path());
        auto items = someItems(2);
        items[1].pixelHash = QByteArray(32, 'p');
        const auto ids = database.store(items).added;
        QCOMPARE(database.withHash(items.at(0).contentHash), QVector<qint64>{ids.at(0)});
        QCOMPARE(database.withHash(QByteArray(32, 'p')), QVector<qint64>{ids.at(1)});
        QVERIFY(database.withHash(QByteArray(32, 'q')).isEmpty());
        QVERIFY(database.withHash({}).isEmpty());
    }
};

CALOTYPE_GUILESS_TEST(GalleryRecordsTest)
#include "GalleryRecordsTest.moc"
