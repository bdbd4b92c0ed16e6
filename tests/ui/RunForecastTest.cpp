#include "tests/support/TestMain.h"
#include "ui/RunForecast.h"

#include "core/jobs/JobQueue.h"
#include "tests/ui/WindowBench.h"
#include "ui/preferences/Preferences.h"

#include <QLabel>
#include <QtTest>

using namespace calotype;
using namespace calotype::tests;
using Bench = WindowBench;

/// What the window says of a run before it starts.
class RunForecastTest : public QObject
{
    Q_OBJECT

private:
    /// A window on a machine with so much room, that computes on @p device.
    static void openOn(Bench &bench, jobs::FreeRoom room, const char *device = "cpu")
    {
        bench.window.reset();
        MainWindow::Services services{bench.manager, bench.catalog, bench.sink, bench.store, {},
                                      bench.dir.filePath(QStringLiteral("models")), bench.queueDatabase()};
        services.overrides.insert(QStringLiteral("compute/device"), {QLatin1String(device), QStringLiteral("the test")});
        services.freeMemory = [room] { return room.memoryBytes; };
        services.freeDisk = [room] { return room.diskBytes; };
        bench.window = std::make_unique<MainWindow>(services);
        bench.window->show();
        bench.settings().setModelPath(QStringLiteral(CALOTYPE_TEST_DATA "/models/sd15-tiny"));
        QTRY_VERIFY(bench.window->queue().isOpen());
    }

    static QLabel *line(const Bench &bench) { return bench.part<QLabel>("estimate"); }

private Q_SLOTS:
    void whatWillNotFitIsToldAndMadeAllTheSame_data();
    void whatWillNotFitIsToldAndMadeAllTheSame();
    void whatFitsIsNotSpokenOf();
    void memoryOfACardIsJudgedWhereItIsKnown_data();
    void memoryOfACardIsJudgedWhereItIsKnown();
    void memoryIsNotJudgedWhileAJobRuns();
    void fullDiskTakesNothingIn();
    void lineSaysMemoryTimeAndDisk();
    void lineFollowsTheMemoryMode();
    void lineFollowsTheFreeMemory();
    void timeIsLearnedFromARun();
};

void RunForecastTest::whatWillNotFitIsToldAndMadeAllTheSame_data()
{
    QTest::addColumn<qint64>("memory");
    QTest::addColumn<qint64>("disk");
    QTest::addColumn<QString>("thing");
    QTest::addColumn<QString>("remedy");
    QTest::newRow("memory") << (qint64{1} << 20) << (qint64{1} << 40) << "memory" << "choose a smaller picture";
    QTest::newRow("disk") << (qint64{1} << 40) << qint64{1000} << "disk" << "make room";
}

void RunForecastTest::whatWillNotFitIsToldAndMadeAllTheSame()
{
    QFETCH(qint64, memory);
    QFETCH(qint64, disk);
    QFETCH(QString, thing);
    QFETCH(QString, remedy);
    Bench bench;
    openOn(bench, {memory, disk});
    bench.settings().setSize(256, 256);
    bench.action("generate")->trigger();
    QTRY_VERIFY2(bench.message()->text().contains(thing), qPrintable(bench.message()->text()));
    QVERIFY2(bench.message()->text().contains(remedy), qPrintable(bench.message()->text()));
    QTRY_COMPARE(bench.sink.saved().size(), std::size_t{1});
}

void RunForecastTest::whatFitsIsNotSpokenOf()
{
    Bench bench;
    openOn(bench, {qint64{1} << 40, qint64{1} << 40});
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.sink.saved().size(), std::size_t{1});
    QCOMPARE(bench.message()->text(), QString());
}

void RunForecastTest::memoryOfACardIsJudgedWhereItIsKnown_data()
{
    QTest::addColumn<qint64>("free");
    QTest::addColumn<bool>("told");
    QTest::newRow("too little") << (qint64{1} << 20) << true;
    QTest::newRow("enough") << (qint64{1} << 36) << false;
    QTest::newRow("not known") << qint64{0} << false;
}

void RunForecastTest::memoryOfACardIsJudgedWhereItIsKnown()
{
    QFETCH(qint64, free);
    QFETCH(bool, told);
    Bench bench;
    bench.script->setDevices({{"cuda:0", "A card", qint64{1} << 36, free}, {"cpu", "A processor", 1 << 30, 1 << 29}});
    openOn(bench, {1, qint64{1} << 40}, "cuda:0"); // the machine's own memory does not matter
    QSignalSpy listed(&bench.manager, &models::ModelManager::devicesListed);
    bench.manager.requestDevices();
    QTRY_VERIFY(!listed.isEmpty());
    bench.settings().setSize(256, 256);
    bench.action("generate")->trigger();
    QCOMPARE(bench.message()->text().contains(QStringLiteral("memory")), told);
    QTRY_COMPARE(bench.sink.saved().size(), std::size_t{1});
    QCOMPARE(bench.sink.saved().front().model.device, std::string("cuda:0"));
}

void RunForecastTest::memoryIsNotJudgedWhileAJobRuns()
{
    Bench bench;
    openOn(bench, {1, qint64{1} << 40});
    bench.script->stepGate.close();
    bench.action("generate")->trigger();
    QVERIFY(bench.message()->text().contains(QStringLiteral("memory")));
    QTRY_COMPARE(bench.phase(), Phase::Running);
    bench.action("generate")->trigger(); // what runs takes memory that will be free by then
    QCOMPARE(bench.message()->text(), QString());
    bench.script->stepGate.open();
    QTRY_COMPARE(bench.sink.saved().size(), std::size_t{2});
}

