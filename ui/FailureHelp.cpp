#include "ui/FailureHelp.h"

#include "core/engine/DevicePolicy.h"
#include "core/jobs/JobQueue.h"
#include "core/models/ModelManager.h"
#include "ui/FileOpening.h"
#include "ui/GenerationSettings.h"
#include "ui/PictureFile.h"
#include "ui/preferences/PreferenceEffects.h"
#include "ui/preferences/Preferences.h"
#include "ui/queue/AskAgain.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace calotype::ui {

using jobs::Job;
using jobs::JobChange;
using jobs::JobState;
using Offer = MessageBar::Offer;

namespace {

constexpr const char *kProcessor = "cpu";
constexpr const char *kOpen = "auto"; ///< leaves the choice open

const QString kDeviceKey = QStringLiteral("compute/device");
const QString kMemoryKey = QStringLiteral("compute/memory");

bool isOpen(const std::string &device)
{
    return device.empty() || device == kOpen || device == "cuda";
}

/// Of a path that may lead nowhere.
bool isModelFolder(const QString &path)
{
    return QFileInfo(path).isDir() || !isModelFile(path);
}

/// Where it was tried; "" where that is not known.
std::string deviceOf(const GenerationController::FailedRun &run, const Job &job)
{
    for (const std::string &device : {run.error.device, run.device, job.model.device}) {
        if (!device.empty() && device != kOpen)
            return device;
    }
    return {};
}

/// Half a side, as far as sizes reach.
int halfOf(int side)
{
    return std::max(bounds::kSizeMin, side / 2 / bounds::kSizeStep * bounds::kSizeStep);
}

bool isAboveNative(const QSize &size, const LoadedModel &model)
{
    return qint64{size.width()} * size.height() > qint64{model.info.nativeWidth} * model.info.nativeHeight;
}

} // namespace

