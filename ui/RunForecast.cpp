#include "ui/RunForecast.h"

#include "core/engine/DevicePolicy.h"
#include "core/engine/WorkPlan.h"
#include "core/jobs/JobQueue.h"
#include "core/models/ModelManager.h"
#include "ui/ErrorWords.h"
#include "ui/GenerationController.h"
#include "ui/GenerationSettings.h"
#include "ui/InitImage.h"
#include "ui/ModelList.h"

#include <QFile>
#include <QLocale>
#include <QSize>

#include <algorithm>
#include <cmath>

namespace calotype::ui {

namespace {

constexpr const char *kCudaDriver = "/dev/nvidiactl";

/// What the engine will find, guessed without opening it.
std::vector<DeviceInfo> devicesBySight()
{
    std::vector<DeviceInfo> devices;
    const auto add = [&devices](const char *id) {
        DeviceInfo device;
        device.id = id;
        devices.push_back(device);
    };
#ifdef Q_OS_MACOS
    add("mps");
#else
    if (QFile::exists(QLatin1String(kCudaDriver)))
        add("cuda:0");
#endif
    add("cpu");
    return devices;
}

QString durationWords(double seconds)
{
    constexpr qint64 kMinutesOnly = 600; // seconds, from which on they are not told
    const QLocale locale;
    const qint64 whole = std::max<qint64>(1, std::llround(seconds));
    if (whole < 60)
        return RunForecast::tr("%1 s").arg(locale.toString(whole));
    if (whole < kMinutesOnly)
        return RunForecast::tr("%1 min %2 s").arg(locale.toString(whole / 60), locale.toString(whole % 60));
    const qint64 minutes = std::llround(static_cast<double>(whole) / 60);
    if (minutes < 60)
        return RunForecast::tr("%1 min").arg(locale.toString(minutes));
    return RunForecast::tr("%1 h %2 min").arg(locale.toString(minutes / 60), locale.toString(minutes % 60));
}

} // namespace

RunForecast::RunForecast(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_devices(devicesBySight())
{
    m_parts.controller.setCheck([this](const jobs::NewJob &job) { return check(job); });
    connect(&m_parts.settings, &GenerationSettings::changed, this, &RunForecast::refresh);
    connect(&m_parts.initImage, &InitImage::changed, this, &RunForecast::refresh);
    connect(&m_parts.models, &ModelList::scanned, this, &RunForecast::refresh);
    connect(&m_parts.queue, &jobs::JobQueue::opened, this, &RunForecast::refresh); // the speeds are read
    connect(&m_parts.controller, &GenerationController::phaseChanged, this, &RunForecast::refresh);
    connect(&m_parts.controller, &GenerationController::speedLearned, this, &RunForecast::refresh);
    connect(&m_parts.manager, &models::ModelManager::stateChanged, this, [this] {
        m_freeMemory.reset();
        refresh();
    });
    connect(&m_parts.manager, &models::ModelManager::devicesListed, this,
            [this](const QString &, const std::vector<DeviceInfo> &devices) {
                m_devices = devices;
                for (DeviceInfo &device : m_devices) {
                    if (device.freeBytes > 0)
                        device.freeBytes += takenBytes(device.id); // so that a model that goes or comes later is counted
                }
                refresh();
            });
}

RunForecast::~RunForecast()
{
    m_parts.controller.setCheck({});
}

bool RunForecast::isLoaded(const ModelSpec &spec) const
{
    const ModelSpec *const loaded = m_parts.manager.spec();
    if (!loaded || !m_parts.manager.model())
        return false;
    ModelSpec same = spec;
    same.taesdPath = loaded->taesdPath; // small, whatever it is
    return same == *loaded;
}

RunForecast::Target RunForecast::target(const ModelSpec &spec) const
{
    if (isLoaded(spec))
        return {m_parts.manager.model()->device, m_parts.manager.model()->dtype};
    if (const auto choice = chooseDevice(spec.device, spec.dtype, m_devices))
        return {choice.value().device, choice.value().dtype};
    return {spec.device, "float32"}; // the load will say what is wrong with it
}

jobs::ModelCost RunForecast::cost(const ModelSpec &spec) const
{
    const LoadedModel *const loaded = m_parts.manager.model();
    const Target place = target(spec);
    if (isLoaded(spec)) {
        jobs::ModelCost cost = jobs::costOf(*loaded);
        cost.vaeTiles = spec.vaeTiles;
        cost.freeBytes = freeBytes(place.device);
        return cost;
    }
    jobs::ModelCost cost;
    cost.bytesPerNumber = place.dtype == "float32" ? 4 : 2;
    cost.vaeTiles = spec.vaeTiles;
    cost.isCard = QString::fromStdString(place.device).startsWith(QLatin1String("cuda"));
    const bool isMapped = loaded && restsInFile(loaded->device, loaded->dtype, loaded->memory); // and counts as free
    if (loaded && loaded->device == place.device && !isMapped)
        cost.freedBytes = loaded->residentBytes;
    const QModelIndex index = m_parts.models.index(m_parts.models.rowOf(QString::fromStdString(spec.path)));
    const auto numbers = index.data(ModelList::ParametersRole).value<PartSizes>();
    const bool isNarrow = place.device == "cpu" && index.data(ModelList::HalfPrecisionRole).toBool();
    MemoryFacts facts;
    const int bytesAtRest = isNarrow ? 2 : cost.bytesPerNumber;
    facts.fullBytes = numbers.total() * cost.bytesPerNumber;
    facts.restBytes = numbers.total() * bytesAtRest;
    if (const qint64 free = freeBytes(place.device); free > 0)
        facts.freeBytes = free + cost.freedBytes;
    cost.memory = spec.memory ? *spec.memory : chooseMemoryMode(facts);
    cost.restsInFile = restsInFile(place.device, place.dtype, cost.memory);
    const int bytes = cost.memory == MemoryMode::Fast ? cost.bytesPerNumber : bytesAtRest;
    cost.weights = {numbers.text * bytes, numbers.unet * bytes, numbers.vae * bytes};
    if (facts.freeBytes > 0)
        cost.freeBytes = std::max<qint64>(1, facts.freeBytes - (cost.restsInFile ? 0 : cost.weights.total()));
    cost.isXl = index.data(ModelList::IsXlRole).toBool();
    if (const QSize native = index.data(ModelList::NativeSizeRole).toSize(); !native.isEmpty()) {
        cost.nativeWidth = native.width();
        cost.nativeHeight = native.height();
    }
    return cost;
}

qint64 RunForecast::freeBytes(const std::string &device) const
{
    if (device == "cpu")
        return m_freeMemory.value_or(0);
    const auto found = std::find_if(m_devices.begin(), m_devices.end(), [&](const DeviceInfo &each) { return each.id == device; });
    if (found == m_devices.end() || found->freeBytes <= 0)
        return 0;
    return std::max<qint64>(1, found->freeBytes - takenBytes(device));
}

qint64 RunForecast::takenBytes(const std::string &device) const
{
    const LoadedModel *const loaded = m_parts.manager.model();
    return loaded && loaded->device == device ? loaded->residentBytes : 0;
}

jobs::RunEstimate RunForecast::estimate(const jobs::NewJob &job) const
{
    const jobs::ModelCost model = cost(job.model);
    GenerationRequest sized = job.request;
    if (sized.width == 0 || sized.height == 0) {
        sized.width = model.nativeWidth;
        sized.height = model.nativeHeight;
    }
    const jobs::SpeedKey key = jobs::speedKey(sized, QString::fromStdString(job.model.path),
                                              QString::fromStdString(target(job.model).device));
    return jobs::estimateRun(sized, model, m_parts.queue.speed(key));
}

Result<QStringList> RunForecast::check(const jobs::NewJob &job) const
{
    jobs::FreeRoom room{m_parts.freeMemory(), m_parts.freeDisk()};
    if (room.diskBytes == 0) {
        return worded(ErrorCode::DiskFull, tr("The disk that pictures are saved on is full; make room there, then generate again."));
    }
    const std::string device = target(job.model).device;
    if (m_parts.queue.running() != 0)
        room.memoryBytes = 0;
    else if (device != "cpu" && device != "mps") // which work in the machine's own
        room.memoryBytes = freeBytes(device);
    return jobs::fitWarnings(estimate(job), room);
}

QString RunForecast::line() const
{
    if (m_parts.settings.values().modelPath.isEmpty())
        return {};
    const jobs::RunEstimate run = estimate(m_parts.controller.draft());
    QStringList words;
    if (run.seconds > 0)
        words << (run.secondsAreRough ? tr("%1 (going by another size)") : QStringLiteral("%1")).arg(durationWords(run.seconds));
    if (run.peakBytes > 0)
        words << tr("%1 of memory").arg(QLocale().formattedDataSize(run.peakBytes, 1, QLocale::DataSizeSIFormat));
    if (run.diskBytes > 0 && !words.isEmpty()) // of a model that is not known yet it alone would say little
        words << tr("%1 on the disk").arg(QLocale().formattedDataSize(run.diskBytes, 1, QLocale::DataSizeSIFormat));
    return words.isEmpty() ? QString() : tr("About %1").arg(words.join(tr(", ")));
}

void RunForecast::refresh()
{
    if (!m_freeMemory)
        m_freeMemory = m_parts.freeMemory(); // and no disk is asked
    QString line = this->line();
    if (line == m_line)
        return;
    m_line = std::move(line);
    Q_EMIT lineChanged(m_line);
}

} // namespace calotype::ui
