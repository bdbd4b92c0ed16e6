#include "ui/preferences/ComputePage.h"

#include "core/models/ModelManager.h"
#include "ui/Form.h"
#include "ui/preferences/Preferences.h"

#include <QComboBox>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace calotype::ui {

namespace {

QString memory(std::int64_t bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

} // namespace

ComputePage::ComputePage(Preferences &preferences, models::ModelManager &manager, QWidget *parent)
    : PreferencePage(preferences, PreferenceGroup::Compute, tr("Compute"), parent)
    , m_manager(manager)
    , m_device(addChoice("compute/device", tr("&Device"), tr("What the model runs on")))
    , m_listing(addAdvice(tr("Asking for the devices…")))
{
    m_listing->setObjectName(QStringLiteral("deviceListing"));
    fillDevices({});
    addTest();

    QComboBox *const dtype = addChoice("compute/dtype", tr("Prec&ision"), tr("The number format that the model runs in"));
    {
        const QSignalBlocker quiet(dtype);
        dtype->clear();
        dtype->addItem(tr("Automatic: what suits the device"), QStringLiteral("auto"));
        for (const char *const format : {"float32", "float16", "bfloat16"})
            dtype->addItem(QLatin1String(format), QLatin1String(format));
    }
    onRefresh([this, dtype] { dtype->setCurrentIndex(dtype->findData(this->preferences().value(QStringLiteral("compute/dtype")))); });
    QComboBox *const mode = addChoice("compute/memory", tr("&Memory"), tr("What the model’s memory is spent on"));
    {
        const QSignalBlocker quiet(mode);
        mode->clear();
        mode->addItem(tr("Automatic: by the model and what is free"), QStringLiteral("auto"));
        mode->addItem(tr("Fast: the model lies there ready to compute"), QStringLiteral("fast"));
        mode->addItem(tr("Balanced: the same pictures from half of it"), QStringLiteral("balanced"));
        mode->addItem(tr("Low: as little as can be, slower"), QStringLiteral("low"));
    }
    onRefresh([this, mode] { mode->setCurrentIndex(mode->findData(this->preferences().value(QStringLiteral("compute/memory")))); });
    QComboBox *const tiles = addChoice("compute/vaeTiles", tr("&VAE tiling"),
                                       tr("Whether the VAE works on a picture piece by piece: less memory, more time, the same picture"));
    {
        const QSignalBlocker quiet(tiles);
        tiles->clear();
        tiles->addItem(tr("Automatic: where memory is short"), QStringLiteral("auto"));
        tiles->addItem(tr("Always"), QStringLiteral("on"));
        tiles->addItem(tr("Never"), QStringLiteral("off"));
    }
    onRefresh([this, tiles] { tiles->setCurrentIndex(tiles->findData(this->preferences().value(QStringLiteral("compute/vaeTiles")))); });
    addAdvice(tr("Device, precision, memory and VAE tiling count from the next load of the model: after a change, the next picture loads it anew."));

    QSpinBox *const threads = addNumber("compute/threads", tr("&Threads"), tr("Threads for work on the CPU, from the next picture on"), 0, threadsMost());
    threads->setSpecialValueText(tr("Automatic: the physical cores"));
    QSpinBox *const idle = addNumber("compute/idleMinutes", tr("&Free the model’s memory after"),
                                     tr("When nothing was made for so long; the model is loaded again when it is needed"), 0, 24 * 60);
    idle->setSpecialValueText(tr("Never"));
    idle->setSuffix(tr(" min"));

    connect(&m_manager, &models::ModelManager::devicesListed, this,
            [this](const QString &, const std::vector<DeviceInfo> &devices) {
                fillDevices(devices);
                setAdvice(m_listing, {});
            });
    connect(&m_manager, &models::ModelManager::devicesFailed, this,
            [this](const Error &error) { setAdvice(m_listing, QString::fromStdString(error.message)); });
}

void ComputePage::addTest()
{
    m_test = new QPushButton(tr("T&est"), this);
    m_test->setObjectName(QStringLiteral("testDevice"));
    m_test->setAutoDefault(false);
    m_test->setToolTip(tr("Run a part of a network on the device, and compare with the processor"));
    rows()->addWidget(m_test, 0, Qt::AlignLeft);
    m_result = addAdvice({});
    m_result->setObjectName(QStringLiteral("testResult"));
    m_result->setAccessibleName(tr("Result of the test"));
    connect(m_test, &QPushButton::clicked, this, &ComputePage::test);
    connect(&m_manager, &models::ModelManager::deviceTested, this, [this](const DeviceReport &report) {
        endTest(tr("Works: %1 in %2 agrees with the processor within %3 %, in %4 s.")
                    .arg(QString::fromStdString(report.device), QString::fromStdString(report.dtype),
                         QLocale().toString(std::max(report.difference * 100, 1e-4), 'g', 2), QLocale().toString(report.seconds, 'f', 2)));
    });
    connect(&m_manager, &models::ModelManager::deviceTestFailed, this, [this](const Error &error) {
        endTest(error.code == ErrorCode::Cancelled ? tr("The test was cancelled.") : QString::fromStdString(error.message));
    });
}

void ComputePage::test()
{
    if (m_testing) {
        m_manager.cancelDeviceTest();
        return;
    }
    m_testing = true;
    m_test->setText(tr("Canc&el Test"));
    setAdvice(m_result, tr("The test is under way; where a picture is being made, it waits for that."));
    const PreferenceValues &values = preferences().effective();
    m_manager.testDevice(values.device.toStdString(), values.dtype.toStdString());
}

void ComputePage::endTest(const QString &result)
{
    m_testing = false;
    m_test->setText(tr("T&est"));
    setAdvice(m_result, result);
}

void ComputePage::fillDevices(const std::vector<DeviceInfo> &devices)
{
    const QSignalBlocker quiet(m_device);
    m_device->clear();
    m_device->addItem(tr("Automatic: the best there is"), QStringLiteral("auto"));
    if (devices.empty())
        m_device->addItem(tr("CPU"), QStringLiteral("cpu"));
    for (const DeviceInfo &device : devices) {
        const QString id = QString::fromStdString(device.id);
        m_device->addItem(tr("%1: %2, %3 of %4 free").arg(id, QString::fromStdString(device.name), memory(device.freeBytes), memory(device.totalBytes)), id);
    }
    showDevice();
}

void ComputePage::showDevice()
{
    const QString device = preferences().effective().device;
    if (m_device->findData(device) < 0)
        m_device->addItem(device, device);
    m_device->setCurrentIndex(m_device->findData(device));
}

void ComputePage::showEvent(QShowEvent *event)
{
    PreferencePage::showEvent(event);
    m_manager.requestDevices(); // each time: free memory changes
}

} // namespace calotype::ui
