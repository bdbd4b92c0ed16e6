#include "core/gallery/DifferenceHash.h"
#include "core/gallery/GalleryItemReader.h"
#include "core/gallery/PictureFile.h"
#include "core/gallery/Reindex.h"
#include "tests/support/PictureFixtures.h"
#include "tests/support/TestMain.h"

#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace calotype;
using namespace calotype::gallery;
using fixtures::writePicture;

namespace {

bool writeBytes(const QString &path, const QByteArray &bytes, int ageSeconds = 3600)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.flush()
        && file.setFileTime(QDateTime::currentDateTime().addSecs(-ageSeconds), QFileDevice::FileModificationTime);
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class ReindexTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    QString at(const char *name) const { return m_folder->filePath(QString::fromUtf8(name)); }
    QString database() const { return at("data/gallery.db"); }
    QString pictures() const { return at("pictures"); }

    // All rows by path, without what only the database knows.
    static QMap<QString, GalleryItem> rows(const GalleryDatabase &database)
    {
        QMap<QString, GalleryItem> found;
        const auto items = database.items(database.query({}));
        for (GalleryItem item : items) {
            item.id = 0;
            found.insert(item.path, item);
        }
        return found;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void aPictureOfAnotherProgramIsRead()
    {
        QVERIFY(writePicture(at("pictures/x.png"), 42, QString::fromUtf8("a fox, 一只橘猫"), 5000));
        const auto item = readGalleryItem(at("pictures/x.png"));
        QVERIFY(item);
        const GalleryItem &found = item.value();
        QCOMPARE(found.path, at("pictures/x.png"));
        QCOMPARE(found.prompt, QString::fromUtf8("a fox, 一只橘猫"));
        QCOMPARE(found.negativePrompt, QStringLiteral("blurry"));
        QCOMPARE(found.source, QStringLiteral("AUTOMATIC1111"));
        QCOMPARE(found.model, QStringLiteral("testmodel"));
        QCOMPARE(found.sampler, QStringLiteral("DPM++ 2M"));
        QCOMPARE(found.seed, 42);
        QCOMPARE(found.steps, 20);
        QCOMPARE(found.guidance, 6.5);
        QCOMPARE(QSize(found.width, found.height), QSize(96, 64));
        QVERIFY(!found.madeFromImage);
        QCOMPARE(found.contentHash, QCryptographicHash::hash(contents(found.path), QCryptographicHash::Sha256));
        QCOMPARE(found.fileSize, QFileInfo(found.path).size());
        QCOMPARE(found.created, found.modified);
    }

    void aPictureWithoutWordsIsAPicture()
    {
        QVERIFY(QDir().mkpath(pictures()));
        QVERIFY(fixtures::pattern(1).save(at("pictures/photo.jpeg"), "JPEG"));
        const auto item = readGalleryItem(at("pictures/photo.jpeg"));
        QVERIFY(item);
        QCOMPARE(item.value().source, QString());
        QCOMPARE(item.value().seed, -1);
        QCOMPARE(item.value().width, 96);
    }

    void whatIsNoPictureIsToldByName_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("this is no picture");
        QTest::newRow("only a signature") << QByteArray("\x89PNG\r\n\x1a\n", 8);
    }

    void whatIsNoPictureIsToldByName()
    {
        QFETCH(QByteArray, bytes);
        QVERIFY(writeBytes(at("pictures/broken.png"), bytes));
        const auto item = readGalleryItem(at("pictures/broken.png"));
        QVERIFY(!item);
        QCOMPARE(item.error().code, ErrorCode::Damaged);
        QVERIFY(item.error().message.find("broken.png") != std::string::npos);
    }

    void foldersAndMissingFilesAreNoPictures()
    {
        QVERIFY(QDir().mkpath(at("pictures/folder.png")));
        QCOMPARE(readGalleryItem(at("pictures/folder.png")).error().code, ErrorCode::Unsupported);
        QCOMPARE(readGalleryItem(at("pictures/none.png")).error().code, ErrorCode::NotFound);
    }

