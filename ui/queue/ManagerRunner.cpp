#include "ui/queue/ManagerRunner.h"

#include "core/models/ModelManager.h"
#include "ui/QtImage.h"

#include <QStringList>

#include <algorithm>
#include <utility>

namespace calotype::ui {

using models::ModelManager;

ManagerRunner::ManagerRunner(ModelManager &manager, PictureSink &sink, QObject *parent)
    : JobRunner(parent)
    , m_manager(manager)
    , m_saver(sink)
{
    connect(&manager, &ModelManager::generationStarted, this, &ManagerRunner::onStarted);
    connect(&manager, &ModelManager::progress, this, &ManagerRunner::onProgress);
    connect(&manager, &ModelManager::loadProgress, this, [this](const LoadProgress &progress) {
        if (isOwed())
            Q_EMIT loadProgressed(m_run->job.id, progress);
    });
    connect(&manager, &ModelManager::imageFinished, this, &ManagerRunner::onImage);
    connect(&manager, &ModelManager::finished, this, &ManagerRunner::onFinished);
    connect(&manager, &ModelManager::generationFailed, this, &ManagerRunner::onFailed);
    connect(&m_saver, &PictureSaver::announced, this, &JobRunner::savingPicture);
    connect(&m_saver, &PictureSaver::saved, this, &ManagerRunner::onSaved);
    connect(&m_saver, &PictureSaver::failed, this, &ManagerRunner::onNotSaved);
}

ManagerRunner::~ManagerRunner()
{
    disconnect(&m_manager, nullptr, this, nullptr);
    disconnect(&m_saver, nullptr, this, nullptr);
    if (isOwed())
        m_manager.cancel();
}

void ManagerRunner::start(const jobs::Job &job)
{
    Q_ASSERT(!m_run);
    m_run.emplace();
    m_run->job = job;
    m_run->point = std::exchange(m_run->job.request.resume, nullptr);
    m_run->wanted = m_run->next = m_run->current = m_run->dealtWith = job.picturesDone;
    takeUpKept();
    m_run->job.model = onStandIn(job.model, m_standIn);
    if (m_run->job.model != job.model) { // what is half made on one device cannot be gone on with on another, nor back there
        m_run->point = nullptr;
        m_run->job.request.resumePointSeconds = 0;
    }
    proceed();
}

void ManagerRunner::takeUpKept()
{
    const auto found = m_kept.find(m_run->job.id);
    if (found == m_kept.end())
        return;
    Kept kept = std::move(found->second);
    m_kept.erase(found);
    if (m_run->job.picturesDone < kept.dealtWith) // the job is made anew, these too
        return;
    if (kept.point)
        m_run->point = std::move(kept.point);
    m_run->wanted = m_run->next = m_run->current = std::max(m_run->next, kept.next);
    for (UnsavedPicture &picture : kept.pictures) {
        if (picture.index >= m_run->job.picturesDone)
            m_saver.add(std::move(picture));
    }
}

/// Does what comes next, as soon as neither the manager nor the saver is at work.
void ManagerRunner::proceed()
{
    if (!m_run || m_run->generating)
        return;
    if (!m_saver.isEmpty() && !m_saver.isBroken())
        return;
    const bool goesOn = !m_run->begun && !m_run->stopping && !m_run->fault && m_run->next < m_run->job.pictures();
    if (goesOn)
        beginPass();
    else
        end();
}

void ManagerRunner::beginPass()
{
    Run &run = *m_run;
    run.begun = true;
    run.generating = true;
    run.sampling = false;
    run.stepped = false;
    run.skipping = false;
    run.current = run.next;
    run.model = modelFor(run.job);
    GenerationRequest request = run.job.request;
    request.resume = whereToGoOn();
    m_saver.expect(run.model);
    m_manager.generate(run.model, request);
}

/// A preview decoder that is loaded and not wanted is no reason to load the model again.
ModelSpec ManagerRunner::modelFor(const jobs::Job &job) const
{
    if (const ModelSpec *const loaded = m_manager.spec(); loaded && job.request.preview != PreviewMethod::Taesd) {
        ModelSpec model = job.model;
        model.taesdPath = loaded->taesdPath;
        if (model == *loaded)
            return model;
    }
    return job.model;
}

std::shared_ptr<const ResumePoint> ManagerRunner::whereToGoOn() const
{
    const Run &run = *m_run;
    // The pictures of a batch advance together, so its point is of all of them.
    if (run.job.request.noise == NoiseMode::Batch || (run.point && run.point->image == run.next))
        return run.point;
    if (run.next == 0)
        return nullptr;
    return std::make_shared<const ResumePoint>(ResumePoint{run.next, 0, {}});
}

void ManagerRunner::skipPicture()
{
    if (!m_run || m_run->stopping)
        return;
    Run &run = *m_run;
    const int pictures = run.job.pictures();
    if (!run.generating) {
        if (!run.begun)
            run.next = std::min(run.next + 1, pictures);
        return;
    }
    if (run.current >= pictures)
        return;
    run.current = run.job.request.noise == NoiseMode::Batch ? pictures : run.current + 1;
    run.skipping = true;
    // A load goes on: the next picture needs the model too.
    if (run.sampling || run.current == pictures)
        m_manager.cancel();
}

void ManagerRunner::stop()
{
    if (!m_run)
        return;
    m_run->stopping = true;
    m_saver.hurry(); // the job ends once its pictures are saved
    if (m_run->generating)
        m_manager.cancel();
}

void ManagerRunner::mayBeSaved(qint64 job, int index)
{
    m_saver.mayBeWritten(job, index);
}

QVector<qint64> ManagerRunner::keptJobs() const
{
    QVector<qint64> jobs;
    for (const auto &[job, kept] : m_kept)
        jobs.append(job);
    return jobs;
}

void ManagerRunner::saveAll()
{
    m_saver.saveAll();
}

void ManagerRunner::onStarted()
{
    if (!isOwed())
        return;
    Run &run = *m_run;
    run.sampling = true;
    run.facts = {};
    run.facts.sampler = run.job.request.sampler;
    run.facts.schedule = run.job.request.schedule;
    run.facts.width = run.job.request.width;
    run.facts.height = run.job.request.height;
    if (const LoadedModel *const model = m_manager.model()) {
        if (run.facts.width == 0 || run.facts.height == 0) {
            run.facts.width = model->info.nativeWidth;
            run.facts.height = model->info.nativeHeight;
        }
        run.facts.device = model->device;
        run.facts.dtype = model->dtype;
        run.facts.memory = memoryModeName(model->memory);
        run.facts.seconds.load = model->seconds;
        if (run.facts.sampler.empty())
            run.facts.sampler = model->defaultSampler;
    }
    if (run.skipping || run.stopping || run.fault) // since it was asked for
        m_manager.cancel();
    Q_EMIT started(run.job.id, run.job.request, run.model, run.facts);
}

void ManagerRunner::onProgress(const Progress &progress)
{
    if (!isOwed())
        return;
    const qint64 id = m_run->job.id;
    const QSize size(m_run->facts.width, m_run->facts.height);
    m_run->stepped = m_run->stepped || (progress.stage == Stage::Sampling && progress.step > 0);
    if (m_run->job.request.noise != NoiseMode::Batch)
        m_run->current = std::max(m_run->current, progress.image);
    if (progress.resumePoint)
        onPoint(progress.resumePoint);
    Q_EMIT progressed(id, progress);
    if (progress.stage == Stage::Sampling && progress.preview) {
        const QImage preview = asQImage(progress.preview);
        if (!preview.isNull())
            Q_EMIT previewChanged(id, preview, size);
    }
}

void ManagerRunner::onPoint(const std::shared_ptr<const ResumePoint> &point)
{
    if (m_run->job.request.noise != NoiseMode::Batch && point->image < m_run->current) // of a picture that was skipped
        return;
    m_run->point = point;
    m_run->pointWaits = true;
    tellPoint();
}

void ManagerRunner::tellPoint()
{
    if (!m_run || !m_run->pointWaits || !m_saver.isEmpty())
        return;
    m_run->pointWaits = false;
    if (m_run->job.request.noise != NoiseMode::Batch)
        m_run->dealtWith = std::max(m_run->dealtWith, m_run->point->image);
    Q_EMIT resumePoint(m_run->job.id, m_run->point);
}

void ManagerRunner::onImage(int index, const std::shared_ptr<const GeneratedImage> &picture)
{
    if (!isOwed() || !picture)
        return;
    Run &run = *m_run;
    run.current = std::max(run.current, index + 1);
    if (index < run.wanted)
        return;
    ++run.made;
    UnsavedPicture unsaved{run.job.id, index, picture, run.job.request, run.facts, run.model};
    if (picture->run)
        static_cast<RunDetails &>(unsaved.facts) = *picture->run;
    unsaved.facts.width = picture->image.width;
    unsaved.facts.height = picture->image.height;
    Q_EMIT pictureMade(unsaved.job, index, picture);
    m_saver.add(std::move(unsaved));
}

void ManagerRunner::onFinished(const GenerationResult &result)
{
    if (!isOwed())
        return;
    QStringList notes;
    for (const std::string &note : result.notes)
        notes.append(QString::fromStdString(note));
    if (!notes.isEmpty())
        Q_EMIT noted(m_run->job.id, notes.join(u' '));
    endPass(!result.cancelled);
}

void ManagerRunner::onFailed(const Error &error)
{
    if (!isOwed())
        return;
    Run &run = *m_run;
    const bool hasBytes = run.point && !run.point->bytes.empty();
    // As what is automatic may have come to mean another device since.
    const bool isOther = error.code == ErrorCode::OtherRun;
    // Before the first step, with the model loaded, it is the point that is damaged, or of another version.
    const bool isUseless = run.sampling && !run.stepped && (error.code == ErrorCode::Damaged || error.code == ErrorCode::Unsupported);
    if ((isOther || isUseless) && hasBytes && !run.skipping && !run.stopping && !run.fault) {
        run.point = nullptr; // it is asked once, then
        run.pointWaits = false;
        const qint64 id = run.job.id;
        beginPass();
        if (isUseless)
            Q_EMIT noted(id, tr("What was kept of the half-made picture cannot be used, so the picture is begun anew."));
        return;
    }
    if (error.code != ErrorCode::Cancelled && !run.fault)
        run.fault = error;
    endPass(false);
}

void ManagerRunner::endPass(bool complete)
{
    Run &run = *m_run;
    run.generating = false;
    run.next = complete ? run.job.pictures() : run.current;
    if (run.skipping && run.next < run.job.pictures()) {
        onPoint(std::make_shared<const ResumePoint>(ResumePoint{run.next, 0, {}}));
        if (m_run && !m_run->stopping && !m_run->fault) {
            beginPass();
            return;
        }
    }
    proceed();
}

void ManagerRunner::onSaved(qint64 job, int index, const QString &path)
{
    if (m_run)
        m_run->dealtWith = std::max(m_run->dealtWith, index + 1);
    Q_EMIT pictureSaved(job, index, path);
    Q_EMIT pictureDone(job, index);
    tellPoint();
    proceed();
}

void ManagerRunner::onNotSaved(qint64 job, int index, const Error &error)
{
    Q_EMIT pictureNotSaved(job, index, error);
    if (!m_run)
        return;
    m_run->fault = error;
    if (m_run->generating)
        m_manager.cancel();
    else
        proceed();
}

void ManagerRunner::end()
{
    const Run run = std::move(*m_run);
    m_run.reset();
    std::deque<UnsavedPicture> unsaved = m_saver.takeUnsaved();
    if (!unsaved.empty())
        m_kept[run.job.id] = {std::move(unsaved), run.point, run.dealtWith, run.next};
    if (run.fault)
        Q_EMIT failed(run.job.id, *run.fault);
    else
        Q_EMIT finished(run.job.id, run.made, run.next < run.job.pictures());
}

} // namespace calotype::ui
