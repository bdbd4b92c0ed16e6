#include "core/gallery/GalleryDatabase.h"
#include "core/gallery/WaitingEdits.h"
#include "tests/core/gallery/DatabaseFixture.h"
#include "tests/core/gallery/StoreFixture.h"
#include "tests/support/TestMain.h"

#include <QLockFile>
#include <QTest>

using namespace calotype;
using namespace calotype::gallery;
using namespace calotype::gallery::test;
using fixtures::writePicture;

/// What the user did while another program kept the index locked, after the end of the program that he did it in.
class WaitingEditsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<GalleryPlace> m_place;

    QString at(const char *name) const { return m_place->at(name); }
    QString database() const { return m_place->database(); }

    /// All that waits on the disk.
    QVector<GalleryEdit> waiting() const
    {
        QVector<GalleryEdit> edits;
        for (const QString &path : WaitingEdits::filesFor(database()))
            edits += WaitingEdits::read(path);
        return edits;
    }

    static GalleryFilter trash()
    {
        GalleryFilter filter;
        filter.trashed = true;
        return filter;
    }

    /// A picture at pictures/a.png, and an edit of it that an earlier program left; the index is as that one left it.
    GalleryEdit leaveRating(int rating)
    {
        if (!QFileInfo::exists(at("pictures/a.png")) && !writePicture(at("pictures/a.png"), 1))
            return {};
        GalleryEdit edit;
        {
            Gallery gallery(database());
            gallery.store.add({at("pictures/a.png")});
            if (gallery.shows({at("pictures/a.png")}))
                edit = GalleryEdit::rate({gallery.items().at(0).id}, rating);
        }
        edit.identify(GalleryDatabase(database()));
        WaitingEdits::write(WaitingEdits::newPathFor(database()), {edit});
        return edit;
    }

