#include "core/models/ModelCatalog.h"
#include "core/models/ModelManager.h"
#include "tests/support/FakeBackend.h"
#include "tests/support/TestMain.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace calotype;
using namespace calotype::models;
using namespace calotype::tests;
using namespace std::chrono_literals;

namespace {

GenerationRequest smallRequest()
{
    GenerationRequest request;
    request.prompt = "a cat";
    request.steps = 2;
    return request;
}

} // namespace

/// What the preferences change while the program works.
class LiveSettingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void idleModelIsUnloaded()
    {
        const auto script = std::make_shared<FakeScript>();
        ModelManager manager(FakeBackend::factory(script));
        QSignalSpy unloaded(&manager, &ModelManager::unloaded);
        manager.setIdleUnload(1ms);
        manager.load({"A", {}, {}, {}, {}, {}});
        QTRY_COMPARE(unloaded.size(), 1);
        QCOMPARE(manager.state(), State::Idle);
        // It comes back when it is used, and goes again after that.
        QSignalSpy finished(&manager, &ModelManager::finished);
        GenerationRequest request;
        request.prompt = "a cat";
        request.steps = 2;
        manager.generate({"A", {}, {}, {}, {}, {}}, request);
        QTRY_COMPARE(finished.size(), 1);
        QTRY_COMPARE(unloaded.size(), 2);
        QCOMPARE(script->loadCalls(), 2);
    }

    void busyModelIsNotIdle()
    {
        const auto script = std::make_shared<FakeScript>();
        ModelManager manager(FakeBackend::factory(script));
        QSignalSpy unloaded(&manager, &ModelManager::unloaded);
        QSignalSpy started(&manager, &ModelManager::generationStarted);
        QSignalSpy finished(&manager, &ModelManager::finished);
        script->stepGate.close();
        GenerationRequest request;
        request.prompt = "a cat";
        request.steps = 50;
        manager.generate({"A", {}, {}, {}, {}, {}}, request);
        QTRY_COMPARE(started.size(), 1);
        manager.setIdleUnload(1ms);
        QSignalSpy progress(&manager, &ModelManager::progress);
        for (int step = 1; step < request.steps; ++step) { // all of it far longer than it is patient
            script->stepGate.letThrough();
            QVERIFY(progress.wait());
        }
        QCOMPARE(unloaded.size(), 0);
        script->stepGate.open();
        QTRY_COMPARE(finished.size(), 1);
        QTRY_COMPARE(unloaded.size(), 1);
    }

    void withoutPatienceTheModelStays()
    {
        const auto script = std::make_shared<FakeScript>();
        ModelManager manager(FakeBackend::factory(script));
        QSignalSpy unloaded(&manager, &ModelManager::unloaded);
        QSignalSpy loaded(&manager, &ModelManager::loaded);
        manager.setIdleUnload(1h);
        manager.load({"A", {}, {}, {}, {}, {}});
        QTRY_COMPARE(loaded.size(), 1);
        manager.setIdleUnload(0ms); // takes back what was under way
        QSignalSpy finished(&manager, &ModelManager::finished);
        GenerationRequest request;
        request.prompt = "a cat";
        manager.generate({"A", {}, {}, {}, {}, {}}, request);
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(unloaded.size(), 0);
        manager.setIdleUnload(1ms); // counts from now, without anything else happening
        QTRY_COMPARE(unloaded.size(), 1);
    }

    void devicesAreListedWithTheEnginesName()
    {
        const auto script = std::make_shared<FakeScript>();
        script->setDevices({{"cuda:0", "A card", 100, 50}, {"cpu", "A processor", 10, 5}});
        ModelManager manager(FakeBackend::factory(script));
        std::vector<DeviceInfo> devices;
        QString engine;
        connect(&manager, &ModelManager::devicesListed, this, [&](const QString &name, const std::vector<DeviceInfo> &list) {
            engine = name;
            devices = list;
        });
        manager.requestDevices();
        QTRY_COMPARE(devices.size(), std::size_t(2));
        QCOMPARE(devices[0].name, std::string("A card"));
        QCOMPARE(engine, QStringLiteral("fake 1.0"));
        QCOMPARE(script->foreignCalls(), 0);
    }

    void devicesAreListedWhileAPictureIsMade()
    {
        const auto script = std::make_shared<FakeScript>();
        script->stepGate.close();
        ModelManager manager(FakeBackend::factory(script));
        QSignalSpy started(&manager, &ModelManager::generationStarted);
        QSignalSpy finished(&manager, &ModelManager::finished);
        manager.generate({"A", {}, {}, {}, {}, {}}, smallRequest());
        QTRY_COMPARE(started.size(), 1);
        QSignalSpy listed(&manager, &ModelManager::devicesListed);
        manager.requestDevices();
        QTRY_COMPARE(listed.size(), 1);
        manager.requestDevices(); // free memory changes
        QTRY_COMPARE(listed.size(), 2);
        QCOMPARE(finished.size(), 0);
        script->stepGate.open();
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(script->foreignCalls(), 0);
    }

    void missingEngineIsToldOfInTheDevicesPlace()
    {
        const auto script = std::make_shared<FakeScript>();
        script->failNextCreate({ErrorCode::EngineMissing, "no engine", {}});
        ModelManager manager(FakeBackend::factory(script));
        Error told;
        connect(&manager, &ModelManager::devicesFailed, this, [&](const Error &error) { told = error; });
        manager.requestDevices();
        QTRY_COMPARE(told.message, std::string("no engine"));
    }

    void deviceTestEndsWithItsReportOrItsFault()
    {
        const auto script = std::make_shared<FakeScript>();
        ModelManager manager(FakeBackend::factory(script));
        std::vector<std::string> ends;
        connect(&manager, &ModelManager::deviceTested, this, [&](const DeviceReport &report) { ends.push_back(report.device + " " + report.dtype); });
        connect(&manager, &ModelManager::deviceTestFailed, this, [&](const Error &error) { ends.push_back(error.message); });
        manager.testDevice("cpu", "float32");
        QTRY_COMPARE(ends.size(), std::size_t(1));
        QCOMPARE(ends[0], std::string("cpu float32"));
        script->failNextTest({ErrorCode::Unsupported, "it computes wrongly", {}});
        manager.testDevice("cuda:0", "auto");
        QTRY_COMPARE(ends.size(), std::size_t(2));
        QCOMPARE(ends[1], std::string("it computes wrongly"));
    }

    void deviceTestCanBeCancelled()
    {
        const auto script = std::make_shared<FakeScript>();
        script->testGate.close();
        ModelManager manager(FakeBackend::factory(script));
        ErrorCode code = ErrorCode::Internal;
        connect(&manager, &ModelManager::deviceTestFailed, this, [&](const Error &error) { code = error.code; });
        manager.testDevice("cpu", "auto");
        manager.cancelDeviceTest();
        QTRY_COMPARE(code, ErrorCode::Cancelled);
    }

    void waitingDeviceTestIsCancelledWhileAPictureIsMade()
    {
        const auto script = std::make_shared<FakeScript>();
        script->stepGate.close();
        ModelManager manager(FakeBackend::factory(script));
        std::vector<ErrorCode> ends;
        connect(&manager, &ModelManager::deviceTestFailed, this, [&](const Error &error) { ends.push_back(error.code); });
        QSignalSpy tested(&manager, &ModelManager::deviceTested);
        QSignalSpy started(&manager, &ModelManager::generationStarted);
        QSignalSpy finished(&manager, &ModelManager::finished);
        manager.generate({"A", {}, {}, {}, {}, {}}, smallRequest());
        QTRY_COMPARE(started.size(), 1);
        manager.testDevice("cpu", "auto");
        manager.cancelDeviceTest();
        manager.cancelDeviceTest();
        QTRY_COMPARE(ends.size(), std::size_t(1));
        QCOMPARE(ends[0], ErrorCode::Cancelled);
        QCOMPARE(finished.size(), 0);
        manager.testDevice("cpu", "float32"); // another may wait at once
        script->stepGate.open();
        QTRY_COMPARE(tested.size(), 1);
        QCOMPARE(finished.size(), 1);
        QCOMPARE(ends.size(), std::size_t(1)); // the one given up never ran
    }

    void managerEndsWhileADeviceIsTested()
    {
        const auto script = std::make_shared<FakeScript>();
        script->testGate.close();
        {
            ModelManager manager(FakeBackend::factory(script));
            manager.testDevice("cpu", "auto");
        }
        QCOMPARE(script->alive(), 0);
    }

    void addedFoldersCountAtOnceAndInTheirOrder()
    {
        namespace fs = std::filesystem;
        const QTemporaryDir dir;
        const fs::path root(dir.path().toStdString());
        for (const char *folder : {"one", "two"}) {
            fs::create_directories(root / folder);
            fs::copy_file(fs::path(CALOTYPE_TEST_DATA) / "models" / "sd15-tiny.safetensors", root / folder / "same.safetensors");
        }
        ModelCatalog catalog({{root / "models"}, {}, {}, {}});
        QVERIFY(catalog.list().empty());
        catalog.setAdded({root / "two", root / "one"});
        const auto entries = catalog.list();
        QCOMPARE(entries.size(), std::size_t(2));
        QCOMPARE(entries[0].path, root / "two" / "same.safetensors");
        QCOMPARE(entries[0].id, std::string("checkpoint/same"));
        QCOMPARE(entries[1].id, (root / "one" / "same.safetensors").string()); // the namesake
        catalog.setAdded({});
        QVERIFY(catalog.list().empty());
    }
};

CALOTYPE_GUILESS_TEST(LiveSettingsTest)
#include "LiveSettingsTest.moc"
