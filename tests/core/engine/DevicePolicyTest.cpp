#include "core/engine/DevicePolicy.h"
#include "core/engine/MemoryMode.h"
#include "tests/support/TestMain.h"

#include <QTest>

#include <string>
#include <vector>

using namespace calotype;

namespace {

/// The machine with the devices of @p mask: bit 0 cuda:0, bit 1 cuda:1, bit 2 mps; the processor always.
std::vector<DeviceInfo> machine(int mask)
{
    std::vector<DeviceInfo> devices;
    if (mask & 1) {
        devices.push_back({"cuda:0", "a card", 1, 1});
    }
    if (mask & 2) {
        devices.push_back({"cuda:1", "another card", 1, 1});
    }
    if (mask & 4) {
        devices.push_back({"mps", "Apple", 1, 1});
    }
    devices.push_back({"cpu", "a processor", 1, 1});
    return devices;
}

/// What shall come of @p device on that machine; "" if it is not there.
std::string expectedDevice(const std::string &device, int mask)
{
    const std::string firstCuda = mask & 1 ? "cuda:0" : mask & 2 ? "cuda:1" : "";
    if (device.empty() || device == "auto") {
        return !firstCuda.empty() ? firstCuda : mask & 4 ? "mps" : "cpu";
    }
    if (device == "cuda") {
        return firstCuda;
    }
    if (device == "cuda:0") {
        return mask & 1 ? device : "";
    }
    if (device == "cuda:1") {
        return mask & 2 ? device : "";
    }
    if (device == "mps") {
        return mask & 4 ? device : "";
    }
    return device == "cpu" ? device : "";
}

} // namespace

class DevicePolicyTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCombination_data();
    void everyCombination();
    void theFirstCardOfTheListIsTheBest();
    void memoryIsSpentByWhatIsFree_data();
    void memoryIsSpentByWhatIsFree();
    void memoryModesHaveTheirWords();
    void unknownWordsAreWrongUse_data();
    void unknownWordsAreWrongUse();
    void aMissingDeviceIsToldWithWhatThereIs();
    void aMachineThatListsNothingHasItsProcessor();
    void aStandInIsTakenWhereTheDeviceIsMeant_data();
    void aStandInIsTakenWhereTheDeviceIsMeant();
    void aLostDeviceIsMeantByItsNameAndByOpenWords_data();
    void aLostDeviceIsMeantByItsNameAndByOpenWords();
};

void DevicePolicyTest::everyCombination_data()
{
    QTest::addColumn<int>("mask");
    QTest::addColumn<QString>("device");
    QTest::addColumn<QString>("dtype");
    for (int mask = 0; mask < 8; ++mask) {
        for (const char *device : {"", "auto", "cpu", "cuda", "cuda:0", "cuda:1", "cuda:2", "mps"}) {
            for (const char *dtype : {"", "auto", "float32", "float16", "bfloat16"}) {
                QTest::addRow("%d \"%s\" \"%s\"", mask, device, dtype)
                    << mask << QString::fromUtf8(device) << QString::fromUtf8(dtype);
            }
        }
    }
}

void DevicePolicyTest::everyCombination()
{
    QFETCH(int, mask);
    QFETCH(QString, device);
    QFETCH(QString, dtype);
    const std::string expected = expectedDevice(device.toStdString(), mask);
    const auto choice = chooseDevice(device.toStdString(), dtype.toStdString(), machine(mask));
    if (expected.empty()) {
        QVERIFY(!choice);
        QCOMPARE(choice.error().code, ErrorCode::DeviceUnavailable);
        return;
    }
    QVERIFY(choice.ok());
    QCOMPARE(choice.value().device, expected);
    const bool automatic = dtype.isEmpty() || dtype == QLatin1String("auto");
    const std::string automaticDtype = expected.starts_with("cuda") ? "float16" : "float32";
    QCOMPARE(choice.value().dtype, automatic ? automaticDtype : dtype.toStdString());
}

void DevicePolicyTest::theFirstCardOfTheListIsTheBest()
{
    const std::vector<DeviceInfo> devices{{"cuda:3", "", 2, 2}, {"cuda:0", "", 1, 1}, {"cpu", "", 1, 1}};
    QCOMPARE(chooseDevice("auto", "auto", devices).value().device, std::string("cuda:3"));
    QCOMPARE(chooseDevice("cuda", "auto", devices).value().device, std::string("cuda:3"));
    QCOMPARE(chooseDevice("cuda:00", "auto", devices).value().device, std::string("cuda:0"));
}