    void everythingBelowAFolderIsFound()
    {
        QVERIFY(writePicture(at("pictures/a.png"), 1));
        QVERIFY(writePicture(at("pictures/2024/01/b.PNG"), 2));
        QVERIFY(writePicture(at("pictures/größe/c.png"), 3));
        QVERIFY(writePicture(at("pictures/.hidden/d.png"), 4));
        QVERIFY(writePicture(at("pictures/.e.png"), 5));
        QVERIFY(writeBytes(at("pictures/notes.txt"), "words"));
        QVERIFY(writeBytes(at("pictures/broken.png"), "none"));
        QCOMPARE(symlink("..", qPrintable(at("pictures/2024/loop"))), 0);
        GalleryDatabase index(database());
        const ReindexOutcome outcome = reindex(index, {pictures()});
        QCOMPARE(outcome.added, 3);
        QCOMPARE(outcome.unreadable, QStringList{at("pictures/broken.png")});
        QVERIFY(outcome.missing.isEmpty());
        QCOMPARE(rows(index).keys(), (QStringList{at("pictures/2024/01/b.PNG"), at("pictures/a.png"), at("pictures/größe/c.png")}));
    }

    void differenceHashesAreThoseOfThePixels()
    {
        for (int k = 0; k < 40; ++k) // more than one helping
            QVERIFY(writePicture(pictures() + QStringLiteral("/%1.png").arg(k), k));
        GalleryDatabase index(database());
        reindex(index, {pictures()});
        const auto found = rows(index);
        QCOMPARE(found.size(), 40);
        for (const GalleryItem &item : found)
            QCOMPARE(item.differenceHash, differenceHash(decodePicture(item.path).value()));
    }

    void aPictureWhosePixelsAreCutOffIsListedAsSuch()
    {
        QVERIFY(writePicture(at("pictures/whole.png"), 1));
        const QByteArray bytes = contents(at("pictures/whole.png"));
        QVERIFY(writeBytes(at("pictures/cut.png"), bytes.left(bytes.size() / 2)));
        GalleryDatabase index(database());
        reindex(index, {pictures()});
        QVERIFY(rows(index).value(at("pictures/cut.png")).undecodable);
        QVERIFY(!rows(index).value(at("pictures/whole.png")).undecodable);
    }

    void aNewIndexFromThePicturesAloneIsTheSame()
    {
        for (int k = 0; k < 30; ++k)
            QVERIFY(writePicture(pictures() + QStringLiteral("/%1/%2.png").arg(k % 4).arg(k), k, QStringLiteral("picture %1 of some").arg(k), 3600 * k + 60));
        GalleryDatabase first(database());
        reindex(first, {pictures()});
        GalleryDatabase second(at("other/gallery.db"));
        reindex(second, {pictures()});
        QCOMPARE(rows(first).size(), 30);
        QCOMPARE(rows(second), rows(first));
        const auto paths = [](const GalleryDatabase &index, const GalleryFilter &filter) {
            QStringList found;
            for (const GalleryItem &item : index.items(index.query(filter)))
                found << item.path;
            return found;
        };
        GalleryFilter filter;
        QCOMPARE(paths(second, filter), paths(first, filter));
        filter.text = QStringLiteral("picture 1");
        QVERIFY(!paths(first, filter).isEmpty());
        QCOMPARE(paths(second, filter), paths(first, filter));
    }

