#include "ui/queue/QueueWords.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>
#include <QStringList>

namespace calotype::ui {

using jobs::Job;
using jobs::JobQueue;
using jobs::JobState;

namespace {

/// The context under which translators find these words.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(calotype::ui::QueueWords)
};

QString withDetails(const QString &state, const QStringList &details)
{
    return details.isEmpty() ? state : Words::tr("%1 · %2").arg(state, details.join(QStringLiteral(" · ")));
}

QString number(int value)
{
    return QLocale().toString(value);
}

QString picturesOf(const Job &job)
{
    return Words::tr("%Ln picture(s)", nullptr, job.pictures());
}

QString doneOf(const Job &job)
{
    return Words::tr("%1 of %Ln picture(s) done", nullptr, job.pictures()).arg(number(job.picturesDone));
}

/// What is made so far.
QStringList partsMade(const Job &job)
{
    QStringList parts;
    if (job.picturesDone > 0)
        parts << doneOf(job);
    if (job.hasResumePoint && job.request.noise != NoiseMode::Batch) // there all pictures advance together
        parts << Words::tr("one picture half made");
    else if (job.hasResumePoint)
        parts << Words::tr("half made");
    return parts;
}

QString waitingLine(const Job &job)
{
    QStringList details = partsMade(job);
    if (details.isEmpty() && job.pictures() > 1)
        details << picturesOf(job);
    return withDetails(job.interrupted ? Words::tr("Interrupted when Calotype ended") : Words::tr("Waiting"), details);
}

QString runningLine(const Job &job, const QString &progressText)
{
    if (job.stopping)
        return Words::tr("Stopping …");
    QStringList details;
    if (job.picturesDone > 0)
        details << doneOf(job);
    if (!progressText.isEmpty())
        details << progressText;
    return withDetails(Words::tr("Running"), details);
}

} // namespace

QString promptLine(const Job &job)
{
    const QString line = QString::fromStdString(job.request.prompt).simplified();
    return line.isEmpty() ? Words::tr("(no prompt)") : line;
}

QString modelName(const Job &job)
{
    const QString name = QFileInfo(QString::fromStdString(job.model.path)).fileName();
    for (const char *const ending : {".safetensors", ".ckpt", ".pt", ".bin"}) {
        if (name.endsWith(QLatin1String(ending), Qt::CaseInsensitive))
            return name.chopped(static_cast<qsizetype>(qstrlen(ending)));
    }
    return name; // a folder: what follows its last dot is no ending
}

double fractionDone(const Job &job)
{
    return job.pictures() > 0 ? static_cast<double>(job.picturesDone) / job.pictures() : 0;
}

QString statusLine(const Job &job, const QString &progressText)
{
    switch (job.state) {
    case JobState::Queued:
        return waitingLine(job);
    case JobState::Running:
        return runningLine(job, progressText);
    case JobState::Done:
        return withDetails(Words::tr("Done"), {picturesOf(job)});
    case JobState::Failed:
        return Words::tr("%1: %2").arg(job.setAside ? Words::tr("Set aside") : Words::tr("Failed"),
                                       job.error.isEmpty() ? Words::tr("the reason is not known") : job.error.simplified());
    case JobState::Cancelled:
        return withDetails(Words::tr("Cancelled"), partsMade(job));
    }
    return {};
}

QString jobToolTip(const Job &job, const QString &progressText)
{
    const QString prompt = QString::fromStdString(job.request.prompt).trimmed();
    const QStringList lines{(prompt.isEmpty() ? promptLine(job) : prompt).toHtmlEscaped().replace(u'\n', QLatin1String("<br>")),
                      statusLine(job, progressText).toHtmlEscaped(),
                      Words::tr("Model: %1").arg(modelName(job)).toHtmlEscaped()};
    return QStringLiteral("<p>%1</p>").arg(lines.join(QLatin1String("</p><p>")));
}

QString pauseSentence(const JobQueue &queue)
{
    switch (queue.pause()) {
    case JobQueue::Pause::None:
        return {};
    case JobQueue::Pause::User:
        return queue.running() != 0
                   ? Words::tr("You paused the queue: the running job ends first. Press “Resume Queue” to go on.")
                   : Words::tr("You paused the queue. Press “Resume Queue” to go on.");
    case JobQueue::Pause::Recovered:
        return Words::tr("Calotype ended unexpectedly, so the queue waits. Choose the interrupted job and press “Go On” or "
                         "“Begin Anew”, or press “Resume Queue” to go on with all.");
    case JobQueue::Pause::Stopped:
        return Words::tr("You stopped the queue. Press “Resume Queue” to make what still waits.");
    case JobQueue::Pause::DiskFull:
    case JobQueue::Pause::Fault:
        break; // the sentence names the remedy
    }
    return Words::tr("%1 “Resume Queue” tries again.").arg(queue.pauseReason());
}

QueueCounts countJobs(const JobQueue &queue)
{
    QueueCounts counts;
    for (int row = 0; row < queue.count(); ++row) {
        const Job &job = *queue.at(row);
        counts.running += job.state == JobState::Running ? 1 : 0;
        counts.stopping += job.stopping ? 1 : 0;
        counts.waiting += job.state == JobState::Queued ? 1 : 0;
        counts.failed += job.state == JobState::Failed ? 1 : 0;
        counts.ended += jobs::isEnded(job.state) ? 1 : 0;
    }
    return counts;
}

QString queueTitle(const QueueCounts &counts, bool isPaused)
{
    QStringList parts;
    if (isPaused)
        parts << Words::tr("paused");
    if (counts.running > 0)
        parts << Words::tr("%Ln running", nullptr, counts.running);
    if (counts.waiting > 0)
        parts << Words::tr("%Ln waiting", nullptr, counts.waiting);
    if (counts.failed > 0)
        parts << Words::tr("%Ln failed", nullptr, counts.failed);
    return parts.isEmpty() ? Words::tr("Queue") : Words::tr("Queue – %1").arg(parts.join(QStringLiteral(", ")));
}

} // namespace calotype::ui
