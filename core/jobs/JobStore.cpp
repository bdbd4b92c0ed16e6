#include "core/jobs/JobStore.h"

#include "core/base/Resample.h"
#include "core/engine/Inpainting.h"
#include "core/jobs/ImageBlob.h"
#include "core/jobs/JobRow.h"
#include "core/jobs/JobSalvage.h"
#include "core/jobs/JobSchema.h"
#include "core/shared/SqlConnection.h"

#include <QFileInfo>

#include <map>
#include <set>

namespace calotype::jobs {

namespace {

const QString kSession = QStringLiteral("session");
const QString kOpen = QStringLiteral("open");

QVariant number(JobState state)
{
    return static_cast<int>(state);
}

QString selectJobs(const char *rest)
{
    return QStringLiteral("SELECT %1 FROM jobs %2").arg(QLatin1String(kJobColumns), QLatin1String(rest));
}

SqlSubject queueSubject()
{
    SqlSubject subject;
    subject.name = QStringLiteral("The queue's file");
    subject.whenLocked = QStringLiteral("close that program, and the queue goes on by itself");
    subject.whenFull = QStringLiteral("make room on that disk, then let the queue go on");
    return subject;
}

Failure lostPicture()
{
    return Failure(ErrorCode::NotFound,
                   "The starting picture of this job can no longer be read from the queue's file; add the job again.");
}

} // namespace

struct JobStore::Private {
    QString path;
    JobStoreOptions options;
    std::unique_ptr<SqlConnection> sql;
    std::optional<Error> notice;
    qint64 touchedBefore = 0;

    void open()
    {
        sql = std::make_unique<SqlConnection>(path, SqlOptions{.subject = queueSubject(),
                                                               .busyTimeoutMs = options.busyTimeoutMs,
                                                               .trace = options.trace});
        const QString check = sql->value(QStringLiteral("PRAGMA quick_check(1)")).toString();
        if (check != QLatin1String("ok")) {
            throw Failure(ErrorCode::Damaged, QStringLiteral("The queue's file “%1” is damaged.").arg(path).toStdString(),
                          check.toStdString());
        }
        sql->run(QStringLiteral("PRAGMA journal_mode = WAL"));
        sql->run(QStringLiteral("PRAGMA synchronous = FULL"));
        migrateJobs(*sql);
    }

    void startOver(const Error &damage)
    {
        sql.reset();
        const QString aside = setAside(path);
        open();
        const int jobs = salvageJobs(aside, *sql);
        const QString read = jobs > 0 ? QStringLiteral("%1 jobs were read from it").arg(jobs)
                                      : QStringLiteral("no job could be read from it");
        notice = Error{ErrorCode::Damaged,
                       QStringLiteral("The queue's file was damaged. It was set aside as “%1”, and %2; the queue goes on.")
                           .arg(aside, read)
                           .toStdString(),
                       damage.detail};
    }

    /// Not flushed to the disk at once: for what may be lost with the power.
    class Unflushed
    {
    public:
        explicit Unflushed(SqlConnection &connection)
            : m_connection(connection)
        {
            m_connection.run(QStringLiteral("PRAGMA synchronous = NORMAL"));
        }
        ~Unflushed()
        {
            try {
                m_connection.run(QStringLiteral("PRAGMA synchronous = FULL"));
            } catch (const Failure &) {
                // It touches no file; it fails only where memory has run out.
            }
        }

    private:
        SqlConnection &m_connection;
    };

    QVariant store(const std::shared_ptr<const Image> &image, std::map<const Image *, QByteArray> &known)
    {
        if (!image)
            return QVariant(QMetaType::fromType<QByteArray>());
        QByteArray &hash = known[image.get()];
        if (hash.isEmpty()) {
            hash = imageHash(*image);
            if (!sql->value(QStringLiteral("SELECT 1 FROM images WHERE hash = ?"), {hash}).isValid())
                sql->run(QStringLiteral("INSERT INTO images (hash, data) VALUES (?, ?)"), {hash, packImage(*image)});
        }
        return hash;
    }

