#include "ui/GenerationController.h"

#include "core/engine/Validation.h"
#include "core/jobs/JobQueue.h"
#include "core/models/ModelManager.h"
#include "ui/InitImage.h"
#include "ui/QtImage.h"
#include "ui/ResultsModel.h"
#include "ui/queue/ManagerRunner.h"

#include <QRandomGenerator>

#include <exception>

namespace calotype::ui {

using jobs::JobQueue;

namespace {

qint64 randomSeed()
{
    return QRandomGenerator::global()->generate();
}

std::string findSafely(const std::function<std::string(const std::string &)> &find, const std::string &modelPath)
{
    try {
        return find(modelPath);
    } catch (const std::exception &exception) {
        qWarning("No preview decoder was found: %s", exception.what());
        return {};
    }
}

GenerationRequest requestOf(const GenerationValues &values, std::shared_ptr<const Image> initImage, PreviewMethod preview)
{
    GenerationRequest request;
    request.prompt = values.prompt.toStdString();
    if (!values.negativePrompt.trimmed().isEmpty())
        request.negativePrompt = values.negativePrompt.toStdString();
    request.sampler = values.sampler.toStdString();
    request.schedule = values.schedule.toStdString();
    request.steps = values.steps;
    request.guidance = values.guidance;
    request.clipSkip = values.clipSkip;
    if (initImage) {
        request.width = initImage->width;
        request.height = initImage->height;
        request.strength = values.strength;
    } else if (!values.modelSize) {
        request.width = values.width;
        request.height = values.height;
    }
    request.seeds.clear();
    for (int k = 0; k < values.count; ++k)
        request.seeds.push_back((values.seed + k) % (bounds::kSeedMax + 1));
    request.initImage = std::move(initImage);
    request.preview = preview;
    return request;
}

} // namespace

GenerationController::GenerationController(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
{
    connectQueue();
    connectRunner();
    connect(&m_parts.manager, &models::ModelManager::failed, this, [this](const Error &error) {
        if (m_parts.queue.running() == 0) // else it comes as the job's failure
            Q_EMIT failed(error);
    });
    connect(&m_parts.initImage, &InitImage::settled, this, &GenerationController::addReady);
}

GenerationController::~GenerationController() = default;

void GenerationController::connectQueue()
{
    JobQueue *const queue = &m_parts.queue;
    connect(queue, &JobQueue::opened, this, [this] {
        if (!m_held.empty())
            letQueueGoOn();
        for (const Addition &addition : std::exchange(m_held, {}))
            put(addition);
        updatePhase();
    });
    connect(queue, &JobQueue::failed, this, &GenerationController::onQueueFailed);
    connect(queue, &JobQueue::jobsInserted, this, &GenerationController::updatePhase);
    connect(queue, &JobQueue::jobsRemoved, this, &GenerationController::updatePhase);
    connect(queue, &JobQueue::jobChanged, this, &GenerationController::updatePhase);
    connect(queue, &JobQueue::pausedChanged, this, &GenerationController::updatePhase);
}

void GenerationController::connectRunner()
{
    ManagerRunner *const runner = &m_parts.runner;
    connect(runner, &ManagerRunner::started, this, &GenerationController::onStarted);
    connect(runner, &ManagerRunner::progressed, this,
            [this](qint64, const Progress &progress) { onProgress(progress); });
    connect(runner, &ManagerRunner::loadProgressed, this,
            [this](qint64, const LoadProgress &progress) { Q_EMIT loadProgressed(progress); });
    connect(runner, &ManagerRunner::previewChanged, this,
            [this](qint64, const QImage &preview, const QSize &size) { Q_EMIT previewChanged(preview, size); });
    connect(runner, &ManagerRunner::pictureMade, this, &GenerationController::onMade);
    connect(runner, &ManagerRunner::pictureSaved, this, &GenerationController::onSaved);
    connect(runner, &ManagerRunner::pictureNotSaved, this, &GenerationController::onNotSaved);
    connect(runner, &ManagerRunner::noted, this, [this](qint64, const QString &sentence) { Q_EMIT noted(sentence); });
    connect(runner, &jobs::JobRunner::finished, this, [this](qint64 job) { onRunEnded(job); });
    connect(runner, &jobs::JobRunner::failed, this, &GenerationController::onRunFailed);
}

void GenerationController::generate()
{
    ask(false);
}

void GenerationController::generateFirst()
{
    ask(true);
}

void GenerationController::ask(bool first)
{
    GenerationSettings &settings = m_parts.settings;
    if (settings.values().modelPath.isEmpty()) {
        Q_EMIT failed({ErrorCode::WrongUse, tr("No model is chosen: pick one, or open a model file.").toStdString(), {}});
        return;
    }
    if (!settings.values().fixedSeed)
        settings.setSeed(randomSeed());

    Wish wish;
    wish.order = ++m_order;
    wish.first = first;
    wish.values = settings.values();
    wish.model = m_base;
    wish.model.path = wish.values.modelPath.toStdString();
    wish.preview = m_preview;
    if (!m_parts.initImage.isBusy())
        wish.initImage = m_parts.initImage.prepared();
    wish.seeksDecoder = m_preview == PreviewMethod::Taesd && m_parts.previewDecoder;
    m_wishes.push_back(wish);
    letQueueGoOn();
    updatePhase();
    if (wish.seeksDecoder)
        findDecoder(wish);
    addReady();
}

void GenerationController::findDecoder(const Wish &wish)
{
    m_seeker.run([find = m_parts.previewDecoder, path = wish.model.path] { return findSafely(find, path); },
                 [this, order = wish.order](std::string &&decoder) {
                     for (Wish &waiting : m_wishes) {
                         if (waiting.order != order)
                             continue;
                         waiting.seeksDecoder = false;
                         waiting.model.taesdPath = std::move(decoder);
                     }
                     addReady();
                 });
}

void GenerationController::addReady()
{
    while (!m_wishes.empty() && !m_wishes.front().seeksDecoder
           && (m_wishes.front().initImage || !m_parts.initImage.isBusy())) {
        const Wish wish = std::move(m_wishes.front());
        m_wishes.pop_front();
        add(wish);
    }
    updatePhase();
}

void GenerationController::add(const Wish &wish)
{
    Addition addition;
    addition.first = wish.first;
    addition.job.model = wish.model;
    addition.job.request = requestOf(wish.values, wish.initImage.value_or(m_parts.initImage.prepared()), wish.preview);
    if (const Result<void> valid = validate(addition.job.request); !valid) {
        updatePhase();
        Q_EMIT failed(valid.error());
        return;
    }
    put(addition);
}

void GenerationController::put(const Addition &addition)
{
    JobQueue &queue = m_parts.queue;
    if (!queue.isOpen()) {
        m_held.push_back(addition);
        queue.open(); // once more, where it could not be before
        return;
    }
    if (addition.first)
        queue.addFront({addition.job});
    else
        queue.add({addition.job});
    if (queue.isPaused())
        Q_EMIT noted(tr("The queue is paused, and this waits in it. %1").arg(queue.pauseReason()).trimmed());
}

/// Who asks for a picture wants it made: a stop or a fault is over with that. A pause that the user made, or that comes of
/// a crash, is his to end.
void GenerationController::letQueueGoOn()
{
    switch (m_parts.queue.pause()) {
    case JobQueue::Pause::Stopped:
    case JobQueue::Pause::DiskFull:
    case JobQueue::Pause::Fault:
        m_parts.queue.setPaused(false);
        break;
    default:
        break;
    }
}

void GenerationController::stop()
{
    m_wishes.clear();
    m_held.clear();
    m_parts.queue.stopNow();
    updatePhase();
}

void GenerationController::skip()
{
    m_parts.queue.skip();
}

void GenerationController::stopAfterThis()
{
    m_parts.queue.stopAfterThis();
}

GenerationController::Phase GenerationController::phaseNow() const
{
    const JobQueue &queue = m_parts.queue;
    if (const jobs::Job *const job = queue.at(queue.rowOf(queue.running()))) {
        if (job->stopping)
            return Phase::Stopping;
        return m_running == job->id ? Phase::Running : Phase::Loading;
    }
    if (queue.waitingCount() > 0 && !queue.isPaused()) // between two jobs
        return Phase::Loading;
    return m_wishes.empty() && m_held.empty() ? Phase::Idle : Phase::Preparing;
}

void GenerationController::updatePhase()
{
    const Phase phase = phaseNow();
    if (phase == m_phase)
        return;
    if (phase == Phase::Idle || phase == Phase::Preparing) // between two jobs it stays
        m_parts.results.hideLive();
    m_phase = phase;
    Q_EMIT phaseChanged(phase);
}

void GenerationController::onStarted(qint64 job, const GenerationRequest &request, const ModelSpec &model,
                                     const RunDetails &details)
{
    m_running = job;
    m_request = request;
    m_model = model;
    m_device = QString::fromStdString(details.device);
    m_secondsPerStep = 0;
    const LoadedModel *const loaded = m_parts.manager.model();
    if (loaded && m_parts.settings.values().modelPath.toStdString() == model.path)
        m_parts.settings.offerModelSize(loaded->info.nativeWidth, loaded->info.nativeHeight);
    m_parts.results.showLive({}, 0);
    updatePhase();
}

void GenerationController::onProgress(const Progress &progress)
{
    if (progress.secondsPerStep > 0)
        m_secondsPerStep = progress.secondsPerStep;
    if (progress.stage == Stage::Sampling && progress.totalSteps > 0) {
        m_parts.results.showLive(asQImage(progress.preview), static_cast<double>(progress.step) / progress.totalSteps);
    }
    Q_EMIT progressed(progress);
}

void GenerationController::onMade(qint64 job, int index, const std::shared_ptr<const GeneratedImage> &picture)
{
    GenerationRequest request = m_request; // of this picture alone, with the size that it came out at
    request.seeds = {picture->seed};
    request.width = picture->image.width;
    request.height = picture->image.height;
    const qint64 id = m_parts.results.add(picture, request, m_model);
    m_unsaved[{job, index}] = id;
    Q_EMIT pictureAdded(id);
}

void GenerationController::onSaved(qint64 job, int index, const QString &path)
{
    const auto found = m_unsaved.find({job, index});
    if (found == m_unsaved.end())
        return;
    const qint64 id = found->second;
    m_unsaved.erase(found);
    m_parts.results.setSaved(id, path);
    Q_EMIT saved(id, path);
}

void GenerationController::onNotSaved(qint64 job, int index, const Error &error)
{
    // It is kept, and saved when the job is taken up again; what went wrong comes as the job's failure.
    if (const auto found = m_unsaved.find({job, index}); found != m_unsaved.end())
        m_parts.results.setSaveError(found->second, QString::fromStdString(error.message));
}

void GenerationController::onRunEnded(qint64 job)
{
    if (m_running != job)
        return;
    m_running = 0;
    if (m_secondsPerStep > 0) {
        m_parts.queue.rememberSpeed(jobs::speedKey(m_request, QString::fromStdString(m_model.path), m_device),
                                    m_secondsPerStep);
    }
    updatePhase();
}

void GenerationController::onRunFailed(qint64 job, const Error &error)
{
    onRunEnded(job);
    const bool told = std::exchange(m_told, {}) == error.message; // by the queue, which pauses for it
    if (!told && error.code != ErrorCode::Cancelled)
        Q_EMIT failed(error);
}

void GenerationController::onQueueFailed(const Error &error)
{
    if (!m_parts.queue.isOpen()) {
        m_held.clear();
        updatePhase();
    }
    m_told = error.message;
    Q_EMIT failed(error);
}

} // namespace calotype::ui
