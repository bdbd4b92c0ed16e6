#include "tests/core/gallery/StoreFixture.h"
#include "tests/support/TestMain.h"

#include "core/gallery/WaitingEdits.h"

#include <QScopeGuard>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

#ifdef Q_OS_UNIX
#include <sys/resource.h>

#include <csignal>
#endif

using namespace calotype;
using namespace calotype::gallery;
using namespace calotype::gallery::test;
using fixtures::writePicture;

class GalleryStoreSafetyTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<GalleryPlace> m_place;

    QString at(const char *name) const { return m_place->at(name); }
    QString database() const { return m_place->database(); }
    QString pictures() const { return m_place->pictures(); }

private Q_SLOTS:
    void init()
    {
        m_place = std::make_unique<GalleryPlace>();
        QVERIFY(m_place->isValid());
        qputenv("XDG_DATA_HOME", QFile::encodeName(at("home-data")));
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

    void aFullIndexIsToldAndTakesInLaterWhatItMissed()
    {
        QVERIFY(writePicture(at("pictures/a.png"), 1));
        Gallery gallery(database());
        gallery.store.watch({pictures()});
        QVERIFY(gallery.shows({at("pictures/a.png")}));
        const qint64 id = gallery.item(at("pictures/a.png")).id;
        gallery.store.setMostPages(1); // SQLite takes the present size instead: no page more
        QVERIFY(writePicture(at("pictures/b.png"), 2, QString(100'000, QLatin1Char('x'))));
        gallery.store.add({at("pictures/b.png")});
        QVERIFY(gallery.waitFor(gallery.failed));
        QCOMPARE(gallery.lastError().code, ErrorCode::DiskFull);
        QVERIFY(gallery.lastError().message.find("make room") != std::string::npos);
        QCOMPARE(gallery.paths(), QStringList{at("pictures/a.png")}); // which is still read

        gallery.failed.clear();
        gallery.store.addTag({id}, QString(100'000, QLatin1Char('t')));
        QVERIFY(gallery.waitFor(gallery.failed)); // so it was not done
        QCOMPARE(gallery.lastError().code, ErrorCode::DiskFull);
        QVERIFY(gallery.item(at("pictures/a.png")).tags.isEmpty());

        gallery.store.setMostPages(0);
        gallery.store.rescan();
        QVERIFY(gallery.shows({at("pictures/a.png"), at("pictures/b.png")}));
        QCOMPARE(gallery.item(at("pictures/a.png")).id, id);
    }

    void changesThatCannotBeKeptWhileTheyWaitAreTold()
    {
#ifdef Q_OS_UNIX
        QVERIFY(writePicture(at("pictures/a.png"), 1));
        Gallery gallery(database());
        gallery.store.add({at("pictures/a.png")});
        QVERIFY(gallery.waitFor(gallery.added));
        const auto ids = idsOf(gallery.added);
        QCOMPARE(gallery.items().size(), 1);
        {
            QSqlDatabase other = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("holder"));
            other.setDatabaseName(database());
            QVERIFY(other.open());
            QVERIFY(QSqlQuery(other).exec(QStringLiteral("BEGIN IMMEDIATE")));
            {
                // The system refuses to write anything, as a full disk would.
                rlimit before{};
                QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
                const auto handler = std::signal(SIGXFSZ, SIG_IGN);
                const rlimit none{0, before.rlim_max};
                QCOMPARE(setrlimit(RLIMIT_FSIZE, &none), 0);
                const auto back = qScopeGuard([&] {
                    setrlimit(RLIMIT_FSIZE, &before);
                    std::signal(SIGXFSZ, handler);
                });
                gallery.store.setRating(ids, 4);
                QVERIFY(gallery.waitFor(gallery.failed));
            }
            const std::string said = gallery.failed.first().at(0).value<Error>().message;
            QVERIFY2(said.find("could not be kept") != std::string::npos, said.c_str());
            QVERIFY(said.find(at("data").toStdString()) != std::string::npos);
            gallery.store.addTag(ids, QStringLiteral("waiting")); // with it, both are kept
            const auto kept = [this] {
                const QStringList files = WaitingEdits::filesFor(database());
                return files.isEmpty() ? qsizetype{0} : WaitingEdits::read(files.first()).size();
            };
            QTRY_COMPARE(kept(), qsizetype{2});
            QVERIFY(QSqlQuery(other).exec(QStringLiteral("ROLLBACK")));
            other.close();
        }
        QSqlDatabase::removeDatabase(QStringLiteral("holder"));
        while (gallery.changed.size() < 2)
            QVERIFY(gallery.changed.wait(kWaitMs));
        QCOMPARE(gallery.items().first().rating, 4);
        QTRY_VERIFY(WaitingEdits::filesFor(database()).isEmpty());
#endif
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

    void fetchingIsAnsweredWhereNothingCanBeRead()
    {
        QVERIFY(writeBytes(at("blocked"), "a file where the folder should be"));
        Gallery gallery(at("blocked/gallery.db"));
        QSignalSpy fetched(&gallery.store, &GalleryStore::fetched);
        const quint64 request = gallery.store.fetch({1, 2});
        QVERIFY(gallery.waitFor(fetched));
        QCOMPARE(fetched.size(), 1);
        QCOMPARE(fetched.first().at(1).toULongLong(), request);
        QVERIFY(fetched.first().at(0).value<QVector<GalleryItem>>().isEmpty());
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

CALOTYPE_GUILESS_TEST(GalleryStoreSafetyTest)
#include "GalleryStoreSafetyTest.moc"
