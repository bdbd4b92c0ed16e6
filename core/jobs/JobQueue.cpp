#include "core/jobs/JobQueue.h"

#include "core/jobs/JobQueuePrivate.h"

#include <utility>

namespace calotype::jobs {

namespace {

bool canBeAskedForAgain(const Job &job)
{
    return job.state == JobState::Failed || job.state == JobState::Cancelled
        || (job.state == JobState::Queued && job.interrupted);
}

void makeCancelled(JobList &list, Job &job, const QDateTime &now)
{
    list.setState(job, JobState::Cancelled);
    job.interrupted = false;
    job.ended = now;
}

void makeWait(JobList &list, Job &job)
{
    list.setState(job, JobState::Queued);
    job.interrupted = false;
    job.setAside = false;
    job.error.clear();
    job.started = {};
    job.ended = {};
}

} // namespace

JobQueue::JobQueue(const QString &path, JobRunner *runner, QObject *parent, JobStoreOptions options)
    : QObject(parent)
    , d(std::make_unique<Private>(this, path, runner, std::move(options)))
{
}

JobQueue::~JobQueue()
{
    const Job *job = d->list.find(d->running);
    if (job && !job->stopping)
        d->write([id = job->id](JobStore &to) { to.putBack(id); });
}

void JobQueue::open()
{
    if (isOpen() || d->opening == Private::Opening::UnderWay)
        return;
    d->opening = Private::Opening::UnderWay;
    d->store->open([this](Result<StoredQueue> result) { d->onOpened(std::move(result)); });
}

bool JobQueue::isOpen() const
{
    return d->opening == Private::Opening::Done;
}

void JobQueue::add(const QVector<NewJob> &jobs)
{
    d->whenOpen([this, jobs] { d->insert(jobs, d->list.count()); });
}

void JobQueue::addFront(const QVector<NewJob> &jobs)
{
    d->whenOpen([this, jobs] {
        const int row = d->list.firstWaiting();
        d->insert(jobs, row >= 0 ? row : d->list.count());
    });
}

void JobQueue::replace(const QVector<NewJob> &jobs)
{
    cancelWaiting();
    add(jobs);
}

void JobQueue::Private::insert(const QVector<NewJob> &jobs, int row)
{
    if (jobs.isEmpty())
        return;
    std::vector<Job> records;
    QVector<qint64> ids;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (const NewJob &wanted : jobs) {
        Job job;
        job.id = nextId++;
        job.model = wanted.model;
        job.request = wanted.request;
        job.request.resume = nullptr;
        job.hasInitImage = wanted.request.initImage != nullptr;
        job.hasMask = wanted.request.mask != nullptr;
        job.created = now;
        ids << job.id;
        records.push_back(std::move(job));
    }
    JobList::Positions moved = list.insert(row, records);
    // The pictures go to the disk with the records; here they would be kept for as long as the queue is.
    for (const qint64 id : ids) {
        GenerationRequest &request = list.find(id)->request;
        request.initImage = nullptr;
        request.mask = nullptr;
    }
    write([this, records = std::move(records), moved = std::move(moved), ids](JobStore &to) {
        to.add(records);
        if (!moved.empty())
            to.setPositions(moved);
        courier.send([this, ids] { Q_EMIT q->saved(ids); });
    });
    Q_EMIT q->jobsInserted(row, row + static_cast<int>(ids.size()) - 1);
    startNext();
}

void JobQueue::move(const QVector<qint64> &ids, qint64 before)
{
    d->moveRows({ids.begin(), ids.end()}, before);
}

void JobQueue::Private::moveRows(const std::vector<qint64> &ids, qint64 before)
{
    JobList::Positions moved = list.move(ids, before);
    if (moved.empty())
        return;
    write([moved = std::move(moved)](JobStore &to) { to.setPositions(moved); });
    Q_EMIT q->jobsMoved();
}

void JobQueue::cancel(const QVector<qint64> &ids)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    std::vector<qint64> cancelled;
    for (const qint64 id : ids) {
        Job *job = d->list.find(id);
        if (!job || job->state != JobState::Queued)
            continue;
        makeCancelled(d->list, *job, now);
        cancelled.push_back(id);
    }
    const qint64 running = d->running;
    if (!cancelled.empty()) {
        d->save(cancelled, {});
        d->changed(cancelled);
    }
    // Last, lest another of them begins when it has stopped.
    if (running != 0 && running == d->running && ids.contains(running))
        d->stopRunning();
}

void JobQueue::cancelAll()
{
    cancelWaiting();
    d->whenOpen([this] { d->stopRunning(); });
}

void JobQueue::cancelWaiting()
{
    d->whenOpen([this] {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        std::vector<qint64> cancelled;
        for (int row = 0; row < d->list.count(); ++row) {
            Job *job = d->list.at(row);
            if (job->state != JobState::Queued)
                continue;
            makeCancelled(d->list, *job, now);
            cancelled.push_back(job->id);
        }
        if (cancelled.empty())
            return;
        d->write([now](JobStore &to) { to.cancelWaiting(now); });
        d->changed(cancelled);
    });
}

