#include "app/ReplayReport.h"

#include "app/TerminalText.h"

#include <nlohmann/json.hpp>

namespace calotype::app {

namespace {

using nlohmann::json;
using Verdict = gallery::ReplayOutcome::Verdict;

const char *verdictName(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Identical: return "identical";
    case Verdict::WithinTolerance: return "within-tolerance";
    case Verdict::Different: return "different";
    }
    return "";
}

QString text(const json &report)
{
    return QString::fromStdString(report.dump(2, ' ', false, json::error_handler_t::replace));
}

QString verdictLine(const ReplayReport &report)
{
    const QString file = forTerminal(report.file);
    const QString figures = QStringLiteral("the largest difference is %1 of 255, the mean %2")
                                .arg(report.outcome.maxDifference)
                                .arg(report.outcome.meanDifference, 0, 'g', 3);
    switch (report.outcome.verdict) {
    case Verdict::Identical: return QStringLiteral("identical: every pixel of “%1” came out the same.").arg(file);
    case Verdict::WithinTolerance: return QStringLiteral("within tolerance: in “%1” %2.").arg(file, figures);
    case Verdict::Different: return QStringLiteral("different: in “%1” %2.").arg(file, figures);
    }
    return {};
}

} // namespace

QString replayJson(const ReplayReport &report)
{
    const RunDetails &run = report.now.run;
    return text({{"file", report.file.toStdString()},
                 {"verdict", verdictName(report.outcome.verdict)},
                 {"max_difference", report.outcome.maxDifference},
                 {"mean_difference", report.outcome.meanDifference},
                 {"reasons", report.outcome.reasons},
                 {"notes", report.notes},
                 {"model", {{"name", run.modelName}, {"path", run.modelPath}, {"sha256", report.now.modelHash}}},
                 {"device", run.device},
                 {"dtype", run.dtype},
                 {"memory", run.memory},
                 {"vae_tiles", run.vaeTiles},
                 {"engine", run.engine},
                 {"out", report.outFile.isEmpty() ? json() : json(report.outFile.toStdString())}});
}

QString replayFailureJson(const QString &file, const Error &error)
{
    return text({{"file", file.toStdString()},
                 {"verdict", "impossible"},
                 {"error", {{"code", errorCodeName(error.code)}, {"message", error.message}}}});
}

QString replayText(const ReplayReport &report)
{
    QString lines = verdictLine(report) + QLatin1Char('\n');
    const auto add = [&lines](const QString &label, const std::vector<std::string> &sentences) {
        for (const std::string &sentence : sentences)
            lines += label + forTerminal(QString::fromStdString(sentence)) + QLatin1Char('\n');
    };
    add(QStringLiteral("  "), report.outcome.reasons);
    add(QStringLiteral("  note: "), report.notes);
    return lines;
}

} // namespace calotype::app
