#include "app/SingleInstance.h"
#include "tests/support/TestMain.h"

#include <QDateTime>
#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <future>
#include <memory>
#include <utility>

using namespace calotype;
using calotype::app::SingleInstance;

/// One program for each data folder, as the programs themselves see it. The later start is on another thread, as it waits
/// for the first one's event loop.
class SingleInstanceTest : public QObject
{
    Q_OBJECT

private:
    static constexpr int kWaitMs = 30000;
    std::unique_ptr<QTemporaryDir> m_dir;

    std::unique_ptr<QThread> m_thread;

    /// Whether it would have become the first one.
    std::future<Result<bool>> later(const QStringList &files)
    {
        std::packaged_task<Result<bool>()> start([folder = m_dir->path(), files] {
            SingleInstance instance(folder);
            return instance.begin(files, QString());
        });
        auto outcome = start.get_future();
        m_thread.reset(QThread::create(std::move(start)));
        m_thread->start();
        return outcome;
    }
    QStringList locks() const
    {
        return QDir(m_dir->path()).entryList({QStringLiteral("calotype-*.lock")}, QDir::Files);
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
        qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_dir->path()));
    }

    void cleanup()
    {
        if (m_thread)
            m_thread->wait();
        m_thread.reset();
    }

    void aLaterStartHandsItsFilesOver_data()
    {
        QTest::addColumn<int>("count");
        QTest::newRow("none") << 0;
        QTest::newRow("one") << 1;
        QTest::newRow("more than a MiB") << 20000;
    }

    void aLaterStartHandsItsFilesOver()
    {
        QFETCH(int, count);
        QStringList files;
        for (int k = 0; k < count; ++k)
            files << QStringLiteral("/pictures/of a folder with a long name/%1.png").arg(k);
        SingleInstance first(m_dir->path());
        const auto isFirst = first.begin({}, QString());
        QVERIFY(isFirst.ok() && isFirst.value());
        QSignalSpy started(&first, &SingleInstance::started);
        auto second = later(files);
        QTRY_COMPARE_WITH_TIMEOUT(started.size(), 1, kWaitMs);
        QCOMPARE(started.first().first().toStringList(), files);
        const auto outcome = second.get();
        QVERIFY(outcome.ok() && !outcome.value());
    }

    void aStartWhileTheFirstOneEndsBecomesTheFirst()
    {
        SingleInstance first(m_dir->path());
        QVERIFY(first.begin({}, QString()).ok());
        auto second = later({QStringLiteral("/a.png")}); // it is connected, and nobody reads
        first.end();
        const auto outcome = second.get();
        QVERIFY(outcome.ok() && outcome.value());
        m_thread->wait();
        QVERIFY(locks().isEmpty());
    }

    void anEmptyLockOfLongAgoIsTakenOver()
    {
        QString name;
        {
            SingleInstance first(m_dir->path());
            QVERIFY(first.begin({}, QString()).ok());
            QCOMPARE(locks().size(), 1);
            name = locks().first();
        }
        QFile lock(m_dir->filePath(name));
        QVERIFY(lock.open(QIODevice::WriteOnly));
        QVERIFY(lock.setFileTime(QDateTime::currentDateTime().addSecs(-3600), QFileDevice::FileModificationTime));
        lock.close();
        SingleInstance next(m_dir->path());
        const auto isFirst = next.begin({}, QString());
        QVERIFY(isFirst.ok() && isFirst.value());
    }
};

CALOTYPE_GUILESS_TEST(SingleInstanceTest)
#include "SingleInstanceTest.moc"
