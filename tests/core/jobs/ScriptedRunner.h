#pragma once

#include "core/jobs/JobRunner.h"

#include <QString>
#include <QStringList>
#include <QVector>

#include <optional>

namespace calotype::tests {

/// A JobRunner that does what the test tells it, step by step: nothing happens until the test says so.
class ScriptedRunner final : public jobs::JobRunner
{
    Q_OBJECT

public:
    using JobRunner::JobRunner;

    void start(const jobs::Job &job) override;
    void skipPicture() override;
    void stop() override;
    void mayBeSaved(qint64 job, int index) override;

    /// The job under way, as it was given; none: nothing runs.
    std::optional<jobs::Job> current;
    QVector<qint64> started; ///< ids of all, in order
    int skips = 0;
    int stops = 0;
    QVector<int> allowed; ///< pictures that mayBeSaved() named

    // What happens to the job under way.
    void makePicture(int index);
    void makePoint(int image, int step, const QByteArray &bytes);
    void finish(bool cancelled = false);
    void fail(const Error &error);
};

} // namespace calotype::tests
