#include "core/gallery/GalleryDatabase.h"
#include "core/gallery/RatingJournal.h"
#include "tests/core/gallery/DatabaseFixture.h"
#include "tests/support/TestMain.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace calotype;
using namespace calotype::gallery;
using namespace calotype::gallery::test;

class GalleryDatabaseTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path() const { return m_folder->filePath(QStringLiteral("gallery.db")); }
    QString journal() const { return m_folder->filePath(QStringLiteral("gallery-ratings.json")); }

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

CALOTYPE_GUILESS_TEST(GalleryDatabaseTest)
#include "GalleryDatabaseTest.moc"
