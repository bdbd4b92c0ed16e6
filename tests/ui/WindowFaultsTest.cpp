#include "app/PicturesFolder.h"
#include "core/engine/EngineModule.h"
#include "core/jobs/JobQueue.h"
#include "core/models/ModelCatalog.h"
#include "core/models/ModelManager.h"
#include "core/shared/DiskRoom.h"
#include "core/shared/SqlConnection.h"
#include "tests/core/jobs/JobFixtures.h"
#include "tests/support/FakeBackend.h"
#include "ui/GenerationController.h"
#include "ui/GenerationSettings.h"
#include "ui/MainWindow.h"
#include "ui/MessageBar.h"
#include "ui/PictureSink.h"
#include "ui/WindowPages.h"
#include "ui/gallery/GalleryModel.h"
#include "ui/gallery/GalleryPage.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QApplication>
#include <QDirIterator>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QProcessEnvironment>
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>

#include <cstdio>
#include <filesystem>
#include <memory>

using namespace calotype;
using namespace calotype::tests;
using namespace calotype::ui;
using calotype::jobs::JobQueue;
using calotype::jobs::JobState;
using Phase = GenerationController::Phase;

namespace {

constexpr int kPatienceMs = 30'000; // more than the database's own patience, and the time between two tries

/// The program's own way to save pictures, in a folder that no preference changes.
class FixedFolder final : public PictureSink
{
public:
    explicit FixedFolder(const QString &folder)
        : m_folder(rulesFor(folder))
    {
    }

    void expect(const ModelSpec &model) override { m_folder.expect(model); }
    void hurry() override { m_folder.hurry(); }
    void setRules(const gallery::OutputRules &) override {}
    Result<QString> place(const GeneratedImage &picture, const GenerationRequest &request) override
    {
        return m_folder.place(picture, request);
    }
    Result<void> save(const QString &path, const GeneratedImage &picture, const GenerationRequest &request,
                      const GenerationResult &result, const ModelSpec &model) override
    {
        return m_folder.save(path, picture, request, result, model);
    }

private:
    static gallery::OutputRules rulesFor(const QString &folder)
    {
        gallery::OutputRules rules;
        rules.folder = folder;
        return rules;
    }

    app::PicturesFolder m_folder;
};

/// A window that writes real pictures and a real database.
struct FaultBench {
    explicit FaultBench(BackendFactory engine = {}, const QString &output = {})
        : out(output.isEmpty() ? dir.filePath(QStringLiteral("out")) : output)
        , store(dir.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat)
        , pictures(out)
        , manager(engine ? std::move(engine) : FakeBackend::factory(script))
    {
        open();
    }

    void open()
    {
        window.reset();
        window = makeWindow();
        window->show();
        QTRY_VERIFY(window->findChild<QComboBox *>(QStringLiteral("model"))->count() > 0); // a scan takes back a choice that it does not find
    }
    static models::CatalogFolders testModels()
    {
        models::CatalogFolders folders;
        folders.added = {std::filesystem::path(CALOTYPE_TEST_DATA) / "models"};
        return folders;
    }
    std::unique_ptr<MainWindow> makeWindow()
    {
        // The gallery watches another folder, so that what is said is said by the queue.
        MainWindow::Services services{
            manager, catalog, pictures, store, {}, dir.filePath(QStringLiteral("models")), database(),
            {{QStringLiteral("compute/device"), {QStringLiteral("cpu"), QStringLiteral("the test")}}}};
        services.freeMemory = [] { return qint64{0}; };
        services.freeDisk = [folder = out] { return freeDiskBytes(folder); };
        auto made = std::make_unique<MainWindow>(services);
        made->settings().setModelPath(QStringLiteral(CALOTYPE_TEST_DATA "/models/sd15-tiny"));
        made->settings().setPrompt(QStringLiteral("a fern"));
        made->settings().setSize(64, 64);
        made->settings().setSteps(2);
        return made;
    }

    QString database() const { return dir.filePath(QStringLiteral("queue.db")); }
    JobQueue &queue() const { return window->queue(); }
    Phase phase() const { return window->controller().phase(); }
    QString said() const { return window->findChild<MessageBar *>(QStringLiteral("messageBar"))->text(); }
    bool says(const char *words) const { return said().contains(QLatin1String(words), Qt::CaseInsensitive); }
    void dismiss() const { window->findChild<MessageBar *>(QStringLiteral("messageBar"))->dismiss(); }
    /// As the button does.
    void generate() const { window->findChild<QAction *>(QStringLiteral("generate"))->trigger(); }