    void insert(const Job &job, const QVariant &init, const QVariant &mask)
    {
        sql->run(QStringLiteral("INSERT INTO jobs (id, position, state, model, request, pictures, together, init, mask, created) "
                                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                 {job.id, job.position, number(job.state), modelText(job), requestText(job), job.pictures(),
                  job.request.noise == NoiseMode::Batch, init, mask, timeValue(job.created)});
    }

    void update(const Job &job)
    {
        sql->run(QStringLiteral("UPDATE jobs SET position = ?, state = ?, started = ?, ended = ?, error = ?, crashes = ?, "
                                "pictures_done = ?, interrupted = ?, set_aside = ? WHERE id = ?"),
                 {job.position, number(job.state), timeValue(job.started), timeValue(job.ended), job.error, job.crashes,
                  job.picturesDone, job.interrupted, job.setAside, job.id});
        if (!job.hasResumePoint)
            sql->run(QStringLiteral("DELETE FROM resume_points WHERE job = ?"), {job.id});
        // Another job's picture might come to lie there.
        if (job.state != JobState::Running)
            sql->run(QStringLiteral("DELETE FROM saves WHERE job = ?"), {job.id});
    }

    std::shared_ptr<const Image> image(const QByteArray &hash)
    {
        const QVariant bytes = sql->value(QStringLiteral("SELECT data FROM images WHERE hash = ?"), {hash});
        if (!bytes.isValid())
            throw lostPicture();
        try {
            return std::make_shared<const Image>(unpackImage(bytes.toByteArray(), hash));
        } catch (const Failure &) {
            throw lostPicture();
        }
    }

    // Brings a job's start image or mask to the size of its request. @param column  which of them
    void scalePicture(const Job &job, const QString &column)
    {
        const QByteArray hash = sql->value(QStringLiteral("SELECT %1 FROM jobs WHERE id = ?").arg(column), {job.id}).toByteArray();
        if (hash.isEmpty())
            return;
        const int width = job.request.width;
        const int height = job.request.height;
        const std::shared_ptr<const Image> before = image(hash);
        if (before->width == width && before->height == height)
            return;
        const bool isMask = before->channels == 1;
        const auto after = std::make_shared<const Image>(
            isMask ? maskPart(*before, {0, 0, double(before->width), double(before->height)}, width, height, isSoft(*before))
                   : resized(*before, width, height));
        std::map<const Image *, QByteArray> known;
        sql->run(QStringLiteral("UPDATE jobs SET %1 = ? WHERE id = ?").arg(column), {store(after, known), job.id});
    }

    // What is on disk of pictures that were being saved when the program died counts.
    void takeAnnouncedSaves()
    {
        std::set<qint64> missing; // jobs: a later picture must not hide that an earlier one is not there
        {
            auto saves = sql->rows(QStringLiteral("SELECT job, image, path FROM saves ORDER BY job, image"));
            while (saves.next()) {
                const qint64 job = saves.integer(0);
                if (missing.contains(job))
                    continue;
                if (!QFileInfo::exists(saves.text(2))) {
                    missing.insert(job);
                    continue;
                }
                const qint64 done = saves.integer(1) + 1;
                sql->run(QStringLiteral("UPDATE jobs SET pictures_done = ? WHERE id = ? AND pictures_done < ?"), {done, job, done});
            }
        }
        sql->run(QStringLiteral("DELETE FROM saves"));
    }
};

JobStore::JobStore(const QString &path, JobStoreOptions options)
    : d(std::make_unique<Private>())
{
    d->path = path;
    d->options = std::move(options);
    try {
        d->open();
    } catch (const Failure &failure) {
        if (failure.error().code != ErrorCode::Damaged)
            throw;
        d->startOver(failure.error());
    }
    d->touchedBefore = d->sql->value(QStringLiteral("SELECT total_changes()")).toLongLong();
}

JobStore::~JobStore() = default;

const std::optional<Error> &JobStore::notice() const
{
    return d->notice;
}

bool JobStore::recover()
{
    SqlConnection::Transaction transaction(*d->sql);
    SqlConnection &sql = *d->sql;
    d->takeAnnouncedSaves();
    sql.run(QStringLiteral("DELETE FROM resume_points WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.id = resume_points.job "
                           "AND (together OR pictures_done <= resume_points.image))"));
    const QVariant now = timeValue(QDateTime::currentDateTimeUtc());
    sql.run(QStringLiteral("UPDATE jobs SET state = ?, ended = ?, interrupted = 0 WHERE state IN (?, ?) AND pictures_done >= pictures"),
            {number(JobState::Done), now, number(JobState::Running), number(JobState::Queued)});
    const int ran = sql.run(QStringLiteral("UPDATE jobs SET crashes = crashes + 1 WHERE state = ?"), {number(JobState::Running)});
    sql.run(QStringLiteral("UPDATE jobs SET state = ?, set_aside = 1, interrupted = 0, ended = ?, error = ? "
                           "WHERE state = ? AND crashes >= ?"),
            {number(JobState::Failed), now,
             QStringLiteral("The program ended %1 times while this job ran, so it was set aside. Try a smaller picture, "
                            "another number format or another model; or try it again.")
                 .arg(kMostCrashes),
             number(JobState::Running), kMostCrashes});
    sql.run(QStringLiteral("UPDATE jobs SET state = ?, interrupted = 1 WHERE state = ?"),
            {number(JobState::Queued), number(JobState::Running)});
    const bool died = ran > 0 || meta(kSession) == kOpen;
    setMeta(kSession, kOpen);
    transaction.commit();
    return died;
}

void JobStore::endSession()
{
    setMeta(kSession, QStringLiteral(""));
}

std::vector<Job> JobStore::jobs()
{
    std::vector<Job> all;
    auto rows = d->sql->rows(selectJobs("ORDER BY position, id"));
    while (rows.next())
        all.push_back(readJobRow(rows));
    return all;
}

Job JobStore::load(qint64 id)
{
    std::optional<Job> job;
    QByteArray init, mask;
    {
        auto row = d->sql->rows(selectJobs("WHERE id = ?"), {id});
        if (row.next()) {
            job = readJobRow(row);
            init = row.value(16).toByteArray();
            mask = row.value(17).toByteArray();
        }
    }
    if (!job)
        throw Failure(ErrorCode::NotFound, "This job is no longer in the queue's file; add it again.");
    if (job->hasInitImage)
        job->request.initImage = d->image(init);
    if (job->hasMask)
        job->request.mask = d->image(mask);
    auto row = d->sql->rows(QStringLiteral("SELECT image, step, bytes FROM resume_points WHERE job = ?"), {id});
    if (row.next()) {
        auto point = std::make_shared<ResumePoint>();
        point->image = static_cast<int>(row.integer(0));
        point->step = static_cast<int>(row.integer(1));
        const QByteArray bytes = row.value(2).toByteArray();
        point->bytes.assign(bytes.begin(), bytes.end());
        job->request.resume = std::move(point);
    }
    job->request.resumePointSeconds = d->options.resumePointSeconds;
    return *job;
}

qint64 JobStore::nextId()
{
    const qint64 given = d->sql->value(QStringLiteral("SELECT seq FROM sqlite_sequence WHERE name = 'jobs'")).toLongLong();
    const qint64 present = d->sql->value(QStringLiteral("SELECT max(id) FROM jobs")).toLongLong();
    return std::max(given, present) + 1;
}

void JobStore::add(const std::vector<Job> &jobs)
{
    SqlConnection::Transaction transaction(*d->sql);
    std::map<const Image *, QByteArray> known;
    for (const Job &job : jobs)
        d->insert(job, d->store(job.request.initImage, known), d->store(job.request.mask, known));
    transaction.commit();
}

void JobStore::restore(const std::vector<Job> &jobs)
{
    const auto lost = [](bool had) { return had ? QVariant(QByteArrayLiteral("lost")) : QVariant(QMetaType::fromType<QByteArray>()); };
    SqlConnection::Transaction transaction(*d->sql);
    for (const Job &job : jobs) {
        if (d->sql->value(QStringLiteral("SELECT 1 FROM jobs WHERE id = ?"), {job.id}).isValid())
            continue;
        d->insert(job, lost(job.hasInitImage), lost(job.hasMask));
        d->update(job);
    }
    transaction.commit();
}

void JobStore::remove(const std::vector<qint64> &ids)
{
    SqlConnection::Transaction transaction(*d->sql);
    for (const qint64 id : ids) {
        d->sql->run(QStringLiteral("DELETE FROM jobs WHERE id = ?"), {id});
        d->sql->run(QStringLiteral("DELETE FROM resume_points WHERE job = ?"), {id});
        d->sql->run(QStringLiteral("DELETE FROM saves WHERE job = ?"), {id});
    }
    d->sql->run(QStringLiteral("DELETE FROM images WHERE hash NOT IN (SELECT init FROM jobs WHERE init IS NOT NULL "
                               "UNION SELECT mask FROM jobs WHERE mask IS NOT NULL)"));
    transaction.commit();
}

void JobStore::setPositions(const std::vector<std::pair<qint64, qint64>> &positions)
{
    const Private::Unflushed unflushed(*d->sql);
    SqlConnection::Transaction transaction(*d->sql);
    for (const auto &[id, position] : positions)
        d->sql->run(QStringLiteral("UPDATE jobs SET position = ? WHERE id = ?"), {position, id});
    transaction.commit();
}

void JobStore::putBack(qint64 id)
{
    d->sql->run(QStringLiteral("UPDATE jobs SET state = ? WHERE id = ?"), {number(JobState::Queued), id});
}

void JobStore::update(const Job &job)
{
    SqlConnection::Transaction transaction(*d->sql);
    d->update(job);
    transaction.commit();
}

void JobStore::update(const std::vector<Job> &jobs)
{
    SqlConnection::Transaction transaction(*d->sql);
    for (const Job &job : jobs)
        d->update(job);
    transaction.commit();
}

void JobStore::change(const Job &job)
{
    SqlConnection::Transaction transaction(*d->sql);
    d->sql->run(QStringLiteral("UPDATE jobs SET model = ?, request = ? WHERE id = ?"), {modelText(job), requestText(job), job.id});
    if (!job.request.inpaintOnlyMasked && job.request.width > 0 && job.request.height > 0) {
        d->scalePicture(job, QStringLiteral("init"));
        d->scalePicture(job, QStringLiteral("mask"));
    }
    transaction.commit();
}

void JobStore::cancelWaiting(const QDateTime &when)
{
    d->sql->run(QStringLiteral("UPDATE jobs SET state = ?, ended = ?, interrupted = 0 WHERE state = ?"),
                {number(JobState::Cancelled), timeValue(when), number(JobState::Queued)});
}

void JobStore::announceSave(qint64 id, int index, const QString &path)
{
    SqlConnection::Transaction transaction(*d->sql);
    d->sql->run(QStringLiteral("DELETE FROM saves WHERE job = ? AND image = ?"), {id, index});
    d->sql->run(QStringLiteral("INSERT INTO saves (job, image, path) VALUES (?, ?, ?)"), {id, index, path});
    transaction.commit();
}

void JobStore::pictureDone(qint64 id, int picturesDone)
{
    SqlConnection::Transaction transaction(*d->sql);
    d->sql->run(QStringLiteral("UPDATE jobs SET pictures_done = ? WHERE id = ? AND pictures_done < ?"), {picturesDone, id, picturesDone});
    d->sql->run(QStringLiteral("DELETE FROM saves WHERE job = ? AND image < ?"), {id, picturesDone});
    d->sql->run(QStringLiteral("DELETE FROM resume_points WHERE job = ? AND image < ? AND NOT (SELECT together FROM jobs WHERE id = ?)"),
                {id, picturesDone, id});
    transaction.commit();
}

void JobStore::setResumePoint(qint64 id, const ResumePoint &point)
{
    const Private::Unflushed unflushed(*d->sql);
    const QByteArray bytes(reinterpret_cast<const char *>(point.bytes.data()), static_cast<qsizetype>(point.bytes.size()));
    d->sql->run(QStringLiteral("INSERT INTO resume_points (job, image, step, bytes) VALUES (?, ?, ?, ?) ON CONFLICT (job) "
                               "DO UPDATE SET image = excluded.image, step = excluded.step, bytes = excluded.bytes"),
                {id, point.image, point.step, bytes});
}

QString JobStore::meta(const QString &key)
{
    return d->sql->value(QStringLiteral("SELECT value FROM meta WHERE name = ?"), {key}).toString();
}

void JobStore::setMeta(const QString &key, const QString &value)
{
    d->sql->run(QStringLiteral("INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"),
                {key, value});
}

QHash<QString, double> JobStore::speeds()
{
    QHash<QString, double> all;
    auto rows = d->sql->rows(QStringLiteral("SELECT run, seconds FROM speeds"));
    while (rows.next())
        all.insert(rows.text(0), rows.value(1).toDouble());
    return all;
}

void JobStore::setSpeed(const QString &key, double secondsPerStep)
{
    const Private::Unflushed unflushed(*d->sql);
    d->sql->run(QStringLiteral("INSERT INTO speeds (run, seconds) VALUES (?, ?) ON CONFLICT (run) DO UPDATE SET seconds = excluded.seconds"),
                {key, secondsPerStep});
}

void JobStore::setMostPages(qint64 pages)
{
    // 0 would only ask; the greatest number takes the bound away.
    d->sql->value(QStringLiteral("PRAGMA max_page_count = %1").arg(pages > 0 ? pages : 4294967294));
}

qint64 JobStore::rowsTouched()
{
    return d->sql->value(QStringLiteral("SELECT total_changes()")).toLongLong() - d->touchedBefore;
}

} // namespace calotype::jobs
