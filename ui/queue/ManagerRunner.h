#pragma once

#include "core/engine/DevicePolicy.h"
#include "core/engine/GenerationResult.h"
#include "core/engine/Progress.h"
#include "core/jobs/JobRunner.h"
#include "ui/queue/PictureSaver.h"

#include <QImage>
#include <QSize>
#include <QVector>

#include <deque>
#include <map>
#include <memory>
#include <optional>

namespace calotype::models {
class ModelManager;
}

namespace calotype::ui {

class PictureSink;

/// Runs the queue's jobs on the model manager, and hands every picture to the sink as soon as it is made.
///
/// A job ends only after all its pictures are saved. One that cannot be saved stops the run and makes the job fail with
/// the sink's error; that picture, and those behind it, stay in memory and are saved first when the job comes again.
/// Resume points are passed on once the pictures before them are saved: else a crash would lose those. One that does not fit
/// the run any more is dropped, and its picture begun anew.
/// Lives on the GUI thread. Destroyed while it runs, it stops the manager and drops what is not saved: see saveAll().
class ManagerRunner final : public jobs::JobRunner
{
    Q_OBJECT

public:
    /// @param manager  used by nobody else while a job runs; both outlive this
    ManagerRunner(models::ModelManager &manager, PictureSink &sink, QObject *parent = nullptr);
    ~ManagerRunner() override;

    void start(const jobs::Job &job) override;
    /// In a batch, whose pictures are made together, all that are not done are left.
    void skipPicture() override;
    void stop() override;
    void mayBeSaved(qint64 job, int index) override;

    /// As PictureSaver's.
    void setAfterSaving(PictureSaver::AfterSaving call) { m_saver.setAfterSaving(std::move(call)); }
    /// Whether pictures are made and not on disk: some wait to be written, or could not be.
    bool hasUnsaved() const { return !m_kept.empty() || !m_saver.isEmpty(); }
    /// The jobs whose pictures could not be saved and are kept until they run again.
    QVector<qint64> keptJobs() const;
    /// Lets go of what is kept of a job that will not run again.
    void forget(qint64 job) { m_kept.erase(job); }
    /// From the next start() on, jobs are made on this where they ask for the device that is away: they keep what they ask for.
    void setStandIn(const DeviceStandIn &standIn) { m_standIn = standIn; }
    /// Saves what is made, and returns when that is done: for a program that ends. The queue must still be there, to
    /// hear of it.
    void saveAll();

Q_SIGNALS:
    /// The network begins, as often as the job is gone on with after a skip. @p request is without its resume point,
    /// @p model as it is loaded, @p details without the schedule.
    void started(qint64 job, const calotype::GenerationRequest &request, const calotype::ModelSpec &model,
                 const calotype::RunDetails &details);
    void loadProgressed(qint64 job, const calotype::LoadProgress &progress);
    void progressed(qint64 job, const calotype::Progress &progress);
    /// A step's preview, to be shown at @p size.
    void previewChanged(qint64 job, const QImage &preview, const QSize &size);
    void pictureMade(qint64 job, int index, const std::shared_ptr<const calotype::GeneratedImage> &picture);
    void pictureSaved(qint64 job, int index, const QString &path);
    void pictureNotSaved(qint64 job, int index, const calotype::Error &error);
    /// A sentence worth knowing about what was made.
    void noted(qint64 job, const QString &sentence);

private:
    struct Run {
        jobs::Job job;   ///< its request without resume point
        ModelSpec model; ///< as it is loaded
        GenerationResult facts; ///< what is known before the end; no images
        std::shared_ptr<const ResumePoint> point; ///< the newest
        bool pointWaits = false; ///< the newest was not passed on yet
        int wanted = 0;  ///< pictures before this one are there already
        int next = 0;    ///< where the next pass begins
        int current = 0; ///< the picture that is being made
        int dealtWith = 0; ///< as the queue knows it: saved or skipped, counted from the first
        int made = 0;
        bool begun = false;      ///< the first pass is or was under way
        bool generating = false; ///< the manager owes an answer
        bool sampling = false;   ///< the model is loaded, and the network runs
        bool stepped = false;    ///< the network has made a step in this pass
        bool skipping = false;
        bool stopping = false;
        std::optional<Error> fault;
    };
    /// What is left of a job whose pictures could not be saved.
    struct Kept {
        std::deque<UnsavedPicture> pictures;
        std::shared_ptr<const ResumePoint> point;
        int dealtWith = 0; ///< as Run's
        int next = 0;      ///< where to go on once these are saved
    };

    bool isOwed() const { return m_run && m_run->generating; }
    void takeUpKept();
    void proceed();
    void beginPass();
    ModelSpec modelFor(const jobs::Job &job) const;
    std::shared_ptr<const ResumePoint> whereToGoOn() const;
    void onStarted();
    void onProgress(const Progress &progress);
    void onPoint(const std::shared_ptr<const ResumePoint> &point);
    void tellPoint();
    void onImage(int index, const std::shared_ptr<const GeneratedImage> &picture);
    void onFinished(const GenerationResult &result);
    void onFailed(const Error &error);
    void endPass(bool complete);
    void onSaved(qint64 job, int index, const QString &path);
    void onNotSaved(qint64 job, int index, const Error &error);
    void end();

    models::ModelManager &m_manager;
    DeviceStandIn m_standIn;
    std::optional<Run> m_run;
    std::map<qint64, Kept> m_kept; ///< by job
    PictureSaver m_saver;
};

} // namespace calotype::ui
