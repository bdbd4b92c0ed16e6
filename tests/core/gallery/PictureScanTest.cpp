#include "core/gallery/PictureScan.h"
#include "tests/support/PictureFixtures.h"
#include "tests/support/TestMain.h"

#include <QTemporaryDir>
#include <QTest>

#include <deque>
#include <memory>
#include <utility>

using namespace calotype;
using namespace calotype::gallery;
using fixtures::writePicture;

namespace {

/// A scan into a real index, which is asked only when answer() lets it be.
struct Scanning {
    explicit Scanning(const QString &database)
        : index(database)
    {
    }

    PictureScan::Ports ports()
    {
        PictureScan::Ports made;
        made.database = [this](PictureScan::DatabaseTask task) { tasks.push_back(std::move(task)); };
        made.back = [](const std::function<void()> &call) { call(); };
        made.visiting = [this](const QString &folder) { visited << folder; };
        made.progress = [this](int done, int total) { progress = {done, total}; };
        made.drained = [this] { drained << progress.second; };
        return made;
    }

    void answer()
    {
        while (!tasks.empty()) {
            const PictureScan::DatabaseTask task = std::move(tasks.front());
            tasks.pop_front();
            task(index);
        }
    }

    void steps(int count)
    {
        for (int k = 0; k < count; ++k) {
            scan.step();
            answer();
        }
    }

    void finish()
    {
        do
            answer();
        while (scan.step() || !tasks.empty());
    }

    QStringList prompts() const
    {
        QStringList found;
        for (const GalleryItem &item : index.items(index.query({})))
            found << item.prompt;
        return found;
    }

    GalleryDatabase index;
    PictureScan scan{ports()};
    std::deque<PictureScan::DatabaseTask> tasks; ///< after the scan: those that are left answer it as they go
    QStringList visited;
    std::pair<int, int> progress;
    QList<int> drained; ///< of each time: how many files were to be read
};

} // namespace

class PictureScanTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    QString at(const char *name) const { return m_folder->filePath(QString::fromUtf8(name)); }
    QString database() const { return at("data/gallery.db"); }
    QString pictures() const { return at("pictures"); }

    /// 20 in two subfolders: more than are stored at once.
    bool writePictures() const
    {
        for (int k = 0; k < 20; ++k) {
            if (!writePicture(pictures() + QStringLiteral("/%1/%2.png").arg(k % 2).arg(k), k))
                return false;
        }
        return true;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void lookingAgainReadsNoFileTwice()
    {
        QVERIFY(writePictures());
        Scanning gallery(database());
        gallery.scan.walk(pictures(), false);
        gallery.steps(3 + 4); // the folders, and four files
        gallery.scan.walk(pictures(), false);
        gallery.steps(3);
        gallery.scan.look(pictures() + QStringLiteral("/1"));
        gallery.steps(1 + 14);
        gallery.scan.walk(pictures(), false);
        gallery.finish();
        QCOMPARE(gallery.drained, QList<int>{20});
        QCOMPARE(gallery.progress, std::make_pair(20, 20));
        QCOMPARE(gallery.index.count(), 20);
    }

    void lateAnswersBringNoFileTwice()
    {
        QVERIFY(writePictures());
        Scanning gallery(database());
        gallery.scan.walk(pictures(), false);
        while (gallery.scan.step()) { }
        gallery.scan.walk(pictures(), false);
        while (gallery.scan.step()) { }
        gallery.answer();
        gallery.steps(4);
        gallery.scan.walk(pictures(), false);
        while (gallery.scan.step()) { } // reads nothing that may be in an answer
        gallery.finish();
        QCOMPARE(gallery.drained, QList<int>{20});
        QCOMPARE(gallery.index.count(), 20);
    }

    void readingAnewReadsWhatWasReadAlready()
    {
        QVERIFY(writePictures());
        Scanning gallery(database());
        gallery.scan.walk(pictures(), false);
        gallery.steps(3 + 4);
        gallery.scan.walk(pictures(), true);
        gallery.finish();
        QCOMPARE(gallery.drained, QList<int>{20 + 4});
    }

    void fileThatChangesAfterItWasReadIsReadAgain()
    {
        const auto write = [this](const QString &prompt) {
            return writePicture(at("pictures/a.png"), 1, prompt) && writePicture(at("pictures/b.png"), 2, prompt)
                && writePicture(at("pictures/c.png"), 3, prompt);
        };
        QVERIFY(write(QStringLiteral("before")));
        Scanning gallery(database());
        gallery.scan.walk(pictures(), false);
        gallery.steps(1 + 1); // one is read, and not stored yet
        const QString after = QStringLiteral("quite another");
        QVERIFY(write(after));
        gallery.scan.look(pictures());
        gallery.finish();
        QCOMPARE(gallery.prompts(), (QStringList{after, after, after}));
        QCOMPARE(gallery.drained, QList<int>{3 + 1});
    }

    void walksAskedForMeanwhileAreOneMore()
    {
        QVERIFY(writePictures());
        Scanning gallery(database());
        gallery.scan.walk(pictures(), false);
        gallery.scan.walk(pictures(), false); // before the first has begun
        gallery.steps(1);
        QVERIFY(writePicture(at("pictures/new.png"), 30));
        for (int k = 0; k < 3; ++k)
            gallery.scan.walk(pictures(), false);
        gallery.finish();
        QCOMPARE(gallery.visited.count(pictures()), 2);
        QCOMPARE(gallery.drained, QList<int>{21});
        QVERIFY(gallery.index.find(at("pictures/new.png")) != 0);
        gallery.scan.walk(pictures(), false); // all is known
        gallery.finish();
        QCOMPARE(gallery.visited.count(pictures()), 3);
        QCOMPARE(gallery.drained, (QList<int>{21, 0}));
    }
};

CALOTYPE_GUILESS_TEST(PictureScanTest)
#include "PictureScanTest.moc"
