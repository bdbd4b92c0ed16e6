#include "core/jobs/JobRow.h"

#include "core/base/Error.h"
#include "core/formats/RequestJson.h"

#include <nlohmann/json.hpp>

#include <QTimeZone>

namespace calotype::jobs {

namespace {

QDateTime timeOf(const QVariant &value)
{
    return value.isNull() ? QDateTime() : QDateTime::fromMSecsSinceEpoch(value.toLongLong(), Qt::UTC);
}

QString dumped(const nlohmann::json &json)
{
    // A prompt may hold anything; what is no UTF-8 is replaced, since it cannot be stored as text.
    return QString::fromStdString(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

// The settings of a row. Returns what is wrong with them, or "".
QString readSettings(const SqlConnection::Rows &row, Job &job)
{
    try {
        job.model = formats::modelSpecFromJson(nlohmann::json::parse(row.value(3).toString().toStdString()));
        job.request = formats::requestFromJson(nlohmann::json::parse(row.value(4).toString().toStdString()));
        return {};
    } catch (const Failure &failure) {
        return QString::fromStdString(failure.error().message);
    } catch (const nlohmann::json::exception &fault) {
        return QString::fromUtf8(fault.what());
    }
}

} // namespace

const char *const kJobColumns = "id, position, state, model, request, init IS NOT NULL, mask IS NOT NULL, created, started, "
                                "ended, error, crashes, pictures_done, interrupted, set_aside, "
                                "EXISTS (SELECT 1 FROM resume_points WHERE resume_points.job = jobs.id), init, mask";

Job readJobRow(const SqlConnection::Rows &row)
{
    Job job;
    job.id = row.value(0).toLongLong();
    job.position = row.value(1).toLongLong();
    const int state = row.value(2).toInt();
    job.hasInitImage = row.value(5).toBool();
    job.hasMask = row.value(6).toBool();
    job.created = timeOf(row.value(7));
    job.started = timeOf(row.value(8));
    job.ended = timeOf(row.value(9));
    job.error = row.value(10).toString();
    job.crashes = row.value(11).toInt();
    job.picturesDone = row.value(12).toInt();
    job.interrupted = row.value(13).toBool();
    job.setAside = row.value(14).toBool();
    job.hasResumePoint = row.value(15).toBool();

    QString wrong = readSettings(row, job);
    if (wrong.isEmpty() && (state < 0 || state > static_cast<int>(JobState::Cancelled)))
        wrong = QStringLiteral("its state is unknown");
    job.state = wrong.isEmpty() ? static_cast<JobState>(state) : JobState::Failed;
    if (!wrong.isEmpty()) {
        job.error = QStringLiteral("The settings of this job could not be read from the queue's file (%1); add it again.").arg(wrong);
    }
    return job;
}

QString modelText(const Job &job)
{
    return dumped(formats::toJson(job.model));
}

QString requestText(const Job &job)
{
    // The pictures are stored for themselves; here they would be hashed for each job anew.
    GenerationRequest request = job.request;
    request.initImage = nullptr;
    request.mask = nullptr;
    return dumped(formats::toJson(request));
}

QVariant timeValue(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toMSecsSinceEpoch()) : QVariant(QMetaType::fromType<qint64>());
}

} // namespace calotype::jobs
