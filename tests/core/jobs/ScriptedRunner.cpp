#include "tests/core/jobs/ScriptedRunner.h"

#include <utility>

namespace calotype::tests {

void ScriptedRunner::start(const jobs::Job &job)
{
    // A queue that starts a second one beside it is wrong whatever the test looks at.
    if (current)
        qFatal("a job was started while another one ran");
    current = job;
    started << job.id;
}

void ScriptedRunner::skipPicture()
{
    ++skips;
}

void ScriptedRunner::stop()
{
    ++stops;
}

void ScriptedRunner::mayBeSaved(qint64, int index)
{
    allowed << index;
}

void ScriptedRunner::makePicture(int index)
{
    Q_EMIT pictureDone(current->id, index);
}

void ScriptedRunner::makePoint(int image, int step, const QByteArray &bytes)
{
    auto point = std::make_shared<ResumePoint>();
    point->image = image;
    point->step = step;
    point->bytes.assign(bytes.begin(), bytes.end());
    Q_EMIT resumePoint(current->id, point);
}

void ScriptedRunner::finish(bool cancelled)
{
    const auto job = std::exchange(current, std::nullopt);
    Q_EMIT finished(job->id, job->pictures(), cancelled);
}

void ScriptedRunner::fail(const Error &error)
{
    const auto job = std::exchange(current, std::nullopt);
    Q_EMIT failed(job->id, error);
}

} // namespace calotype::tests