    void readingAnewKeepsRatingsAndTellsWhatChanged()
    {
        QVERIFY(writePicture(at("pictures/a.png"), 1));
        QVERIFY(writePicture(at("pictures/b.png"), 2));
        GalleryDatabase index(database());
        reindex(index, {pictures()});
        index.setRating(index.query({}), 4);
        const ReindexOutcome again = reindex(index, {pictures()});
        QCOMPARE(again.found, 2);
        QCOMPARE(again.added + again.changed + again.removed, 0);
        QVERIFY(writePicture(at("pictures/b.png"), 3, QStringLiteral("another"), 100));
        QVERIFY(QFile::remove(at("pictures/a.png")));
        const ReindexOutcome third = reindex(index, {pictures()});
        QCOMPARE(third.changed, 1);
        QCOMPARE(third.removed, 1);
        const auto found = rows(index);
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.first().rating, 4);
        QCOMPARE(found.first().prompt, QStringLiteral("another"));
    }

    void movedFilesKeepWhatWasSaidOfThem_data()
    {
        QTest::addColumn<QString>("to");
        QTest::newRow("renamed") << "renamed.png";
        QTest::newRow("to a folder read before") << "a/x.png";
        QTest::newRow("to a folder read after") << "z/x.png";
        QTest::newRow("over another picture") << "other.png";
    }

    void movedFilesKeepWhatWasSaidOfThem()
    {
        QFETCH(QString, to);
        QVERIFY(writePicture(at("pictures/m/x.png"), 1, QStringLiteral("moved")));
        QVERIFY(writePicture(at("pictures/other.png"), 2, QStringLiteral("other")));
        GalleryDatabase index(database());
        reindex(index, {pictures()});
        const qint64 id = index.find(at("pictures/m/x.png"));
        index.setRating({id}, 5);
        index.addTag({id}, QStringLiteral("kept"));
        const QString target = pictures() + QLatin1Char('/') + to;
        QDir().mkpath(QFileInfo(target).path());
        QFile::remove(target);
        QVERIFY(QFile::rename(at("pictures/m/x.png"), target));
        reindex(index, {pictures()});
        QCOMPARE(index.find(target), id);
        QCOMPARE(index.items({id}).first().rating, 5);
        QCOMPARE(index.items({id}).first().tags, QStringList{QStringLiteral("kept")});
        QCOMPARE(index.count(), to == QLatin1String("other.png") ? 1 : 2);
    }

    void aCopyIsAPictureOfItsOwn()
    {
        QVERIFY(writePicture(at("pictures/x.png"), 1));
        GalleryDatabase index(database());
        reindex(index, {pictures()});
        index.setRating(index.query({}), 5);
        QVERIFY(QFile::copy(at("pictures/x.png"), at("pictures/copy.png")));
        reindex(index, {pictures()});
        QCOMPARE(index.count(), 2);
        QCOMPARE(rows(index).value(at("pictures/copy.png")).rating, 0);
        QCOMPARE(rows(index).value(at("pictures/x.png")).rating, 5);
    }

    void aFolderThatIsGoneIsToldAndKept()
    {
        QVERIFY(writePicture(at("pictures/x.png"), 1));
        GalleryDatabase index(database());
        reindex(index, {pictures()});
        QVERIFY(QDir().rename(pictures(), at("away")));
        const ReindexOutcome outcome = reindex(index, {pictures()});
        QCOMPARE(outcome.missing, QStringList{pictures()});
        QCOMPARE(index.count(), 1);
        QVERIFY(rows(index).first().missing);
        QVERIFY(QDir().rename(at("away"), pictures()));
        reindex(index, {pictures()});
        QVERIFY(!rows(index).first().missing);
        QCOMPARE(index.count(), 1);
    }

    void aSubfolderThatIsGoneTakesItsPicturesAlong()
    {
        QVERIFY(writePicture(at("pictures/sub/deep/x.png"), 1));
        QVERIFY(writePicture(at("pictures/y.png"), 2));
        GalleryDatabase index(database());
        reindex(index, {pictures()});
        QVERIFY(QDir(at("pictures/sub")).removeRecursively());
        QCOMPARE(reindex(index, {pictures()}).removed, 1);
        QCOMPARE(rows(index).keys(), QStringList{at("pictures/y.png")});
    }

    void aDamagedIndexIsRebuiltWithRatingsAndTags()
    {
        QVERIFY(writePicture(at("pictures/x.png"), 1));
        QVERIFY(writePicture(at("pictures/y.png"), 2));
        QVERIFY(writePicture(at("pictures/z.png"), 3));
        {
            GalleryDatabase index(database());
            reindex(index, {pictures()});
            index.setRating({index.find(at("pictures/x.png"))}, 5);
            index.addTag({index.find(at("pictures/y.png"))}, QStringLiteral("kept"));
            const auto trashed = moveToOwnTrash(at("pictures/z.png"), ownTrashFolder(database()));
            QVERIFY(trashed);
            index.setTrashed(index.find(at("pictures/z.png")), trashed.value());
        }
        QVERIFY(writeBytes(database(), QByteArray(5000, 'x')));
        GalleryDatabase::setAside(database());
        GalleryDatabase index(database());
        reindex(index, {pictures()});
        QCOMPARE(rows(index).size(), 2);
        QCOMPARE(rows(index).value(at("pictures/x.png")).rating, 5);
        QCOMPARE(rows(index).value(at("pictures/y.png")).tags, QStringList{QStringLiteral("kept")});
        GalleryFilter trash;
        trash.trashed = true;
        const auto trashed = index.query(trash);
        QCOMPARE(trashed.size(), 1);
        QCOMPARE(index.trashedFile(trashed.first())->original, at("pictures/z.png"));
    }
};

CALOTYPE_GUILESS_TEST(ReindexTest)
#include "ReindexTest.moc"
