#include "core/gallery/GalleryDatabase.h"
#include "core/gallery/RatingJournal.h"
#include "tests/support/InventedGallery.h"

#include <QDir>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace calotype;
using namespace calotype::gallery;

namespace {

FolderListing::File stampOf(const GalleryItem &item)
{
    return {item.path.section(QLatin1Char('/'), -1), item.fileSize, item.modified.toMSecsSinceEpoch()};
}

FolderListing listingOf(const QVector<GalleryItem> &items)
{
    FolderListing listing;
    listing.folder = items.first().path.section(QLatin1Char('/'), 0, -2);
    listing.readable = true;
    for (const GalleryItem &item : items)
        listing.files << stampOf(item);
    return listing;
}

// Another program with the file open.
class OtherProgram
{
public:
    explicit OtherProgram(const QString &path)
    {
        m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("other"));
        m_database.setDatabaseName(path);
        m_isOpen = m_database.open();
    }
    ~OtherProgram()
    {
        m_database.close();
        m_database = {};
        QSqlDatabase::removeDatabase(QStringLiteral("other"));
    }
    bool run(const char *sql) { return m_isOpen && QSqlQuery(m_database).exec(QLatin1String(sql)); }
    QVariant value(const char *sql)
    {
        QSqlQuery query(m_database);
        return query.exec(QLatin1String(sql)) && query.next() ? query.value(0) : QVariant();
    }

private:
    QSqlDatabase m_database;
    bool m_isOpen = false;
};

template<typename Function>
std::optional<Error> failureOf(Function &&function)
{
    try {
        function();
    } catch (const Failure &failure) {
        return failure.error();
    }
    return std::nullopt;
}

} // namespace

class GalleryDatabaseTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path() const { return m_folder->filePath(QStringLiteral("gallery.db")); }
    QString journal() const { return m_folder->filePath(QStringLiteral("gallery-ratings.json")); }

    static QVector<GalleryItem> someItems(int count)
    {
        QVector<GalleryItem> items;
        for (int k = 0; k < count; ++k)
            items << invented::item(k, count);
        return items;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void aNewDatabaseIsEmptyAndMakesItsFolder()
    {
        GalleryDatabase database(m_folder->filePath(QStringLiteral("a/b/g.db")));
        QVERIFY(database.isNew());
        QCOMPARE(database.count(), 0);
        QVERIFY(database.query({}).isEmpty());
    }

    void whatIsStoredOutlastsTheProgram()
    {
        QVector<qint64> ids;
        {
            GalleryDatabase database(path());
            ids = database.store(someItems(5)).added;
            database.setRating({ids.at(1)}, 4);
            database.addTag({ids.at(1)}, QStringLiteral("  red   fox "));
        }
        GalleryDatabase database(path());
        QVERIFY(!database.isNew());
        QCOMPARE(database.count(), 5);
        const GalleryItem item = database.items({ids.at(1)}).first();
        QCOMPARE(item.rating, 4);
        QCOMPARE(item.tags, QStringList{QStringLiteral("red fox")});
    }

    void otherTablesInTheFileAreLeftAlone()
    {
        OtherProgram other(path());
        QVERIFY(other.run("CREATE TABLE jobs (id INTEGER PRIMARY KEY, what TEXT)"));
        QVERIFY(other.run("INSERT INTO jobs (what) VALUES ('a picture')"));
        QVERIFY(other.run("PRAGMA user_version = 7"));
        {
            GalleryDatabase database(path());
            QVERIFY(database.isNew());
            database.store(someItems(3));
        }
        GalleryDatabase again(path());
        QVERIFY(!again.isNew());
        QCOMPARE(again.count(), 3);
        QCOMPARE(other.value("SELECT what FROM jobs").toString(), QStringLiteral("a picture"));
        QCOMPARE(other.value("PRAGMA user_version").toInt(), 7);
        QCOMPARE(other.value("PRAGMA journal_mode").toString(), QStringLiteral("wal"));
    }

    void aNewerDatabaseIsRefusedAndLeftAlone()
    {
        {
            GalleryDatabase database(path());
            database.store(someItems(1));
        }
        {
            OtherProgram other(path());
            QVERIFY(other.run("UPDATE gallery_version SET version = 999"));
        }
        const auto error = failureOf([&] { GalleryDatabase database(path()); });
        QVERIFY(error);
        QCOMPARE(error->code, ErrorCode::Unsupported);
        QVERIFY(error->message.find("gallery.db") != std::string::npos);
        OtherProgram other(path());
        QCOMPARE(other.value("SELECT count(*) FROM image").toInt(), 1);
        QCOMPARE(other.value("SELECT version FROM gallery_version").toInt(), 999);
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
        QCOMPARE(database.setTrashed(ids.at(0), file).removed, QVector<qint64>{ids.at(0)});
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

    void idsAreNeverGivenTwice()
    {
        GalleryDatabase database(path());
        database.startIdsAfter(1000);
        QCOMPARE(database.store(someItems(1)).added, QVector<qint64>{1001});
        QCOMPARE(database.highestId(), 1001);
        database.startIdsAfter(5);
        GalleryItem other = invented::item(5, 10);
        QCOMPARE(database.store({other}).added, QVector<qint64>{1002});
    }

    void aLockThatLastsIsToldAndChangesNothing()
    {
        GalleryDatabase database(path(), 50);
        const auto ids = database.store(someItems(2)).added;
        OtherProgram other(path());
        QVERIFY(other.run("BEGIN IMMEDIATE"));
        const auto error = failureOf([&] { database.setRating(ids, 3); });
        QVERIFY(error);
        QCOMPARE(error->code, ErrorCode::Io);
        QVERIFY(GalleryDatabase::isLocked(*error));
        QCOMPARE(database.query({}).size(), 2); // reading goes on
        QVERIFY(other.run("ROLLBACK"));
        QCOMPARE(database.items({ids.at(0)}).first().rating, 0);
        QCOMPARE(database.setRating(ids, 3).changed, ids);
    }

    void twoProgramsShareOneDatabase()
    {
        GalleryDatabase one(path());
        GalleryDatabase two(path());
        const auto items = someItems(4);
        const auto first = one.store({items.at(0), items.at(1)}).added;
        const auto second = two.store({items.at(1), items.at(2), items.at(3)});
        QCOMPARE(second.added.size(), 2);
        two.setRating(first, 2);
        QCOMPARE(one.items(first).at(1).rating, 2);
        QCOMPARE(one.query({}), two.query({}));
        QCOMPARE(one.count(), 4);
    }

    void damagedFilesAreRecognised_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("no database at all") << 0;
        QTest::newRow("cut short") << 1;
        QTest::newRow("its pages overwritten") << 2;
    }

    void damagedFilesAreRecognised()
    {
        QFETCH(int, kind);
        {
            GalleryDatabase database(path());
            database.store(someItems(200));
        }
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadWrite));
        if (kind == 0) {
            QVERIFY(file.resize(0));
            file.write(QByteArray(9000, 'x'));
        } else if (kind == 1) {
            QVERIFY(file.resize(file.size() / 2));
        } else {
            file.seek(4096);
            file.write(QByteArray(static_cast<qsizetype>(file.size() - 4096), '\x5a'));
        }
        file.close();
        const auto error = failureOf([&] {
            GalleryDatabase database(path());
            database.items(database.query({}));
            database.check();
        });
        QVERIFY(error);
        QVERIFY2(error->code == ErrorCode::Damaged, error->detail.c_str());
        QVERIFY(error->message.find("gallery.db") != std::string::npos);

        const QString aside = GalleryDatabase::setAside(path());
        QVERIFY(QFileInfo::exists(aside));
        QVERIFY(!QFileInfo::exists(path()));
        QVERIFY(!QFileInfo::exists(path() + QStringLiteral("-wal")));
        GalleryDatabase fresh(path());
        QVERIFY(fresh.isNew());
    }

    void aNewDatabaseTakesOverRatingsTagsAndTheTrash()
    {
        auto items = someItems(4);
        const TrashedFile inTrash{items.at(3).path, m_folder->filePath(QStringLiteral("x.png")), QStringLiteral("/info")};
        {
            GalleryDatabase database(path());
            const auto ids = database.store(items).added;
            database.setRating({ids.at(0)}, 5);
            database.addTag({ids.at(0), ids.at(1)}, QString::fromUtf8("größer"));
            database.addTag({ids.at(1)}, QStringLiteral("b"));
            database.setTrashed(ids.at(3), inTrash);
            QVERIFY(database.isJournalDue());
            database.writeJournal();
            QVERIFY(!database.isJournalDue());
        }
        GalleryDatabase::setAside(path());
        {
            // Half of the pictures are met, and the program ends: the rest stays remembered.
            GalleryDatabase database(path());
            items[1].path = QStringLiteral("/moved/meanwhile.png");
            database.store({items.at(1)});
            database.setRating(database.query({}), 2);
        }
        GalleryDatabase::setAside(path());
        GalleryDatabase database(path());
        QCOMPARE(database.rememberedInTrash(), QStringList{inTrash.file});
        items[3].path = inTrash.file;
        const auto changes = database.store(items);
        QCOMPARE(changes.added.size(), 3);
        const auto rows = database.items(changes.added);
        QCOMPARE(rows.at(0).rating, 5);
        QCOMPARE(rows.at(0).tags, QStringList{QString::fromUtf8("größer")});
        QCOMPARE(rows.at(1).rating, 2);
        QCOMPARE(rows.at(1).tags, (QStringList{QStringLiteral("b"), QString::fromUtf8("größer")}));
        QCOMPARE(rows.at(2).rating, 0);
        GalleryFilter trash;
        trash.trashed = true;
        const auto trashed = database.query(trash);
        QCOMPARE(trashed.size(), 1);
        QCOMPARE(*database.trashedFile(trashed.first()), inTrash);
        QVERIFY(database.rememberedInTrash().isEmpty());
    }

    void theJournalIsDueUntilItIsWritten()
    {
        {
            GalleryDatabase database(path());
            database.setRating(database.store(someItems(1)).added, 1);
        } // written here
        QCOMPARE(RatingJournal::read(journal()).size(), 1);
        GalleryDatabase database(path());
        QVERIFY(!database.isJournalDue());
        QVERIFY(QFile::remove(journal()));
        database.setRating(database.query({}), 2);
        // A crash now would forget nothing: it stands in the database that it is due.
        GalleryDatabase afterCrash(path());
        QVERIFY(afterCrash.isJournalDue());
    }

    void aDamagedJournalIsKept()
    {
        QFile file(journal());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"pictures\": [ {\"sha256\": ");
        file.close();
        {
            GalleryDatabase database(path());
            QVERIFY(database.notice());
            QCOMPARE(database.notice()->code, ErrorCode::Damaged);
            database.setRating(database.store(someItems(1)).added, 1);
        }
        const auto kept = QDir(m_folder->path()).entryList({QStringLiteral("gallery-ratings.damaged-*.json")});
        QCOMPARE(kept.size(), 1);
        QCOMPARE(RatingJournal::read(journal()).size(), 1);
    }

    void hostileJournalEntriesArePassedOver()
    {
        QFile file(journal());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"pictures\": [1, null, [], {}, {\"sha256\": \"zz\", \"path\": \"/a\"}, {\"sha256\": 5, \"path\": {}}, "
                   "{\"sha256\": \"" + QByteArray(64, 'a') + "\", \"path\": \"/a\", \"rating\": 1e300, \"tags\": [1, null, \"\", \"ok\"], "
                   "\"trash\": []}]}");
        file.close();
        const auto entries = RatingJournal::read(journal());
        QCOMPARE(entries.size(), 1);
        QCOMPARE(entries.first().tags, QStringList{QStringLiteral("ok")});
        QVERIFY(entries.first().rating >= 0 && entries.first().rating <= 5);
        GalleryDatabase database(path());
        QVERIFY(!database.notice());
    }
};

QTEST_GUILESS_MAIN(GalleryDatabaseTest)
#include "GalleryDatabaseTest.moc"