void DevicePolicyTest::unknownWordsAreWrongUse_data()
{
    QTest::addColumn<QString>("device");
    QTest::addColumn<QString>("dtype");
    for (const char *device : {"gpu", "CPU", "cuda:", "cuda:x", "cuda:1x", "cuda:-1", "cuda: 1", "cuda:99999999999",
                               "cpu:0", "mps:0", "auto "}) {
        QTest::newRow(device) << QString::fromUtf8(device) << QStringLiteral("auto");
    }
    for (const char *dtype : {"fp16", "half", "Float32", "int8"}) {
        QTest::newRow(dtype) << QStringLiteral("cpu") << QString::fromUtf8(dtype);
    }
}

void DevicePolicyTest::unknownWordsAreWrongUse()
{
    QFETCH(QString, device);
    QFETCH(QString, dtype);
    const auto choice = chooseDevice(device.toStdString(), dtype.toStdString(), machine(7));
    QVERIFY(!choice);
    QCOMPARE(choice.error().code, ErrorCode::WrongUse);
    const QString wrong = dtype == QLatin1String("auto") ? device : dtype;
    QVERIFY(QString::fromStdString(choice.error().message).contains(QLatin1Char('"') + wrong + QLatin1Char('"')));
}

void DevicePolicyTest::aMissingDeviceIsToldWithWhatThereIs()
{
    const auto choice = chooseDevice("cuda:2", "auto", machine(3));
    QVERIFY(!choice);
    const QString message = QString::fromStdString(choice.error().message);
    QVERIFY(message.contains(QLatin1String("cuda:2")));
    QVERIFY(message.contains(QLatin1String("cpu, cuda:0, cuda:1")));
    QCOMPARE(choice.error().device, std::string("cuda:2"));
}

void DevicePolicyTest::aMachineThatListsNothingHasItsProcessor()
{
    QVERIFY((chooseDevice("auto", "auto", {}).value() == DeviceChoice{"cpu", "float32"}));
    QVERIFY((chooseDevice("cpu", "", {}).value() == DeviceChoice{"cpu", "float32"}));
}

void DevicePolicyTest::aStandInIsTakenWhereTheDeviceIsMeant_data()
{
    QTest::addColumn<QString>("away");
    QTest::addColumn<QString>("instead");
    QTest::addColumn<QString>("asked");
    QTest::addColumn<QString>("taken");
    QTest::newRow("the one that is away") << "cuda:1" << "auto" << "cuda:1" << "auto";
    QTest::newRow("another one") << "cuda:1" << "auto" << "cuda:0" << "cuda:0";
    QTest::newRow("an open choice finds another by itself") << "cuda:1" << "auto" << "cuda" << "cuda";
    QTest::newRow("an open choice might find it") << "cuda:0" << "cpu" << "auto" << "cpu";
    QTest::newRow("nothing said is an open choice") << "cuda:0" << "cpu" << "" << "cpu";
    QTest::newRow("the processor") << "cuda:0" << "cpu" << "cpu" << "cpu";
    QTest::newRow("an open word that is away") << "auto" << "cpu" << "auto" << "cpu";
    QTest::newRow("none is away") << "" << "" << "" << "";
}

void DevicePolicyTest::aStandInIsTakenWhereTheDeviceIsMeant()
{
    QFETCH(QString, away);
    QFETCH(QString, instead);
    QFETCH(QString, asked);
    QFETCH(QString, taken);
    ModelSpec model;
    model.path = "/models/a";
    model.device = asked.toStdString();
    model.dtype = "float16";
    model.memory = MemoryMode::Low;
    const ModelSpec other = onStandIn(model, {away.toStdString(), instead.toStdString()});
    QCOMPARE(other.device, taken.toStdString());
    QCOMPARE(other.dtype, std::string(taken == asked ? "float16" : "auto"));
    ModelSpec expected = model;
    expected.device = other.device;
    expected.dtype = other.dtype;
    QVERIFY(other == expected);
    model.dtype = "bfloat16"; // in which all devices compute
    QCOMPARE(onStandIn(model, {away.toStdString(), instead.toStdString()}).dtype, std::string("bfloat16"));
}

