#include "tests/core/gallery/StoreFixture.h"
#include "tests/support/TestMain.h"

#include <QTest>

using namespace calotype;
using namespace calotype::gallery;
using namespace calotype::gallery::test;
using fixtures::writePicture;

class GalleryStoreTest : public QObject
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
        QVERIFY(gallery.waitFor(gallery.scanned));
        QCOMPARE(gallery.unreadable.size(), 1);
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

    void aFolderThatNeverHadAPictureIsNotMissed()
    {
        Gallery gallery(database());
        gallery.store.watch({at("not yet")});
        QVERIFY(gallery.scan());
        gallery.store.requestFacets(); // answered after what the scan had to say
        QSignalSpy facets(&gallery.store, &GalleryStore::facets);
        QVERIFY(facets.wait());
        QVERIFY(gallery.failed.isEmpty());
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

        QSignalSpy missing(&gallery.store, &GalleryStore::foldersMissing);
        QVERIFY(QDir().rename(pictures(), at("unplugged")));
        QVERIFY(gallery.waitFor(gallery.failed));
        QTRY_COMPARE_WITH_TIMEOUT(missing.size(), 1, kWaitMs);
        QCOMPARE(missing.takeFirst().at(0).toStringList(), QStringList{pictures()});
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
        QTRY_COMPARE_WITH_TIMEOUT(missing.size(), 1, kWaitMs);
        QVERIFY(missing.first().at(0).toStringList().isEmpty());
        // And it is watched again.
        QVERIFY(writePicture(at("pictures/sub/b.png"), 2));
        QVERIFY(gallery.shows({at("pictures/sub/a.png"), at("pictures/sub/b.png")}));
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

    void aPictureIsFoundByItsFile()
    {
        QVERIFY(writePicture(at("pictures/a.png"), 1));
        Gallery gallery(database());
        QSignalSpy found(&gallery.store, &GalleryStore::foundByPath);
        const auto ask = [&](const QString &path) {
            found.clear();
            gallery.store.requestByPath(path);
            return found.wait(kWaitMs) && found.first().at(0).toString() == path ? found.first().at(1).toLongLong() : -1;
        };
        QCOMPARE(ask(at("pictures/a.png")), 0); // not yet
        gallery.store.add({at("pictures/a.png")});
        QVERIFY(gallery.waitFor(gallery.added));
        const qint64 id = gallery.items().first().id;
        QCOMPARE(ask(at("pictures/a.png")), id);
        QCOMPARE(ask(at("pictures/other.png")), 0);
        gallery.store.moveToTrash({id});
        QVERIFY(gallery.waitFor(gallery.removed));
        QCOMPARE(ask(at("pictures/a.png")), 0);
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
};

CALOTYPE_GUILESS_TEST(GalleryStoreTest)
#include "GalleryStoreTest.moc"
