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
}

void DevicePolicyTest::aMachineThatListsNothingHasItsProcessor()
{
    QVERIFY((chooseDevice("auto", "auto", {}).value() == DeviceChoice{"cpu", "float32"}));
    QVERIFY((chooseDevice("cpu", "", {}).value() == DeviceChoice{"cpu", "float32"}));
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
    QTest::newRow("SD 1.5, 128 GB") << 2.1 << 4.3 << 120.0 << MemoryMode::Fast;
    QTest::newRow("SD 1.5 in float32, 8 GB") << 4.3 << 4.3 << 5.0 << MemoryMode::Low;
    QTest::newRow("SDXL, 8 GB") << 6.9 << 13.9 << 6.0 << MemoryMode::Low;
    QTest::newRow("SDXL, 16 GB") << 6.9 << 13.9 << 13.0 << MemoryMode::Balanced;
    QTest::newRow("a small model") << 0.1 << 0.2 << 4.0 << MemoryMode::Fast;
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