    /// Pictures on the disk that can be read.
    int savedPictures() const
    {
        int count = 0;
        for (QDirIterator it(out, {QStringLiteral("*.png")}, QDir::Files, QDirIterator::Subdirectories); it.hasNext();)
            count += !QImage(it.next()).isNull();
        return count;
    }
    int jobsIn(JobState state) const
    {
        int count = 0;
        for (int row = 0; row < queue().count(); ++row)
            count += queue().at(row)->state == state;
        return count;
    }

    QTemporaryDir dir;
    QString out;
    QSettings store;
    models::ModelCatalog catalog{testModels()};
    std::shared_ptr<FakeScript> script = std::make_shared<FakeScript>();
    FixedFolder pictures;
    models::ModelManager manager;
    std::unique_ptr<MainWindow> window;
};

/// Takes all the room that there is.
bool fill(const QString &path)
{
    QFile ballast(path);
    if (!ballast.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return false;
    const QByteArray piece(4096, 'x');
    while (ballast.write(piece) == piece.size()) { }
    return true;
}

/// Another program that writes to the database, until its input ends.
int holdLock(const QString &database)
{
    SqlConnection connection(database, {.busyTimeoutMs = 10'000});
    const SqlConnection::Transaction transaction(connection);
    std::puts("locked");
    std::fflush(stdout);
    while (std::getchar() != EOF) { }
    return 0;
}

} // namespace

/// What goes wrong outside of the program: the window names the thing and the remedy, and once it is mended everything is
/// there. What a second window on the same queue does stands in WindowQueueTest too, the queue's own part in
/// JobQueueFaultTest and JobStoreFaultTest.
class WindowFaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void diskFullWhileSavingKeepsThePicture();
    void databaseLockedByAnotherProgramIsWaitedFor();
    void damagedDatabaseIsSetAsideAndItsJobsAreMade();
    void damagedIndexIsSetAsideAndBegunAnew();
    void picturesFolderThatIsGoneIsMadeAgain();
    void picturesFolderThatIsNoneIsToldAndNothingIsLost();
    void modelDeletedWhileLoadedGoesOnAndIsMissedAtTheNextLoad();
    void secondWindowOnTheDatabaseSaysWhatToDo();

private:
    static void withSmallDisk(const QString &disk);
};

void WindowFaultsTest::diskFullWhileSavingKeepsThePicture()
{
    const QString disk = qEnvironmentVariable("CALOTYPE_TEST_SMALL_DISK");
    if (!disk.isEmpty()) {
        withSmallDisk(disk);
        return;
    }
    // A file system of half a megabyte, that only this test run again can see.
    const QTemporaryDir place;
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("CALOTYPE_TEST_SMALL_DISK"), place.path());
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral("unshare"),
                  {"--map-root-user", "--mount", "sh", "-c",
                   "mount -t tmpfs -o size=512k tmpfs \"$CALOTYPE_TEST_SMALL_DISK\" || exit 77; exec \"$0\" \"$@\"",
                   QCoreApplication::applicationFilePath(), "diskFullWhileSavingKeepsThePicture"});
    if (!process.waitForStarted())
        QSKIP("there is no unshare, which makes a small disk");
    QVERIFY(process.waitForFinished(4 * kPatienceMs));
    const QByteArray said = process.readAll();
    if (process.exitCode() == 77 || said.startsWith("unshare:"))
        QSKIP("this system lets nobody mount a small disk");
    QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, said.constData());
}

void WindowFaultsTest::withSmallDisk(const QString &disk)
{
    FaultBench bench({}, disk);
    QTRY_VERIFY(bench.queue().isOpen());
    bench.script->stepGate.close();
    bench.generate();
    QTRY_COMPARE(bench.phase(), Phase::Running);
    const QString ballast = disk + QStringLiteral("/ballast");
    QVERIFY(fill(ballast));
    bench.script->stepGate.open();
    QTRY_COMPARE(bench.queue().pause(), JobQueue::Pause::DiskFull);
    QTRY_VERIFY2(bench.says("disk is full") && bench.says("make room"), qPrintable(bench.said()));
    QVERIFY2(bench.said().contains(disk), qPrintable(bench.said()));
    QCOMPARE(bench.savedPictures(), 0);

    // With no room at all nothing more is taken in.
    bench.generate();
    QVERIFY2(bench.says("disk") && bench.says("make room"), qPrintable(bench.said()));
    QCOMPARE(bench.queue().count(), 1);
    QTRY_COMPARE(bench.queue().pause(), JobQueue::Pause::DiskFull);

    QVERIFY(QFile::remove(ballast));
    bench.generate();
    QTRY_COMPARE(bench.jobsIn(JobState::Done), 2);
    QCOMPARE(bench.savedPictures(), 2);
    QCOMPARE(bench.script->generateCalls(), 2); // the first was not made again
}