private Q_SLOTS:
    void init()
    {
        m_place = std::make_unique<GalleryPlace>();
        QVERIFY(m_place->isValid());
        QVERIFY(QDir().mkpath(at("data")));
        qputenv("XDG_DATA_HOME", QFile::encodeName(at("home-data")));
    }

    void whatALockKeepsOutIsAppliedAtTheNextStart()
    {
        for (const char *const name : {"pictures/a.png", "pictures/b.png", "pictures/c.png"})
            QVERIFY(writePicture(at(name), name[9]));
        {
            Gallery gallery(database());
            gallery.store.add({at("pictures/a.png"), at("pictures/b.png"), at("pictures/c.png")});
            QVERIFY(gallery.shows({at("pictures/a.png"), at("pictures/b.png"), at("pictures/c.png")}));
            gallery.store.moveToTrash({gallery.item(at("pictures/c.png")).id});
            QVERIFY(gallery.waitFor(gallery.removed));
        }
        {
            OtherProgram other(database());
            {
                Gallery gallery(database());
                const qint64 a = gallery.item(at("pictures/a.png")).id;
                const qint64 b = gallery.item(at("pictures/b.png")).id;
                const qint64 c = gallery.items(trash()).at(0).id;
                QVERIFY(other.run("BEGIN IMMEDIATE"));
                gallery.store.setRating({a}, 4);
                gallery.store.addTag({a, b}, QStringLiteral("kept"));
                gallery.store.moveToTrash({b});
                gallery.store.restore({c});
                // On the disk at once: a crash would lose nothing either.
                QTRY_COMPARE_WITH_TIMEOUT(waiting().size(), 4, kWaitMs);
            }
            QCOMPARE(waiting().size(), 4);
            QCOMPARE(other.value("SELECT count(*) FROM image WHERE rating <> 0").toInt(), 0);
            QVERIFY(QFileInfo::exists(at("pictures/b.png")) && !QFileInfo::exists(at("pictures/c.png")));
            QVERIFY(other.run("ROLLBACK"));
        }
        Gallery gallery(database());
        QTRY_COMPARE_WITH_TIMEOUT(gallery.item(at("pictures/a.png")).rating, 4, kWaitMs);
        QVERIFY(gallery.shows({at("pictures/a.png"), at("pictures/c.png")}));
        QCOMPARE(gallery.item(at("pictures/a.png")).tags, QStringList{QStringLiteral("kept")});
        QVERIFY(!QFileInfo::exists(at("pictures/b.png")) && QFileInfo::exists(at("pictures/c.png")));
        const auto trashed = gallery.items(trash());
        QCOMPARE(trashed.size(), 1);
        QCOMPARE(trashed.first().tags, QStringList{QStringLiteral("kept")});
        QTRY_VERIFY_WITH_TIMEOUT(WaitingEdits::filesFor(database()).isEmpty(), kWaitMs);
        QVERIFY(gallery.failed.isEmpty());
    }

    void aFileThatWasMovedBeforeTheLockWasMetIsInTheTrashAfterwards()
    {
        QVERIFY(writePicture(at("pictures/a.png"), 1));
        const QByteArray bytes = contents(at("pictures/a.png"));
        qint64 id = 0;
        {
            OtherProgram other(database());
            Gallery gallery(database());
            gallery.store.add({at("pictures/a.png")});
            QVERIFY(gallery.waitFor(gallery.added));
            id = gallery.items().at(0).id;
            // The last that the scan has to say; had it to wait for the lock, the edit would wait behind it.
            QTRY_COMPARE_WITH_TIMEOUT(other.value("SELECT count(*) FROM image WHERE difference_hash IS NULL").toInt(), 0, kWaitMs);
            QVERIFY(other.run("BEGIN IMMEDIATE"));
            gallery.store.moveToTrash({id});
            QTRY_COMPARE_WITH_TIMEOUT(waiting().size(), 1, kWaitMs);
            QTRY_VERIFY_WITH_TIMEOUT(waiting().first().moved, kWaitMs); // noted before it is done, and after
            QVERIFY(!QFileInfo::exists(at("pictures/a.png")));
        }
        Gallery gallery(database());
        QTRY_COMPARE_WITH_TIMEOUT(gallery.items(trash()).size(), 1, kWaitMs);
        QCOMPARE(contents(gallery.items(trash()).at(0).path), bytes);
        gallery.store.restore({id});
        QVERIFY(gallery.shows({at("pictures/a.png")}));
        QCOMPARE(contents(at("pictures/a.png")), bytes);
    }

    void laterEditsComeAfterThoseThatWait()
    {
        QVERIFY(writePicture(at("pictures/a.png"), 1));
        qint64 id = 0;
        {
            OtherProgram other(database());
            Gallery gallery(database());
            gallery.store.add({at("pictures/a.png")});
            QVERIFY(gallery.waitFor(gallery.added));
            id = gallery.items().at(0).id;
            QVERIFY(other.run("BEGIN IMMEDIATE"));
            gallery.store.setRating({id}, 1);
            QTRY_COMPARE_WITH_TIMEOUT(waiting().size(), 1, kWaitMs);
        }
        {
            Gallery gallery(database());
            gallery.store.setRating({id}, 5);
        }
        QVERIFY(WaitingEdits::filesFor(database()).isEmpty());
        QCOMPARE(GalleryDatabase(database()).items({id}).at(0).rating, 5);
    }

    void whatWaitsIsReadAsItWasWritten()
    {
        QVector<GalleryEdit> edits{GalleryEdit::rate({1, 2}, 3), GalleryEdit::addTag({1}, QString::fromUtf8("größer")),
                                   GalleryEdit::removeTag({2}, QStringLiteral("x")), GalleryEdit::trash(4), GalleryEdit::restore(5)};
        edits[0].pictures[1].contentHash = QByteArray(32, '\x9a');
        edits[0].pictures[1].path = QStringLiteral("/p/“2”.png");
        edits[3].moved = TrashedFile{QStringLiteral("/p/4.png"), QStringLiteral("/t/4.png"), QStringLiteral("/i/4")};
        edits[4].restored = QStringLiteral("/p/5.png");
        const QString path = WaitingEdits::newPathFor(database());
        WaitingEdits::write(path, edits);
        QCOMPARE(WaitingEdits::filesFor(database()), QStringList{path});
        QVERIFY(WaitingEdits::filesFor(at("data/other.db")).isEmpty());
        for (GalleryEdit &edit : edits)
            edit.isFromEarlier = true;
        QCOMPARE(WaitingEdits::read(path), edits);
        WaitingEdits::write(path, {});
        QVERIFY(!QFileInfo::exists(path));
    }

    void hostileEditsArePassedOver()
    {
        const QString path = WaitingEdits::newPathFor(database());
        QVERIFY(writeBytes(path, "{\"version\": 1, \"edits\": [1, null, {}, {\"edit\": \"format-disk\", \"pictures\": [{\"id\": 1}]}, "
                                 "{\"edit\": \"rating\", \"pictures\": [{\"id\": -1}, {\"id\": 1, \"sha256\": \"aa\"}]}, "
                                 "{\"edit\": \"trash\", \"pictures\": [{\"id\": 1}, {\"id\": 2}]}, "
                                 "{\"edit\": \"rating\", \"rating\": 99, \"pictures\": [{\"id\": 7}]}]}"));
        const auto edits = WaitingEdits::read(path);
        QCOMPARE(edits.size(), 1);
        QCOMPARE(edits.first().rating, 5);
        QCOMPARE(edits.first().pictures.first().id, 7);
    }

    void aDamagedFileIsToldOnceAndKept()
    {
        QVERIFY(writeBytes(WaitingEdits::newPathFor(database()), "{\"version\": 1, \"edits\": [ {\"edit\""));
        for (const int told : {1, 0}) {
            Gallery gallery(database());
            QVERIFY(gallery.items().isEmpty());
            QCOMPARE(gallery.failed.size(), told);
        }
        QCOMPARE(QDir(at("data")).entryList({QStringLiteral("*.damaged")}).size(), 1);
    }

    /// An index that was made anew gives its ids to others.
    void picturesAreKnownByTheirContentWhereIdsHaveChanged()
    {
        const auto items = someItems(3);
        GalleryEdit edit = GalleryEdit::rate({1, 2, 3}, 5);
        {
            GalleryDatabase before(database());
            QCOMPARE(before.store(items).added, (QVector<qint64>{1, 2, 3}));
            edit.identify(before);
        }
        GalleryDatabase::setAside(database());
        GalleryDatabase after(database());
        GalleryItem moved = items.at(2); // has been renamed, too
        moved.path = QStringLiteral("/elsewhere/moved.png");
        QCOMPARE(after.store({moved, items.at(0)}).added, (QVector<qint64>{1, 2}));
        edit.isFromEarlier = true;
        QCOMPARE(edit.apply(after).changed, (QVector<qint64>{2, 1}));
        QCOMPARE(edit.unmet.size(), 1);
        QCOMPARE(edit.unmet.first().path, items.at(1).path);
        // Known by its id alone, it might be any.
        GalleryEdit unknown = GalleryEdit::rate({1}, 1);
        unknown.isFromEarlier = true;
        QVERIFY(unknown.apply(after).isEmpty());
    }

    void whatANewIndexHasNotMetYetIsAppliedWhenItComes()
    {
        leaveRating(3);
        QVERIFY(QFile::remove(database()));
        for (int start = 0; start < 2; ++start) { // the second index is not new any longer, and still empty
            Gallery gallery(database());
            QVERIFY(gallery.items().isEmpty());
            QTRY_VERIFY_WITH_TIMEOUT(waiting().size() == 1 && !waiting().first().pictures.first().contentHash.isEmpty(), kWaitMs);
        }
        QCOMPARE(waiting().size(), 1);
        Gallery gallery(database());
        gallery.store.watch({m_place->pictures()});
        QVERIFY(gallery.shows({at("pictures/a.png")}));
        QTRY_COMPARE_WITH_TIMEOUT(gallery.item(at("pictures/a.png")).rating, 3, kWaitMs);
        QTRY_VERIFY_WITH_TIMEOUT(waiting().isEmpty(), kWaitMs);
    }

    void whatWaitsForAPictureDoesNotOverruleWhatIsSaidLater()
    {
        leaveRating(2);
        QVERIFY(QFile::remove(database()));
        {
            Gallery gallery(database());
            gallery.store.watch({m_place->pictures()});
            QVERIFY(gallery.shows({at("pictures/a.png")}));
            gallery.store.setRating({gallery.items().at(0).id}, 5);
        }
        QVERIFY(waiting().isEmpty());
        Gallery gallery(database());
        QCOMPARE(gallery.item(at("pictures/a.png")).rating, 5);
    }

    void whatCannotBeAppliedNowStaysForTheNextStart()
    {
        const GalleryEdit edit = leaveRating(4);
        OtherProgram other(database());
        QVERIFY(other.run("UPDATE gallery_version SET version = version + 1000")); // as of a newer program
        {
            Gallery gallery(database());
            QVERIFY(gallery.waitFor(gallery.failed));
            QCOMPARE(gallery.lastError().code, ErrorCode::Unsupported);
        }
        QCOMPARE(waiting().size(), 1);
        QCOMPARE(waiting().first().pictures, edit.pictures);
        QVERIFY(other.run("UPDATE gallery_version SET version = version - 1000"));
        Gallery gallery(database());
        QTRY_COMPARE_WITH_TIMEOUT(gallery.item(at("pictures/a.png")).rating, 4, kWaitMs);
        QTRY_VERIFY_WITH_TIMEOUT(waiting().isEmpty(), kWaitMs);
    }

    void whatFailedBeforeYieldsToWhatIsSaidLater()
    {
        const GalleryEdit edit = leaveRating(4);
        const QStringList left = WaitingEdits::filesFor(database());
        OtherProgram other(database());
        QVERIFY(other.run("CREATE TRIGGER broken BEFORE UPDATE OF rating ON image BEGIN SELECT RAISE(ABORT, 'broken'); END"));
        {
            Gallery gallery(database());
            QVERIFY(gallery.waitFor(gallery.failed));
            // from the earlier program's file into one of this one's
            QTRY_VERIFY_WITH_TIMEOUT(WaitingEdits::filesFor(database()).size() == 1 && WaitingEdits::filesFor(database()) != left, kWaitMs);
            QCOMPARE(waiting().size(), 1);
            QVERIFY(other.run("DROP TRIGGER broken"));
            gallery.store.setRating({edit.pictures.first().id}, 1);
            QVERIFY(gallery.waitFor(gallery.changed));
        }
        QVERIFY(waiting().isEmpty());
        QCOMPARE(GalleryDatabase(database()).items({edit.pictures.first().id}).at(0).rating, 1);
    }

    void whatCanNeverWorkIsToldAndDropped()
    {
        GalleryEdit edit = leaveRating(4);
        edit.kind = GalleryEdit::Kind::Trash;
        const QString path = WaitingEdits::filesFor(database()).value(0);
        WaitingEdits::write(path, {edit});
        QVERIFY(QFile::remove(at("pictures/a.png")));
        Gallery gallery(database());
        QVERIFY(gallery.waitFor(gallery.failed));
        QCOMPARE(gallery.lastError().code, ErrorCode::NotFound);
        QTRY_VERIFY_WITH_TIMEOUT(waiting().isEmpty(), kWaitMs);
    }

    void filesOfALivingProgramAreLeftToIt()
    {
        leaveRating(4);
        const QString path = WaitingEdits::filesFor(database()).value(0);
        const QByteArray bytes = contents(path);
        {
            QLockFile living(WaitingEdits::lockPathFor(path));
            QVERIFY(living.tryLock(0));
            Gallery gallery(database());
            QCOMPARE(gallery.item(at("pictures/a.png")).rating, 0);
            gallery.store.addTag({gallery.items().at(0).id}, QStringLiteral("other"));
            QVERIFY(gallery.waitFor(gallery.changed));
        }
        QCOMPARE(contents(path), bytes);
        Gallery gallery(database());
        QTRY_COMPARE_WITH_TIMEOUT(gallery.item(at("pictures/a.png")).rating, 4, kWaitMs);
        QTRY_COMPARE_WITH_TIMEOUT(QDir(at("data")).entryList({QStringLiteral("*-waiting-*")}), QStringList(), kWaitMs);
    }

    void filesOfAnotherVersionAreToldAndLeft()
    {
        const QByteArray text = "{\"version\": 2, \"edits\": {\"in\": \"another way\"}}";
        const QString path = WaitingEdits::newPathFor(database());
        QVERIFY(writeBytes(path, text));
        {
            Gallery gallery(database());
            QVERIFY(gallery.waitFor(gallery.failed));
            QCOMPARE(gallery.lastError().code, ErrorCode::Unsupported);
        }
        QCOMPARE(contents(path), text);
    }

    /// Rebuilt, the index has another picture where the one was that was meant.
    void onlyThePictureThatWasMeantGoesToTheTrash()
    {
        auto items = someItems(3);
        GalleryEdit trash = GalleryEdit::trash(1);
        GalleryEdit rating = GalleryEdit::rate({1}, 5);
        {
            GalleryDatabase before(database());
            before.store(items);
            trash.identify(before);
            rating.identify(before);
        }
        GalleryDatabase::setAside(database());
        GalleryDatabase after(database());
        items[0].contentHash = QByteArray(32, '\x11');
        after.store(items);
        trash.isFromEarlier = rating.isFromEarlier = true;
        QVERIFY(trash.apply(after).isEmpty());
        QCOMPARE(trash.unmet.size(), 1);
        QVERIFY(!trash.hasMoved());
        QCOMPARE(rating.apply(after).changed, QVector<qint64>{1}); // the place is the picture's; nothing is lost by it
    }
};

CALOTYPE_GUILESS_TEST(WaitingEditsTest)
#include "WaitingEditsTest.moc"