void DevicePolicyTest::aLostDeviceIsMeantByItsNameAndByOpenWords_data()
{
    QTest::addColumn<QString>("device");
    QTest::addColumn<QString>("lost");
    QTest::addColumn<int>("mask");
    QTest::addColumn<bool>("isLost");
    QTest::newRow("by name") << "cuda:0" << "cuda:0" << 0 << true;
    QTest::newRow("it is back") << "cuda:0" << "cuda:0" << 1 << false;
    QTest::newRow("automatic would be another one in silence") << "auto" << "cuda:0" << 2 << true;
    QTest::newRow("nothing said") << "" << "cuda:0" << 0 << true;
    QTest::newRow("some card") << "cuda" << "cuda:0" << 2 << true;
    QTest::newRow("a card is not Apple's") << "cuda" << "mps" << 1 << false;
    QTest::newRow("another card") << "cuda:1" << "cuda:0" << 2 << false;
    QTest::newRow("the processor") << "cpu" << "cuda:0" << 0 << false;
    QTest::newRow("none is lost") << "auto" << "" << 0 << false;
    QTest::newRow("none is lost, nothing said") << "" << "" << 0 << false;
}

void DevicePolicyTest::aLostDeviceIsMeantByItsNameAndByOpenWords()
{
    QFETCH(QString, device);
    QFETCH(QString, lost);
    QFETCH(int, mask);
    QFETCH(bool, isLost);
    const auto devices = machine(mask);
    QCOMPARE(isStillLost(device.toStdString(), lost.toStdString(), devices), isLost);
}

void DevicePolicyTest::memoryIsSpentByWhatIsFree_data()
{
    QTest::addColumn<double>("rest"); // GB
    QTest::addColumn<double>("full");
    QTest::addColumn<double>("free");
    QTest::addColumn<MemoryMode>("mode");
    QTest::newRow("nothing is known of the machine") << 2.1 << 4.3 << 0.0 << MemoryMode::Balanced;
    QTest::newRow("SD 1.5, an old laptop") << 2.1 << 4.3 << 3.5 << MemoryMode::Low;
    QTest::newRow("SD 1.5, 8 GB") << 2.1 << 4.3 << 5.0 << MemoryMode::Balanced;
    QTest::newRow("SD 1.5, 64 GB") << 2.1 << 4.3 << 60.0 << MemoryMode::Balanced;
    QTest::newRow("SD 1.5, 128 GB") << 2.1 << 4.3 << 120.0 << MemoryMode::Balanced; // loads at once
    QTest::newRow("SD 1.5 in float32, 64 GB") << 4.3 << 4.3 << 60.0 << MemoryMode::Balanced;
    QTest::newRow("SD 1.5 in float32, 128 GB") << 4.3 << 4.3 << 120.0 << MemoryMode::Fast; // nothing to widen
    QTest::newRow("SD 1.5 in float32, 8 GB") << 4.3 << 4.3 << 5.0 << MemoryMode::Low;
    QTest::newRow("SDXL, 8 GB") << 6.9 << 13.9 << 6.0 << MemoryMode::Low;
    QTest::newRow("SDXL, 16 GB") << 6.9 << 13.9 << 13.0 << MemoryMode::Balanced;
    QTest::newRow("a small model") << 0.1 << 0.2 << 4.0 << MemoryMode::Balanced;
    QTest::newRow("a small model in float32") << 0.2 << 0.2 << 4.0 << MemoryMode::Fast;
    QTest::newRow("SDXL, a card of 8 GB") << 6.9 << 6.9 << 7.5 << MemoryMode::Low;
    QTest::newRow("SDXL, a card of 24 GB") << 6.9 << 6.9 << 23.0 << MemoryMode::Balanced;
}

void DevicePolicyTest::memoryIsSpentByWhatIsFree()
{
    QFETCH(double, rest);
    QFETCH(double, full);
    QFETCH(double, free);
    QFETCH(MemoryMode, mode);
    const auto bytes = [](double gigabytes) { return static_cast<std::int64_t>(gigabytes * 1e9); };
    QVERIFY(chooseMemoryMode({bytes(rest), bytes(full), bytes(free)}) == mode);
}

void DevicePolicyTest::memoryModesHaveTheirWords()
{
    for (const MemoryMode mode : {MemoryMode::Fast, MemoryMode::Balanced, MemoryMode::Low})
        QVERIFY(memoryModeOf(memoryModeName(mode)) == mode);
    for (const char *word : {"", "auto", "Fast", "fastest"})
        QVERIFY(!memoryModeOf(word));
}

CALOTYPE_GUILESS_TEST(DevicePolicyTest)
#include "DevicePolicyTest.moc"