void WindowFaultsTest::databaseLockedByAnotherProgramIsWaitedFor()
{
    FaultBench bench;
    QTRY_VERIFY(bench.queue().isOpen());
    QProcess other;
    other.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--lock"), bench.database()});
    QVERIFY(other.waitForReadyRead(kPatienceMs));
    QCOMPARE(other.readAllStandardOutput().trimmed(), QByteArray("locked"));

    bench.generate();
    QTRY_VERIFY2_WITH_TIMEOUT(bench.says("locked"), qPrintable(bench.said()), kPatienceMs);
    QVERIFY2(bench.said().contains(QLatin1String("queue.db")) || bench.says("queue"), qPrintable(bench.said()));
    QCOMPARE(bench.queue().pause(), JobQueue::Pause::Fault);
    QCOMPARE(bench.queue().count(), 1);
    QCOMPARE(bench.script->generateCalls(), 0); // nothing is begun that is not on disk

    other.closeWriteChannel();
    QVERIFY(other.waitForFinished(kPatienceMs));
    QTRY_COMPARE_WITH_TIMEOUT(bench.jobsIn(JobState::Done), 1, kPatienceMs);
    QCOMPARE(bench.savedPictures(), 1);
    bench.open();
    QTRY_COMPARE(bench.jobsIn(JobState::Done), 1); // on disk too
}

void WindowFaultsTest::damagedDatabaseIsSetAsideAndItsJobsAreMade()
{
    FaultBench bench;
    QTRY_VERIFY(bench.queue().isOpen());
    bench.queue().setPaused(true);
    QSignalSpy saved(&bench.queue(), &JobQueue::saved);
    bench.queue().add(newJobs(100));
    QTRY_COMPARE(saved.size(), 1);
    bench.window.reset();
    QFile file(bench.database());
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(file.size() / 2 / 4096 * 4096));
    QCOMPARE(file.write(QByteArray(4096, '\xa5')), qint64{4096});
    file.close();

    bench.open();
    QTRY_VERIFY2(bench.says("damaged") && bench.says("set aside"), qPrintable(bench.said()));
    const QStringList aside = QDir(bench.dir.path()).entryList({QStringLiteral("queue.damaged-*.db")});
    QCOMPARE(aside.size(), 1);
    QVERIFY2(bench.said().contains(aside.first()), qPrintable(bench.said()));
    const int kept = bench.queue().count();
    QVERIFY2(kept >= 90, qPrintable(QString::number(kept)));
    bench.queue().setPaused(false);
    QTRY_COMPARE_WITH_TIMEOUT(bench.jobsIn(JobState::Done), kept, kPatienceMs);
    QCOMPARE(bench.savedPictures(), kept);
}