FailureHelp::FailureHelp(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
{
    m_parts.controller.setHelp([this](const FailedRun &run) { return help(run); });
    connect(&m_parts.effects, &PreferenceEffects::deviceMissing, this, &FailureHelp::onDeviceMissing);
    connect(&m_parts.effects, &PreferenceEffects::deviceReturned, this, &FailureHelp::dismissBanner);
    connect(&m_parts.preferences, &Preferences::changed, this, [this] {
        if (m_parts.preferences.effective().device != m_missing) // who has chosen another one needs not be told any more
            dismissBanner();
    });
    connect(&m_parts.queue, &jobs::JobQueue::pausedChanged, this, [this] {
        if (!m_parts.queue.isPaused())
            m_unmet.clear();
    });
}

FailureHelp::~FailureHelp()
{
    m_parts.controller.setHelp({});
}

bool FailureHelp::help(const FailedRun &run)
{
    const Job *const job = m_parts.queue.at(m_parts.queue.rowOf(run.job));
    const bool failed = job && job->state == JobState::Failed;
    const bool waits = job && job->state == JobState::Queued;
    const ErrorCode code = run.error.code;
    if (code == ErrorCode::OutOfMemory && failed)
        tellOfMemory(run, *job);
    else if ((code == ErrorCode::DeviceLost || code == ErrorCode::DeviceUnavailable) && waits)
        tellOfDevice(run, *job);
    else if (code == ErrorCode::NotFound && failed && !run.begun)
        tellOfModel(run, *job);
    else
        return false;
    return true;
}

void FailureHelp::tellOfMemory(const FailedRun &run, const Job &job)
{
    const LoadedModel *const model = run.begun ? m_parts.manager.model() : nullptr;
    const std::string device = deviceOf(run, job);
    const bool isLow = model ? model->memory == MemoryMode::Low : job.model.memory == MemoryMode::Low;
    Offers offers;
    if (!isLow) {
        offers << Offer{QStringLiteral("lessMemory"), tr("Use Less Memory"),
                        lasts(kMemoryKey) ? tr("Make it, and all from now on, with as little memory as can be; that is slower")
                                          : tr("Make it with as little memory as can be; that is slower"),
                        [this] { useLessMemory(); }};
    }
    if (model && isAboveNative(run.size, *model)) {
        offers << Offer{QStringLiteral("halfSize"), tr("Half the Size"),
                        tr("Make it at %1 × %2 pixels").arg(halfOf(run.size.width())).arg(halfOf(run.size.height())),
                        [this, size = run.size] { halveSize(size); }};
    }
    if (!device.empty() && device != kProcessor) {
        offers << Offer{QStringLiteral("onProcessor"), tr("On the Processor"),
                        lasts(kDeviceKey) ? tr("Make it, and all from now on, on the processor")
                                          : tr("Make it on the processor"),
                        [this] { useProcessor(); }};
    }

    const QString place = device.empty()         ? tr("the device", "memory ran out on")
                          : device == kProcessor ? tr("the processor", "memory ran out on")
                                                 : QString::fromStdString(device);
    QString sentence = tr("Memory ran out on %1 while the model was loaded.").arg(place);
    if (run.begun) {
        sentence = tr("Memory ran out on %1 for %Ln picture(s) of %2 × %3.", nullptr, job.pictures())
                       .arg(place, QString::number(run.size.width()), QString::number(run.size.height()));
    }
    tell(run, offers.isEmpty() ? tr("%1 Close other programs, or choose a smaller model.").arg(sentence) : sentence, offers);
}

void FailureHelp::tellOfDevice(const FailedRun &run, const Job &job)
{
    const std::string device = deviceOf(run, job);
    const bool isLost = run.error.code == ErrorCode::DeviceLost;
    m_unmet = isLost ? QString() : QString::fromStdString(device);
    std::string away = isOpen(job.model.device) ? device : job.model.device; // what it asks for, where it ran on another
    if (away.empty())
        away = kOpen;
    const QString sentence = isLost ? tr("The device %1 stopped working. The job waits, and the queue is paused.")
                                    : tr("The device %1 is not on this machine now. The job waits, and the queue is paused.");
    const Offers offers{
        {QStringLiteral("goOnOnProcessor"), tr("Go On on the Processor"),
         tr("Make this and all that waits on the processor, until another device is chosen or Calotype is started anew"),
         [this, away] { goOnOnProcessor(away); }},
        {QStringLiteral("tryAgain"), tr("Try Again"),
         tr("Load the model there once more; if that does not help, start Calotype anew"), [this] { tryAgain(); }}};
    const QString plain = QString::fromStdString(run.error.message);
    tell(run, device.empty() ? plain : sentence.arg(QString::fromStdString(device)), offers);
}

/// The engine's words name the file.
void FailureHelp::tellOfModel(const FailedRun &run, const Job &job)
{
    const bool isFolder = isModelFolder(QString::fromStdString(job.model.path));
    tell(run, QString::fromStdString(run.error.message),
         {{QStringLiteral("openOtherModel"), isFolder ? tr("Open Model Folder…") : tr("Open Model File…"),
           tr("Choose where the model is now, or another one, and make it with that"),
           [this, isFolder] { openOtherModel(isFolder); }, true},
          {QStringLiteral("tryAgain"), tr("Try Again"), tr("Make it now that the model is back in its place"),
           [this] { tryAgain(); }}});
}

/// A failure that reads as the one that is shown joins it.
void FailureHelp::tell(const FailedRun &run, const QString &sentence, const Offers &offers)
{
    if (m_sentence != sentence || m_parts.bar.text() != sentence)
        m_jobs.clear();
    m_sentence = sentence;
    m_jobs.removeAll(run.job);
    m_jobs.append(run.job);
    m_parts.bar.offerHelp(sentence, run.error, offers);
}

void FailureHelp::onDeviceMissing(const QString &device, const QString &other)
{
    if (m_unmet == device) { // a job met it before this was known, and now has another one to run on
        if (m_parts.bar.text() == m_sentence)
            m_parts.bar.dismiss();
        m_parts.controller.letQueueGoOn();
    }
    m_missing = device;
    m_banner = tr("The device %1 is not on this machine now; %2 is used instead.")
                   .arg(device, other == QLatin1String(kProcessor) ? tr("the processor") : other);
    m_parts.bar.offerChoice(m_banner, {{QStringLiteral("openPreferences"), tr("Open Preferences"), tr("Choose another device"),
                                        [this] { Q_EMIT preferencesWanted(); }, true},
                                       {QStringLiteral("alwaysAutomatic"), tr("Always Choose Automatically"),
                                        tr("Use the best device there is, also when this one is back"),
                                        [this] { m_parts.preferences.set(kDeviceKey, QString::fromLatin1(kOpen)); }}});
}

void FailureHelp::dismissBanner()
{
    if (!m_missing.isEmpty() && m_parts.bar.text() == m_banner)
        m_parts.bar.dismiss();
    m_missing.clear();
}

/// Whether the preference is the user's to set: no option or variable stands over it.
bool FailureHelp::lasts(const QString &key) const
{
    return m_parts.preferences.overriddenBy(key).isEmpty();
}

void FailureHelp::useLessMemory()
{
    const QVector<qint64> jobs = std::exchange(m_jobs, {});
    if (lasts(kMemoryKey))
        m_parts.preferences.set(kMemoryKey, QString::fromLatin1(memoryModeName(MemoryMode::Low)));
    remake(jobs, [](JobChange &change) {
        change.model.memory = MemoryMode::Low;
        change.model.vaeTiles = VaeTiles::Auto; // in that mode: on
    });
}

void FailureHelp::halveSize(const QSize &tried)
{
    const QVector<qint64> jobs = std::exchange(m_jobs, {});
    const QSize half(halfOf(tried.width()), halfOf(tried.height()));
    const GenerationValues &now = m_parts.settings.values();
    if (QSize(now.width, now.height) == tried) // else the user is at something else by now
        m_parts.settings.setSize(half.width(), half.height());
    remake(jobs, [half](JobChange &change) {
        change.width = half.width();
        change.height = half.height();
    });
}

void FailureHelp::useProcessor()
{
    const QVector<qint64> jobs = std::exchange(m_jobs, {});
    if (lasts(kDeviceKey)) {
        if (m_parts.preferences.values().dtype == QLatin1String("float16")) // in which processors do not compute
            m_parts.preferences.set(QStringLiteral("compute/dtype"), QString::fromLatin1(kOpen));
        m_parts.preferences.set(kDeviceKey, QString::fromLatin1(kProcessor));
    }
    remake(jobs, [](JobChange &change) {
        const std::string asked = change.model.device.empty() ? std::string(kOpen) : change.model.device;
        change.model = onStandIn(change.model, {asked, kProcessor});
    });
}

/// Not by the preference: after a restart the device may be as good as ever.
void FailureHelp::goOnOnProcessor(const std::string &insteadOf)
{
    m_parts.effects.setStandIn({insteadOf, kProcessor});
    tryAgain();
}

void FailureHelp::openOtherModel(bool isFolder)
{
    const auto then = [this, jobs = m_jobs, sentence = m_sentence](const QString &path) {
        if (m_parts.bar.text() == sentence)
            m_parts.bar.dismiss();
        remake(jobs, [this, model = path.toStdString()](JobChange &change) { m_parts.controller.setModel(change.model, model); });
    };
    if (isFolder)
        m_parts.opening.chooseModelFolderAnd(then);
    else
        m_parts.opening.chooseModelFileAnd(then);
}

/// Jobs that the queue kept wait there already.
void FailureHelp::tryAgain()
{
    makeAgain(std::exchange(m_jobs, {}), [this](const QVector<qint64> &jobs) { m_parts.queue.resume(jobs); });
}

void FailureHelp::remake(const QVector<qint64> &jobs, const std::function<void(JobChange &)> &change)
{
    const auto order = [&](qint64 id) {
        const Job *const job = m_parts.queue.at(m_parts.queue.rowOf(id));
        if (!job)
            return;
        JobChange otherwise{job->model, job->request.width, job->request.height};
        change(otherwise);
        m_parts.queue.resumeOtherwise(id, otherwise);
    };
    makeAgain(jobs, [&](const QVector<qint64> &left) { askAgainInOrder(m_parts.queue, left, order); });
}

/// But for what the user has cancelled meanwhile. A pause of his own stays, and he is told of it.
void FailureHelp::makeAgain(QVector<qint64> jobs, const std::function<void(const QVector<qint64> &)> &order)
{
    jobs.removeIf([this](qint64 id) {
        const Job *const job = m_parts.queue.at(m_parts.queue.rowOf(id));
        return !job || job->state == JobState::Cancelled;
    });
    order(jobs);
    m_parts.controller.letQueueGoOn();
    if (const QString note = m_parts.controller.pauseNote(); !note.isEmpty() && !jobs.isEmpty())
        m_parts.bar.showNote(note);
}

} // namespace calotype::ui