void JobQueue::retry(const QVector<qint64> &ids)
{
    std::vector<qint64> again;
    for (const qint64 id : ids) {
        Job *job = d->list.find(id);
        if (!job || !canBeAskedForAgain(*job))
            continue;
        makeWait(d->list, *job);
        job->crashes = 0;
        job->picturesDone = 0;
        job->hasResumePoint = false;
        again.push_back(id);
    }
    d->askAgain(again, 0);
}

void JobQueue::resume(const QVector<qint64> &ids)
{
    const Job *first = d->list.at(d->list.firstWaiting());
    std::vector<qint64> again;
    for (const qint64 id : ids) {
        Job *job = d->list.find(id);
        if (!job || !canBeAskedForAgain(*job))
            continue;
        makeWait(d->list, *job);
        again.push_back(id);
    }
    d->askAgain(again, first ? first->id : 0);
}

void JobQueue::discardResume(const QVector<qint64> &ids)
{
    for (const qint64 id : ids) {
        Job *job = d->list.find(id);
        if (job && canBeAskedForAgain(*job))
            job->hasResumePoint = false;
    }
    resume(ids);
}

void JobQueue::resumeOtherwise(qint64 id, const JobChange &change)
{
    Job *job = d->list.find(id);
    if (!job || !canBeAskedForAgain(*job))
        return;
    ModelSpec likeBefore = change.model;
    likeBefore.memory = job->model.memory;
    likeBefore.vaeTiles = job->model.vaeTiles;
    // A half-made picture can be gone on with in any memory mode.
    const bool fits = likeBefore == job->model && change.width == job->request.width && change.height == job->request.height;
    job->model = change.model;
    job->request.width = change.width;
    job->request.height = change.height;
    d->write([record = *job](JobStore &to) { to.change(record); });
    if (!fits)
        job->hasResumePoint = false;
    resume(id);
}

void JobQueue::Private::askAgain(const std::vector<qint64> &ids, qint64 before)
{
    if (ids.empty())
        return;
    save(ids, list.move(ids, before));
    Q_EMIT q->jobsMoved();
    changed(ids);
    if (pause == Pause::Recovered)
        setPause(Pause::None, {});
    startNext();
}

void JobQueue::setPaused(bool paused)
{
    d->whenOpen([this, paused] {
        d->setPause(paused ? Pause::User : Pause::None, {});
        if (!paused)
            d->store->retry();
    });
}

bool JobQueue::isPaused() const
{
    return d->pause != Pause::None;
}

JobQueue::Pause JobQueue::pause() const
{
    return d->pause;
}

QString JobQueue::pauseReason() const
{
    return d->pauseReason;
}

const Error &JobQueue::lastFailure() const
{
    return d->lastFailure;
}

void JobQueue::skip()
{
    if (d->begun && d->runner)
        d->runner->skipPicture();
}

void JobQueue::stopAfterThis()
{
    if (d->running == 0)
        return;
    d->endsAfterPicture = true;
    d->pauseWhatWaits();
}

void JobQueue::stopNow()
{
    if (d->running == 0)
        return;
    d->stopRunning();
    d->pauseWhatWaits();
}

void JobQueue::Private::pauseWhatWaits()
{
    if (pause == Pause::None && list.firstWaiting() >= 0)
        setPause(Pause::Stopped, standingReason(Pause::Stopped));
}

void JobQueue::clearEnded()
{
    std::vector<qint64> ids;
    for (int last = count() - 1; last >= 0; --last) {
        if (!isEnded(at(last)->state))
            continue;
        int first = last;
        while (first > 0 && isEnded(at(first - 1)->state))
            --first;
        for (int row = first; row <= last; ++row)
            ids.push_back(at(row)->id);
        d->list.remove(first, last);
        Q_EMIT jobsRemoved(first, last);
        last = first;
    }
    if (!ids.empty())
        d->write([ids = std::move(ids)](JobStore &to) { to.remove(ids); });
}

int JobQueue::count() const
{
    return d->list.count();
}

const Job *JobQueue::at(int row) const
{
    return std::as_const(d->list).at(row);
}

int JobQueue::rowOf(qint64 id) const
{
    return d->list.rowOf(id);
}

qint64 JobQueue::running() const
{
    return d->running;
}

int JobQueue::waitingCount() const
{
    return d->list.waitingCount();
}

void JobQueue::rememberSpeed(const SpeedKey &key, double secondsPerStep)
{
    if (!(secondsPerStep > 0))
        return;
    const QString text = key.text();
    d->speeds.insert(text, secondsPerStep);
    d->whenOpen([this, text, secondsPerStep] {
        d->write([text, secondsPerStep](JobStore &to) { to.setSpeed(text, secondsPerStep); });
    });
}

ExpectedSpeed JobQueue::speed(const SpeedKey &key) const
{
    return expectedSpeed(d->speeds, key);
}

void JobQueue::setMostPages(qint64 pages)
{
    d->store->setMostPages(pages);
}

} // namespace calotype::jobs