void WindowFaultsTest::damagedIndexIsSetAsideAndBegunAnew()
{
    FaultBench bench;
    bench.window.reset();
    QFile file(bench.dir.filePath(QStringLiteral("gallery.db")));
    QVERIFY(file.exists());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(20'000, 'x'));
    file.close();
    bench.open();
    QTRY_VERIFY2(bench.says("picture index was damaged") && bench.says("set aside"), qPrintable(bench.said()));
    QTRY_VERIFY(bench.queue().isOpen());
    bench.generate();
    QTRY_COMPARE(bench.savedPictures(), 1);
    QTRY_COMPARE(bench.window->pages().galleryPage()->model().pictureCount(), 1); // the new index has it
}

void WindowFaultsTest::picturesFolderThatIsGoneIsMadeAgain()
{
    FaultBench bench;
    QTRY_VERIFY(bench.queue().isOpen());
    bench.generate();
    QTRY_COMPARE(bench.savedPictures(), 1);
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    bench.script->stepGate.close();
    bench.generate();
    QTRY_COMPARE(bench.phase(), Phase::Running);
    QVERIFY(QDir(bench.out).removeRecursively());
    bench.script->stepGate.open();
    QTRY_COMPARE(bench.jobsIn(JobState::Done), 2);
    QCOMPARE(bench.savedPictures(), 1);
    QCOMPARE(bench.said(), QString());
}

void WindowFaultsTest::picturesFolderThatIsNoneIsToldAndNothingIsLost()
{
    FaultBench bench;
    QTRY_VERIFY(bench.queue().isOpen());
    bench.window->settings().setCount(3);
    bench.script->stepGate.close();
    bench.generate();
    bench.script->stepGate.letThrough(2);
    QTRY_COMPARE(bench.savedPictures(), 1);
    QTRY_COMPARE(bench.queue().at(0)->picturesDone, 1);
    // As when a drive goes and something else is mounted there.
    const QString kept = bench.dir.filePath(QStringLiteral("kept"));
    QVERIFY(QDir().rename(bench.out, kept));
    QFile inTheWay(bench.out);
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    inTheWay.close();
    bench.script->stepGate.open();
    QTRY_VERIFY2(bench.says("could not be saved") && bench.says("is no folder"), qPrintable(bench.said()));
    QVERIFY2(bench.said().contains(bench.out), qPrintable(bench.said()));
    QTRY_COMPARE(bench.queue().pause(), JobQueue::Pause::Fault);
    QCOMPARE(bench.jobsIn(JobState::Queued), 1);

    QVERIFY(inTheWay.remove());
    QVERIFY(QDir().rename(kept, bench.out));
    bench.queue().setPaused(false);
    QTRY_COMPARE(bench.jobsIn(JobState::Done), 1);
    QCOMPARE(bench.savedPictures(), 3);
}

void WindowFaultsTest::modelDeletedWhileLoadedGoesOnAndIsMissedAtTheNextLoad()
{
    qputenv("CALOTYPE_ENGINE", CALOTYPE_ENGINE_FILE);
    FaultBench bench([programDir = QCoreApplication::applicationDirPath().toStdString()] { return openEngine(programDir); });
    const QString model = bench.dir.filePath(QStringLiteral("tiny-model"));
    const auto putModel = [to = model.toStdString()] {
        std::filesystem::copy(std::filesystem::path(CALOTYPE_TEST_DATA) / "models/sd15-tiny", to,
                              std::filesystem::copy_options::recursive);
    };
    putModel();
    bench.window->settings().setModelPath(model);
    bench.window->settings().setFixedSeed(true);
    bench.window->settings().setSeed(7);
    bench.manager.setThreads(1);
    bench.generate();
    QTRY_COMPARE_WITH_TIMEOUT(bench.jobsIn(JobState::Done), 1, kPatienceMs);

    QVERIFY(QDir(model).removeRecursively());
    bench.generate();
    QTRY_COMPARE_WITH_TIMEOUT(bench.jobsIn(JobState::Done), 2, kPatienceMs);
    QCOMPARE(bench.savedPictures(), 2);
    QCOMPARE(bench.said(), QString());

    bench.manager.unload();
    QTRY_VERIFY(!bench.manager.model());
    bench.generate();
    QTRY_COMPARE_WITH_TIMEOUT(bench.jobsIn(JobState::Failed), 1, kPatienceMs);
    QVERIFY2(bench.said().contains(QLatin1String("tiny-model")), qPrintable(bench.said()));
    QCOMPARE(bench.queue().at(2)->error, bench.said());

    putModel();
    auto *const again = bench.window->findChild<QAbstractButton *>(QStringLiteral("tryAgain"));
    QVERIFY(again && again->isVisible());
    again->click();
    QCOMPARE(bench.said(), QString());
    QTRY_COMPARE_WITH_TIMEOUT(bench.jobsIn(JobState::Done), 3, kPatienceMs);
    QList<QImage> images;
    for (QDirIterator it(bench.out, {QStringLiteral("*.png")}, QDir::Files, QDirIterator::Subdirectories); it.hasNext();)
        images << QImage(it.next());
    QCOMPARE(images.size(), 3);
    QCOMPARE(images[1], images[0]); // of one seed
    QCOMPARE(images[2], images[0]);
}

void WindowFaultsTest::secondWindowOnTheDatabaseSaysWhatToDo()
{
    FaultBench bench;
    QTRY_VERIFY(bench.queue().isOpen());
    bench.script->stepGate.close();
    bench.generate();
    QTRY_COMPARE(bench.phase(), Phase::Running);

    QSettings store(bench.dir.filePath(QStringLiteral("other.ini")), QSettings::IniFormat);
    FaultBench other;
    other.window = std::make_unique<MainWindow>(MainWindow::Services{
        other.manager, other.catalog, other.pictures, store, {}, bench.dir.filePath(QStringLiteral("models")), bench.database()});
    QTRY_VERIFY2(other.says("Another Calotype") && other.says("close it"), qPrintable(other.said()));
    QCOMPARE(bench.queue().count(), 1);
    bench.script->stepGate.open();
    QTRY_COMPARE(bench.jobsIn(JobState::Done), 1);
    QCOMPARE(bench.said(), QString());

    bench.window.reset();
    other.dismiss();
    other.queue().open();
    QTRY_VERIFY(other.queue().isOpen());
    QCOMPARE(other.jobsIn(JobState::Done), 1); // what the first one did
}

int main(int argc, char **argv)
{
    if (argc == 3 && QByteArray(argv[1]) == "--lock") {
        QCoreApplication app(argc, argv);
        return holdLock(QString::fromLocal8Bit(argv[2]));
    }
    const QTemporaryDir data; // nothing of the user's is touched
    qputenv("CALOTYPE_DATA_DIR", data.path().toLocal8Bit());
    QApplication app(argc, argv);
    WindowFaultsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "WindowFaultsTest.moc"
