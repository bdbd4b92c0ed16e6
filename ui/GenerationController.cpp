#include "ui/GenerationController.h"

#include "core/engine/PictureSeeds.h"
#include "core/engine/Validation.h"
#include "core/engine/prompt/WildcardFolder.h"
#include "core/jobs/JobQueue.h"
#include "core/models/ModelManager.h"
#include "ui/ErrorWords.h"
#include "ui/InitImage.h"
#include "ui/ModelOptions.h"
#include "ui/QtImage.h"
#include "ui/ResultsModel.h"
#include "ui/queue/ManagerRunner.h"

#include <QRandomGenerator>

#include <algorithm>
#include <exception>
#include <iterator>

namespace calotype::ui {

using jobs::JobQueue;

namespace {

qint64 randomSeed()
{
    return QRandomGenerator::global()->generate();
}

/// The seed for the next run: beyond those of this one, where it is to move on.
qint64 seedAfterRun(const GenerationValues &values)
{
    const bool areAlike = values.variationStrength > 0 && values.noise != NoiseMode::Batch; // see makesVariations()
    return seedAfter(values.seed, values.seedStep * qint64{areAlike ? 1 : values.count});
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

Result<std::vector<GenerationRequest>> expandAll(const std::vector<GenerationRequest> &requests, const WildcardLines &lines)
{
    std::vector<GenerationRequest> all;
    for (const GenerationRequest &request : requests) {
        Result<std::vector<GenerationRequest>> expanded = expandWildcards(request, lines);
        if (!expanded)
            return expanded.error();
        std::ranges::move(std::move(expanded).value(), std::back_inserter(all));
    }
    return all;
}

/// Without a start image.
GenerationRequest requestOf(const GenerationValues &values)
{
    GenerationRequest request;
    request.prompt = values.prompt.toStdString();
    if (!values.negativePrompt.trimmed().isEmpty())
        request.negativePrompt = values.negativePrompt.toStdString();
    request.promptSyntax = values.promptSyntax;
    request.sampler = values.sampler.toStdString();
    request.schedule = values.schedule.toStdString();
    request.steps = values.steps;
    request.guidance = values.guidance;
    request.clipSkip = values.clipSkip;
    if (!values.modelSize) {
        request.width = values.width;
        request.height = values.height;
    }
    request.noise = values.noise;
    if (values.variationStrength > 0)
        request.variation = Variation{values.variationSeed, values.variationStrength};
    setSeeds(request, values.seed, values.count);
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
    connect(&m_parts.initImage, &InitImage::withdrawn, this, &GenerationController::dropWaiting);
}

GenerationController::~GenerationController() = default;

void GenerationController::connectQueue()
{
    JobQueue *const queue = &m_parts.queue;
    connect(queue, &JobQueue::opened, this, [this] {
        for (const Addition &addition : std::exchange(m_held, {}))
            put(addition);
        updatePhase();
    });
    connect(queue, &JobQueue::failed, this, &GenerationController::onQueueFailed);
    connect(queue, &JobQueue::jobsInserted, this, &GenerationController::updatePhase);
    connect(queue, &JobQueue::jobsRemoved, this, &GenerationController::updatePhase);
    connect(queue, &JobQueue::jobsRemoved, this, &GenerationController::letGoOfRemoved);
    connect(queue, &JobQueue::jobsChanged, this, &GenerationController::updatePhase);
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
    ask(Place::End);
}

void GenerationController::generateFirst()
{
    ask(Place::Front);
}

void GenerationController::generateInstead()
{
    ask(Place::Instead);
}

void GenerationController::generateSeveral(const QStringList &prompts)
{
    if (!prompts.isEmpty())
        ask(Place::End, prompts);
}

/// @param prompts  in place of the settings' own; none: that one
void GenerationController::ask(Place place, const QStringList &prompts)
{
    GenerationSettings &settings = m_parts.settings;
    if (settings.values().modelPath.isEmpty()) {
        Q_EMIT failed(worded(ErrorCode::WrongUse, tr("No model is chosen: pick one, or open a model file.")));
        return;
    }
    GenerationValues values = settings.values();
    if (!values.fixedSeed)
        values.seed = randomSeed();
    Wish wish = wishFor(values);
    wish.order = ++m_order;
    wish.place = place;
    if (!prompts.isEmpty())
        takePrompts(wish, prompts);
    if (isStartReady())
        wish.initImage = startImage();
    const Result<QStringList> checked = check(wish, wish.initImage.value_or(StartImage()));
    if (!checked) {
        Q_EMIT failed(checked.error());
        return;
    }
    if (wish.initImage)
        wish.words = checked.value();
    if (prompts.isEmpty()) {
        settings.setSeed(values.seed);
        Q_EMIT asked();
    }
    settings.setSeed(wish.nextSeed);
    wish.isSought = (m_preview == PreviewMethod::Taesd && m_parts.previewDecoder)
                    || std::any_of(wish.requests.begin(), wish.requests.end(),
                                   [](const GenerationRequest &request) { return hasWildcards(request); });
    m_wishes.push_back(wish);
    updatePhase();
    if (wish.isSought)
        seek(wish);
    addReady();
}

GenerationController::Wish GenerationController::wishFor(const GenerationValues &values) const
{
    Wish wish;
    wish.values = values;
    wish.nextSeed = seedAfterRun(values);
    wish.model = m_base;
    setModel(wish.model, values.modelPath.toStdString());
    wish.requests = {requestOf(values)};
    GenerationRequest &request = wish.requests.front();
    request.preview = m_preview;
    request.previewEvery = m_previewEvery;
    request.previewSeconds = m_previewSeconds;
    return wish;
}

void GenerationController::setModel(ModelSpec &model, const std::string &path) const
{
    model.path = path;
    model.prediction = m_base.prediction;
    model.vaePath = m_base.vaePath;
    model.taesdPath = m_base.taesdPath; // that of the other one is for its kind
    m_parts.options.apply(model);
}

/// One request for each prompt, with the seed that it would have if they were asked for one by one.
void GenerationController::takePrompts(Wish &wish, const QStringList &prompts)
{
    const GenerationRequest like = std::exchange(wish.requests, {}).front();
    GenerationValues values = wish.values;
    for (const QString &prompt : prompts) {
        if (!wish.requests.empty())
            values.seed = values.fixedSeed ? seedAfterRun(values) : randomSeed();
        GenerationRequest &request = wish.requests.emplace_back(like);
        request.prompt = prompt.toStdString();
        setSeeds(request, values.seed, values.count);
    }
    wish.nextSeed = seedAfterRun(values);
}

GenerationController::StartImage GenerationController::startImage() const
{
    const InitImage &image = m_parts.initImage;
    return image.prepared() ? StartImage{image.prepared(), image.mask(), image.isWhole(), image.fileHash()} : StartImage{};
}

/// A whole picture without a mask is one to paint on, and none to start from: the part of it is made then.
bool GenerationController::isStartReady()
{
    InitImage &image = m_parts.initImage;
    if (!image.isBusy() && image.isWhole() && !image.mask())
        image.setPainting(false);
    return !image.isBusy();
}

/// Without the start image that it waited for, nobody has asked for that picture.
void GenerationController::dropWaiting(const Error &reason)
{
    if (std::erase_if(m_wishes, [](const Wish &wish) { return !wish.initImage; }) == 0)
        return;
    updatePhase();
    const QString sentence = tr("Nothing was added to the queue, as the start image did not come.");
    if (reason.code == ErrorCode::Cancelled)
        Q_EMIT noted(sentence);
    else
        Q_EMIT failed({reason.code, reason.message + ' ' + sentence.toStdString(), reason.detail});
}

/// On a worker: both read files.
void GenerationController::seek(const Wish &wish)
{
    struct Found {
        std::string decoder;
        Result<std::vector<GenerationRequest>> requests;
    };
    auto find = wish.requests.front().preview == PreviewMethod::Taesd ? m_parts.previewDecoder : nullptr;
    m_seeker.run(
        [find = std::move(find), path = wish.model.path, requests = wish.requests, folder = m_wildcardsFolder.toStdString()] {
            return Found{find ? findSafely(find, path) : std::string(), expandAll(requests, wildcardsIn(folder))};
        },
        [this, order = wish.order](Found &&found) {
            for (Wish &waiting : m_wishes) {
                if (waiting.order != order)
                    continue;
                waiting.isSought = false;
                waiting.model.taesdPath = std::move(found.decoder);
                if (found.requests)
                    waiting.requests = std::move(found.requests).value();
                else
                    waiting.fault = found.requests.error();
            }
            addReady();
        });
}

void GenerationController::addReady()
{
    while (!m_wishes.empty() && !m_wishes.front().isSought
           && (m_wishes.front().initImage || isStartReady())) {
        const Wish wish = std::move(m_wishes.front());
        m_wishes.pop_front();
        add(wish);
    }
    updatePhase();
}

jobs::NewJob GenerationController::draft() const
{
    const Wish wish = wishFor(m_parts.settings.values());
    return jobOf(wish, wish.requests.front(), startImage());
}

jobs::NewJob GenerationController::jobOf(const Wish &wish, const GenerationRequest &request, const StartImage &start)
{
    jobs::NewJob job;
    job.model = wish.model;
    job.request = request;
    if (!start.picture)
        return job;
    job.request.initImage = start.picture;
    job.request.strength = wish.values.strength;
    job.request.parentHash = start.parentHash;
    job.request.mask = start.mask;
    if (start.isWhole && start.mask) { // the settings' size is that of the masked part
        job.request.inpaintOnlyMasked = true;
        job.request.maskPadding = wish.values.maskPadding;
    } else if (!start.isWhole) {
        job.request.width = start.picture->width;
        job.request.height = start.picture->height;
    }
    return job;
}

/// @return sentences worth telling
Result<QStringList> GenerationController::check(const Wish &wish, const StartImage &start) const
{
    for (const GenerationRequest &request : wish.requests) {
        if (const Result<void> valid = validate(jobOf(wish, request, start).request); !valid)
            return valid.error();
    }
    // They differ in their words and seeds alone: what is told of one counts for all.
    return m_check ? m_check(jobOf(wish, wish.requests.front(), start)) : QStringList();
}

void GenerationController::add(const Wish &wish)
{
    const StartImage start = wish.initImage ? *wish.initImage : startImage();
    const Result<QStringList> checked = wish.fault   ? *wish.fault
                                        : wish.words ? Result<QStringList>(*wish.words)
                                                     : check(wish, start);
    if (!checked) {
        if (m_parts.settings.values().seed == wish.nextSeed) // nothing was made of its own
            m_parts.settings.setSeed(wish.values.seed);
        updatePhase();
        Q_EMIT failed(checked.error());
        return;
    }
    Addition addition{{}, wish.place, checked.value()};
    for (const GenerationRequest &request : wish.requests)
        addition.jobs << jobOf(wish, request, start);
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
    switch (addition.place) {
    case Place::End: queue.add(addition.jobs); break;
    case Place::Front: queue.addFront(addition.jobs); break;
    case Place::Instead: queue.replace(addition.jobs); break;
    }
    letQueueGoOn();
    QStringList words = addition.words;
    if (const QString note = pauseNote(); !note.isEmpty())
        words << note;
    if (!words.isEmpty())
        Q_EMIT noted(words.join(u' '));
}

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

QString GenerationController::pauseNote() const
{
    const JobQueue &queue = m_parts.queue;
    if (!queue.isPaused())
        return {};
    return tr("The queue is paused, and this waits in it. %1").arg(queue.pauseReason()).trimmed();
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
    return isPreparing() ? Phase::Preparing : Phase::Idle;
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
    m_request.width = details.width; // as it was settled, where the request leaves it open
    m_request.height = details.height;
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
    // A first step that others follow also pays for what they find ready.
    if (progress.secondsPerStep > 0 && (progress.step > 1 || progress.step == progress.totalSteps))
        m_secondsPerStep = progress.secondsPerStep;
    if (progress.stage == Stage::Sampling && progress.totalSteps > 0) {
        m_parts.results.showLive(asQImage(progress.preview), static_cast<double>(progress.step) / progress.totalSteps);
    }
    Q_EMIT progressed(progress);
}

void GenerationController::onMade(qint64 job, int index, const std::shared_ptr<const GeneratedImage> &picture)
{
    // Of this picture alone, with the size that it came out at.
    GenerationRequest request = requestOfPicture(m_request, static_cast<std::size_t>(picture->index));
    const bool isPart = request.inpaintOnlyMasked && picture->run;
    request.width = isPart ? picture->run->width : picture->image.width;
    request.height = isPart ? picture->run->height : picture->image.height;
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
        Q_EMIT speedLearned();
    }
    updatePhase();
}

void GenerationController::onRunFailed(qint64 job, const Error &error)
{
    FailedRun run;
    run.job = job;
    run.error = error;
    run.begun = m_running == job;
    if (run.begun) {
        run.size = QSize(m_request.width, m_request.height);
        run.device = m_device.toStdString();
    }
    onRunEnded(job);
    const bool told = std::exchange(m_told, {}) == error.message; // by the queue, which pauses for it
    if (error.code == ErrorCode::Cancelled || (m_help && m_help(run)) || told)
        return;
    Q_EMIT failed(error);
}

/// Nobody can ask for the pictures of a job that is gone: they stay among the results alone.
void GenerationController::letGoOfRemoved()
{
    const auto isGone = [this](qint64 job) { return m_parts.queue.rowOf(job) < 0; };
    for (const qint64 job : m_parts.runner.keptJobs()) {
        if (isGone(job))
            m_parts.runner.forget(job);
    }
    std::erase_if(m_unsaved, [&isGone](const auto &entry) { return isGone(entry.first.first); });
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
