#include "core/jobs/JobQueuePrivate.h"

#include <algorithm>
#include <optional>

namespace calotype::jobs {

namespace {

const QString kPauseKey = QStringLiteral("pause");

// What a pause is called on disk. Those that come of a fault are not kept: the fault will show again.
QString pauseWord(JobQueue::Pause kind)
{
    switch (kind) {
    case JobQueue::Pause::User:
        return QStringLiteral("user");
    case JobQueue::Pause::Recovered:
        return QStringLiteral("recovered");
    case JobQueue::Pause::Stopped:
        return QStringLiteral("stopped");
    default:
        return QStringLiteral("");
    }
}

JobQueue::Pause pauseOf(const QString &word)
{
    for (const auto kind : {JobQueue::Pause::User, JobQueue::Pause::Recovered, JobQueue::Pause::Stopped}) {
        if (word == pauseWord(kind))
            return kind;
    }
    return JobQueue::Pause::None;
}

// Whether the next job would meet the same.
bool meetsAll(ErrorCode code)
{
    switch (code) {
    case ErrorCode::DiskFull:
    case ErrorCode::Io:
    case ErrorCode::EngineMissing:
    case ErrorCode::DeviceUnavailable:
    case ErrorCode::DeviceLost:
        return true;
    default:
        return false;
    }
}

} // namespace

JobQueue::Private::Private(JobQueue *queue, const QString &path, JobRunner *jobRunner, JobStoreOptions options)
    : q(queue)
    , runner(jobRunner)
    , store(std::make_unique<StoreThread>(path, std::move(options), courier,
                                          StoreThread::Events{[this](const Error &error) { onBlocked(error); },
                                                              [this] { onUnblocked(); },
                                                              [this](const Error &error) { Q_EMIT q->failed(error); },
                                                              [this](const Error &error) { onReplaced(error); }}))
{
    QObject::connect(jobRunner, &JobRunner::savingPicture, q,
                     [this](qint64 id, int index, const QString &path) { onSaving(id, index, path); });
    QObject::connect(jobRunner, &JobRunner::pictureDone, q, [this](qint64 id, int index) { onPictureDone(id, index); });
    QObject::connect(jobRunner, &JobRunner::resumePoint, q,
                     [this](qint64 id, const std::shared_ptr<const ResumePoint> &point) { onResumePoint(id, point); });
    QObject::connect(jobRunner, &JobRunner::finished, q, [this](qint64 id, int, bool cancelled) { onFinished(id, cancelled); });
    QObject::connect(jobRunner, &JobRunner::failed, q, [this](qint64 id, const Error &error) { onFailed(id, error); });
}

QString JobQueue::Private::standingReason(Pause kind)
{
    switch (kind) {
    case Pause::Recovered:
        return QStringLiteral("Calotype ended unexpectedly, so the queue waits; go on with the interrupted job, or let the "
                              "queue go on.");
    case Pause::Stopped:
        return QStringLiteral("You stopped the queue; let it go on to make what still waits.");
    default:
        return {};
    }
}

void JobQueue::Private::onOpened(Result<StoredQueue> result)
{
    if (!result) {
        opening = Opening::Refused;
        refusal = result.error();
        Q_EMIT q->failed(refusal);
        return;
    }
    StoredQueue stored = std::move(result).value();
    opening = Opening::Done;
    list.assign(std::move(stored.jobs));
    nextId = stored.nextId;
    speeds = std::move(stored.speeds);
    const bool wait = stored.recovered && list.firstWaiting() >= 0;
    const Pause kind = wait ? Pause::Recovered : pauseOf(stored.pause);

    if (list.count() > 0) {
        Q_EMIT q->jobsInserted(0, list.count() - 1);
    }
    setPause(kind, standingReason(kind));
    Q_EMIT q->opened();
    for (const auto &order : std::exchange(held, {}))
        order();
    startNext();
}

void JobQueue::Private::onBlocked(const Error &error)
{
    const bool isNew = !storeBlocked || pause == Pause::None;
    storeBlocked = true;
    if (!isNew)
        return;
    lastFailure = error;
    if (error.code == ErrorCode::DiskFull) {
        setPause(Pause::DiskFull, QString::fromStdString(error.message));
    } else if (pause == Pause::None) {
        faultOfStore = true;
        setPause(Pause::Fault, QString::fromStdString(error.message));
    }
    Q_EMIT q->failed(error);
}

void JobQueue::Private::onUnblocked()
{
    storeBlocked = false;
    if (pause == Pause::Fault && faultOfStore)
        setPause(Pause::None, {});
}

void JobQueue::Private::onReplaced(const Error &error)
{
    // What is known here but was not read from the damaged file.
    std::vector<Job> jobs;
    for (int row = 0; row < list.count(); ++row)
        jobs.push_back(*list.at(row));
    write([jobs = std::move(jobs)](JobStore &to) { to.restore(jobs); });
    Q_EMIT q->failed(error);
}

void JobQueue::Private::startNext()
{
    if (opening != Opening::Done || pause != Pause::None || running != 0 || !runner)
        return;
    Job *job = list.at(list.firstWaiting());
    if (!job)
        return;
    list.setState(*job, JobState::Running);
    job->started = QDateTime::currentDateTimeUtc();
    job->ended = {};
    job->interrupted = false;
    job->error.clear();
    const qint64 id = job->id;
    running = id;
    begun = false;
    endsAfterPicture = false;
    // It runs on disk before it does anything, so that what it does to the program is known to be of it.
    store->post({[this, record = *job](JobStore &to) {
                     to.update(record);
                     courier.send([this, loaded = to.load(record.id)] { onLoaded(loaded); });
                 },
                 [this, id](const Error &error) { onLoadFailed(id, error); }, 0});
    changed(id);
}

void JobQueue::Private::onLoaded(const Job &job)
{
    const Job *record = list.find(job.id);
    if (job.id != running || begun || !record)
        return;
    if (record->stopping) {
        endRun(JobState::Cancelled, {});
    } else if (pause != Pause::None || !runner) {
        putBack();
    } else {
        begun = true;
        runner->start(job);
    }
}

void JobQueue::Private::onLoadFailed(qint64 id, const Error &error)
{
    if (id == running && !begun)
        endRun(JobState::Failed, QString::fromStdString(error.message));
}

void JobQueue::Private::onSaving(qint64 id, int index, const QString &path)
{
    if (id != running || !begun)
        return;
    const auto go = [this, id, index] {
        if (runner)
            runner->mayBeSaved(id, index);
    };
    store->post({[this, id, index, path, go](JobStore &to) {
                     to.announceSave(id, index, path);
                     courier.send(go);
                 },
                 // A picture that might be made twice is better than one that is lost.
                 [go](const Error &) { go(); }, 0});
}

void JobQueue::Private::onPictureDone(qint64 id, int index)
{
    Job *job = list.find(id);
    if (!job || id != running || index < job->picturesDone)
        return;
    const int done = index + 1;
    job->picturesDone = done;
    if (job->request.noise != NoiseMode::Batch)
        job->hasResumePoint = false;
    write([id, done](JobStore &to) { to.pictureDone(id, done); });
    const bool stopNow = endsAfterPicture && done < job->pictures();
    changed(id);
    if (stopNow && running == id)
        stopRunning();
}

void JobQueue::Private::onResumePoint(qint64 id, const std::shared_ptr<const ResumePoint> &point)
{
    Job *job = list.find(id);
    if (!job || id != running || !point)
        return;
    const bool together = job->request.noise == NoiseMode::Batch;
    if (!together && point->image < job->picturesDone)
        return;
    const bool news = !job->hasResumePoint || (!together && point->image > job->picturesDone);
    if (!together && point->image > job->picturesDone) {
        // The ones between were skipped.
        job->picturesDone = point->image;
        write([id, done = point->image](JobStore &to) { to.pictureDone(id, done); });
    }
    job->hasResumePoint = true;
    store->post({[id, point](JobStore &to) { to.setResumePoint(id, *point); }, nullptr, id});
    if (news)
        changed(id);
}

void JobQueue::Private::onFinished(qint64 id, bool cancelled)
{
    if (id == running && begun)
        endRun(cancelled ? JobState::Cancelled : JobState::Done, {});
}

void JobQueue::Private::onFailed(qint64 id, const Error &error)
{
    const Job *job = list.find(id);
    if (!job || id != running || !begun)
        return;
    lastFailure = error;
    const QString message = QString::fromStdString(error.message);
    const bool ofAll = meetsAll(error.code);
    if (error.code == ErrorCode::Cancelled || (ofAll && job->stopping)) {
        endRun(JobState::Cancelled, {});
    } else if (ofAll) {
        // The pause before the job waits again, so that nothing starts in between.
        faultOfStore = false;
        setPause(error.code == ErrorCode::DiskFull ? Pause::DiskFull : Pause::Fault, message);
        putBack();
        Q_EMIT q->failed(error);
    } else {
        endRun(JobState::Failed, message);
    }
}

void JobQueue::Private::stopRunning()
{
    Job *job = list.find(running);
    if (!job || job->stopping)
        return;
    job->stopping = true;
    Job record = *job;
    record.state = JobState::Cancelled;
    record.ended = QDateTime::currentDateTimeUtc();
    save(record);
    if (begun && runner)
        runner->stop();
    changed(record.id);
}

void JobQueue::Private::endRun(JobState state, const QString &error)
{
    const qint64 id = std::exchange(running, 0);
    begun = false;
    endsAfterPicture = false;
    Job *job = list.find(id);
    list.setState(*job, state);
    job->stopping = false;
    job->ended = QDateTime::currentDateTimeUtc();
    job->error = error;
    job->crashes = 0;
    if (state == JobState::Done) {
        job->picturesDone = job->pictures();
        job->hasResumePoint = false;
    }
    save(*job);
    changed(id);
    startNext();
}

void JobQueue::Private::putBack()
{
    const qint64 id = std::exchange(running, 0);
    begun = false;
    endsAfterPicture = false;
    Job *job = list.find(id);
    list.setState(*job, JobState::Queued);
    job->stopping = false;
    save(*job);
    changed(id);
    startNext();
}

void JobQueue::Private::setPause(Pause kind, const QString &reason)
{
    if (pause == kind && pauseReason == reason)
        return;
    pause = kind;
    pauseReason = reason;
    if (kind == Pause::None || !pauseWord(kind).isEmpty())
        write([word = pauseWord(kind)](JobStore &to) { to.setMeta(kPauseKey, word); });
    Q_EMIT q->pausedChanged();
    startNext();
}

void JobQueue::Private::whenOpen(std::function<void()> order)
{
    switch (opening) {
    case Opening::Done:
        order();
        break;
    case Opening::Refused:
        Q_EMIT q->failed(refusal);
        break;
    default:
        held.push_back(std::move(order));
    }
}

void JobQueue::Private::save(const Job &job)
{
    write([record = job](JobStore &to) { to.update(record); });
}

void JobQueue::Private::save(const std::vector<qint64> &ids, JobList::Positions moved)
{
    std::vector<Job> records;
    records.reserve(ids.size());
    for (const qint64 id : ids)
        records.push_back(*list.find(id));
    if (moved.size() <= ids.size()) // else others were numbered anew with them; the records have their own positions
        moved.clear();
    write([records = std::move(records), moved = std::move(moved)](JobStore &to) {
        to.update(records);
        if (!moved.empty())
            to.setPositions(moved);
    });
}

void JobQueue::Private::changed(const std::vector<qint64> &ids)
{
    int first = list.count();
    int last = -1;
    for (const qint64 id : ids) {
        const int row = list.rowOf(id);
        if (row < 0)
            continue;
        first = std::min(first, row);
        last = std::max(last, row);
    }
    if (last >= 0) {
        Q_EMIT q->jobsChanged(first, last);
    }
}

} // namespace calotype::jobs
