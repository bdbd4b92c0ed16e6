#include "ui/GenerationController.h"

#include "core/engine/Validation.h"
#include "core/models/ModelManager.h"
#include "ui/GenerationSettings.h"
#include "ui/InitImage.h"
#include "ui/PictureSink.h"
#include "ui/QtImage.h"
#include "ui/ResultsModel.h"

#include <QDir>
#include <QRandomGenerator>

#include <exception>
#include <filesystem>

namespace calotype::ui {

namespace {

qint64 randomSeed()
{
    return QRandomGenerator::global()->generate();
}

Result<std::filesystem::path> saveSafely(PictureSink &sink, const GeneratedImage &image,
                                         const GenerationRequest &request, const GenerationResult &facts,
                                         const ModelSpec &spec)
{
    try {
        return sink.save(image, request, facts, spec);
    } catch (const std::exception &exception) {
        return Error{ErrorCode::Io, "The picture could not be saved; copy it to keep it.", exception.what()};
    }
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

} // namespace

GenerationController::GenerationController(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
{
    using models::ModelManager;
    ModelManager *const manager = &m_parts.manager;
    connect(manager, &ModelManager::generationStarted, this, &GenerationController::onStarted);
    connect(manager, &ModelManager::progress, this, &GenerationController::onProgress);
    connect(manager, &ModelManager::loadProgress, this, [this](const LoadProgress &progress) {
        if (isBusy())
            Q_EMIT loadProgressed(progress);
    });
    connect(manager, &ModelManager::imageFinished, this,
            [this](int, const std::shared_ptr<const GeneratedImage> &image) { onImage(image); });
    connect(manager, &ModelManager::finished, this, &GenerationController::onFinished);
    connect(manager, &ModelManager::generationFailed, this, &GenerationController::onFailed);
    connect(manager, &ModelManager::failed, this, [this](const Error &error) {
        if (!isBusy()) // else it comes as the generation's failure
            Q_EMIT failed(error);
    });
    connect(&m_parts.initImage, &InitImage::settled, this, [this] {
        if (m_phase == Phase::Preparing && !m_seeksDecoder)
            begin();
    });
}

GenerationController::~GenerationController() = default;

void GenerationController::setPhase(Phase phase)
{
    if (phase == m_phase)
        return;
    m_phase = phase;
    Q_EMIT phaseChanged(phase);
}

void GenerationController::generate()
{
    if (isBusy())
        return;
    if (m_parts.settings.values().modelPath.isEmpty()) {
        Q_EMIT failed({ErrorCode::WrongUse, tr("No model is chosen: pick one, or open a model file.").toStdString(), {}});
        return;
    }
    setPhase(Phase::Preparing);
    findDecoder();
    if (!m_parts.initImage.isBusy() && !m_seeksDecoder)
        begin();
}

void GenerationController::findDecoder()
{
    ++m_seekOrder;
    m_decoder.clear();
    m_decoderModel = m_parts.settings.values().modelPath.toStdString();
    m_seeksDecoder = m_preview == PreviewMethod::Taesd && m_parts.previewDecoder;
    if (!m_seeksDecoder)
        return;
    m_seeker.run([find = m_parts.previewDecoder, path = m_decoderModel] { return findSafely(find, path); },
                 [this, order = m_seekOrder](std::string &&decoder) {
                     if (order != m_seekOrder)
                         return;
                     m_seeksDecoder = false;
                     m_decoder = std::move(decoder);
                     if (m_phase == Phase::Preparing && !m_parts.initImage.isBusy())
                         begin();
                 });
}

ModelSpec GenerationController::makeSpec() const
{
    ModelSpec spec = m_base;
    spec.path = m_parts.settings.values().modelPath.toStdString();
    if (spec.path == m_decoderModel) // another model may have been chosen in the meantime
        spec.taesdPath = m_decoder;
    // A decoder that is loaded and not wanted is no reason to load the model again.
    if (const ModelSpec *const loaded = m_parts.manager.spec(); loaded && m_preview != PreviewMethod::Taesd) {
        ModelSpec same = spec;
        same.taesdPath = loaded->taesdPath;
        if (same == *loaded)
            return same;
    }
    return spec;
}

GenerationRequest GenerationController::makeRequest()
{
    GenerationSettings &settings = m_parts.settings;
    if (!settings.values().fixedSeed)
        settings.setSeed(randomSeed());
    const GenerationValues &values = settings.values();

    GenerationRequest request;
    request.prompt = values.prompt.toStdString();
    if (!values.negativePrompt.trimmed().isEmpty())
        request.negativePrompt = values.negativePrompt.toStdString();
    request.sampler = values.sampler.toStdString();
    request.schedule = values.schedule.toStdString();
    request.steps = values.steps;
    request.guidance = values.guidance;
    const bool leavesSizeToModel = values.modelSize && m_parts.initImage.isEmpty();
    request.width = leavesSizeToModel ? 0 : values.width;
    request.height = leavesSizeToModel ? 0 : values.height;
    request.seeds.clear();
    for (int k = 0; k < values.count; ++k)
        request.seeds.push_back((values.seed + k) % (bounds::kSeedMax + 1));
    request.initImage = m_parts.initImage.prepared();
    if (request.initImage)
        request.strength = values.strength;
    request.preview = m_preview;
    return request;
}

void GenerationController::begin()
{
    m_request = makeRequest();
    m_spec = makeSpec();
    if (const Result<void> valid = validate(m_request); !valid) {
        onFailed(valid.error());
        return;
    }
    setPhase(Phase::Loading);
    m_parts.manager.generate(m_spec, m_request);
}

void GenerationController::stop()
{
    switch (m_phase) {
    case Phase::Idle:
    case Phase::Stopping:
        return;
    case Phase::Preparing:
        end();
        return;
    case Phase::Loading:
    case Phase::Running:
        setPhase(Phase::Stopping);
        m_parts.manager.cancel();
        return;
    }
}

void GenerationController::onStarted()
{
    if (!isBusy())
        return;
    m_facts = {};
    m_facts.sampler = m_request.sampler;
    m_facts.schedule = m_request.schedule;
    m_facts.width = m_request.width;
    m_facts.height = m_request.height;
    if (const LoadedModel *const model = m_parts.manager.model()) {
        m_parts.settings.offerModelSize(model->info.nativeWidth, model->info.nativeHeight);
        if (m_facts.width == 0 || m_facts.height == 0) {
            m_facts.width = model->info.nativeWidth;
            m_facts.height = model->info.nativeHeight;
        }
        m_facts.device = model->device;
        m_facts.dtype = model->dtype;
        m_facts.seconds.load = model->seconds;
        if (m_facts.sampler.empty())
            m_facts.sampler = model->defaultSampler;
    }
    m_parts.results.showLive({}, 0);
    if (m_phase != Phase::Stopping)
        setPhase(Phase::Running);
}

void GenerationController::onProgress(const Progress &progress)
{
    if (!isBusy())
        return;
    if (progress.stage == Stage::Sampling && progress.totalSteps > 0) {
        const QImage preview = asQImage(progress.preview);
        m_parts.results.showLive(preview, static_cast<double>(progress.step) / progress.totalSteps);
        if (!preview.isNull())
            Q_EMIT previewChanged(preview, QSize(m_facts.width, m_facts.height));
    }
    Q_EMIT progressed(progress);
}

void GenerationController::onImage(const std::shared_ptr<const GeneratedImage> &image)
{
    if (!isBusy() || !image)
        return;
    GenerationRequest request = m_request; // of this picture alone, with the size that it came out at
    request.seeds = {image->seed};
    request.width = image->image.width;
    request.height = image->image.height;
    const qint64 id = m_parts.results.add(image, request, m_spec);
    save(id, image);
    Q_EMIT pictureAdded(id);
}

void GenerationController::save(qint64 id, const std::shared_ptr<const GeneratedImage> &image)
{
    GenerationResult facts = m_facts;
    if (image->run)
        static_cast<RunDetails &>(facts) = *image->run;
    facts.width = image->image.width;
    facts.height = image->image.height;
    m_saver.run(
        [&sink = m_parts.sink, image, request = m_request, facts = std::move(facts), spec = m_spec] {
            return saveSafely(sink, *image, request, facts, spec);
        },
        [this, id](const Result<std::filesystem::path> &file) {
            if (!file) {
                m_parts.results.setSaveError(id, QString::fromStdString(file.error().message));
                Q_EMIT failed(file.error());
                return;
            }
            const QString path = QString::fromStdString(file.value().string());
            m_parts.results.setSaved(id, path);
            Q_EMIT saved(id, path);
        });
}

void GenerationController::onFinished(const GenerationResult &result)
{
    if (!isBusy())
        return;
    end();
    QStringList notes;
    for (const std::string &note : result.notes)
        notes.append(QString::fromStdString(note));
    if (!notes.isEmpty())
        Q_EMIT noted(notes.join(u' '));
}

void GenerationController::onFailed(const Error &error)
{
    if (!isBusy())
        return;
    end();
    if (error.code != ErrorCode::Cancelled)
        Q_EMIT failed(error);
}

void GenerationController::end()
{
    m_parts.results.hideLive();
    setPhase(Phase::Idle);
}

} // namespace calotype::ui