void RunForecastTest::fullDiskTakesNothingIn()
{
    Bench bench;
    openOn(bench, {qint64{1} << 40, 0});
    bench.action("generate")->trigger();
    QTRY_VERIFY2(bench.message()->text().contains(QStringLiteral("make room")), qPrintable(bench.message()->text()));
    QCOMPARE(bench.phase(), Phase::Idle);
    QCOMPARE(bench.window->queue().count(), 0);
    QCOMPARE(bench.prompt()->toPlainText(), QStringLiteral("a fern")); // it stays to be asked for again
}

void RunForecastTest::lineSaysMemoryTimeAndDisk()
{
    Bench bench;
    openOn(bench, {});
    bench.settings().setSize(512, 512);
    bench.settings().setSteps(19);
    bench.settings().setGuidance(7.5);
    bench.settings().setSampler(QStringLiteral("euler"));
    QTRY_VERIFY(line(bench)->isVisible()); // the models are listed
    QVERIFY2(line(bench)->text().startsWith(QStringLiteral("About ")), qPrintable(line(bench)->text()));
    // The test model has few numbers: the program's 240 MB, and 1.57 GB for decoding 512 × 512 pixels in float32.
    QVERIFY2(line(bench)->text().contains(QStringLiteral("1.8 GB of memory")), qPrintable(line(bench)->text()));
    QVERIFY(!line(bench)->text().contains(QStringLiteral(" s")));
    // 512 × 512 × 3 bytes, 64 KiB, and the resume point: six times 64 × 64 × 4 numbers of four bytes.
    QVERIFY2(line(bench)->text().endsWith(QStringLiteral(", 1.2 MB on the disk")), qPrintable(line(bench)->text()));

    jobs::SpeedKey key;
    key.model = bench.settings().values().modelPath;
    key.device = QStringLiteral("cpu");
    key.width = key.height = 512;
    bench.window->queue().rememberSpeed(key, 2.0);
    bench.settings().setCount(2); // twice nineteen steps and a decoding
    QVERIFY2(line(bench)->text().startsWith(QStringLiteral("About 1 min 20 s, ")), qPrintable(line(bench)->text()));
    bench.settings().setSteps(24);
    bench.settings().setCount(1);
    QVERIFY2(line(bench)->text().startsWith(QStringLiteral("About 50 s, ")), qPrintable(line(bench)->text()));
    bench.settings().setSampler(QStringLiteral("heun")); // two evaluations a step: another kind of run
    QVERIFY2(!line(bench)->text().contains(QStringLiteral(" s,")), qPrintable(line(bench)->text()));
}

void RunForecastTest::lineFollowsTheMemoryMode()
{
    Bench bench;
    openOn(bench, {});
    bench.settings().setSize(512, 512);
    QTRY_VERIFY2(line(bench)->text().contains(QStringLiteral("1.8 GB of memory")), qPrintable(line(bench)->text()));
    // The program's 240 MB, and 285 for the VAE in tiles.
    QVERIFY(bench.window->preferences().set(QStringLiteral("compute/memory"), QStringLiteral("low")));
    QTRY_VERIFY2(line(bench)->text().contains(QStringLiteral("525.")), qPrintable(line(bench)->text()));
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.sink.saved().size(), std::size_t{1});
    QVERIFY(bench.sink.saved().back().model.memory == MemoryMode::Low);
    // As the engine loaded it.
    QTRY_VERIFY2(line(bench)->text().contains(QStringLiteral("525.")), qPrintable(line(bench)->text()));
}

void RunForecastTest::lineFollowsTheFreeMemory()
{
    Bench bench;
    openOn(bench, {qint64{1} << 30, -1});
    bench.settings().setSize(512, 512);
    // The VAE goes in tiles. The program's 240 MB, and 346 for the steps, which take more than the tiles; the weights are few.
    QTRY_VERIFY2(line(bench)->text().startsWith(QStringLiteral("About 589.")), qPrintable(line(bench)->text()));
    openOn(bench, {qint64{1} << 40, -1});
    bench.settings().setSize(512, 512);
    QTRY_VERIFY2(line(bench)->text().contains(QStringLiteral("1.8 GB of memory")), qPrintable(line(bench)->text()));
}

void RunForecastTest::timeIsLearnedFromARun()
{
    Bench bench;
    openOn(bench, {});
    QTRY_VERIFY(!line(bench)->text().isEmpty());
    QVERIFY(!line(bench)->text().contains(QStringLiteral(" s,")));
    bench.settings().setSize(64, 64);
    bench.settings().setSteps(4);
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.sink.saved().size(), std::size_t{1});
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QTRY_VERIFY2(line(bench)->text().contains(QStringLiteral(" s,")), qPrintable(line(bench)->text()));
    openOn(bench, {}); // and kept
    bench.settings().setSteps(4);
    QTRY_VERIFY2(line(bench)->text().contains(QStringLiteral(" s,")), qPrintable(line(bench)->text()));
}

CALOTYPE_TEST(RunForecastTest)
#include "RunForecastTest.moc"
