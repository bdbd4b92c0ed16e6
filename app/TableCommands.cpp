#include "app/TableCommands.h"

#include "app/CommandLine.h"
#include "core/engine/SamplerTable.h"

#include <nlohmann/json.hpp>

namespace calotype::app {

namespace {

using nlohmann::json;

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

// One row of a table for people; @p note goes behind the name.
QString row(std::string_view id, std::string_view name, const QString &note, std::string_view description)
{
    QString line = QStringLiteral("%1 %2").arg(text(id), -22).arg(text(name), -24);
    line += note.isEmpty() ? text(description) : note + QStringLiteral("; ") + text(description);
    return line + QLatin1Char('\n');
}

int print(const QString &command, const QStringList &arguments, const json &entries, const QString &table)
{
    QCommandLineParser parser;
    const QCommandLineOption asJson(QStringLiteral("json"), QStringLiteral("One JSON array."));
    parser.addOption(asJson);
    int status = kDone;
    if (!parse(parser, command, arguments, status))
        return status;
    if (!parser.positionalArguments().isEmpty()) {
        throw Failure(ErrorCode::WrongUse, "calotype " + command.toStdString() + " takes no “"
                                               + parser.positionalArguments().first().toStdString() + "”.");
    }
    printOut(parser.isSet(asJson) ? QString::fromStdString(entries.dump(2)) : table);
    return kDone;
}

} // namespace

int runSamplers(const QStringList &arguments)
{
    json entries = json::array();
    QString table;
    for (const SamplerInfo &sampler : samplers()) {
        entries.push_back({{"id", sampler.id},
                           {"name", sampler.name},
                           {"aliases", sampler.aliases},
                           {"description", sampler.description},
                           {"stochastic", sampler.stochastic},
                           {"evaluations_per_step", sampler.evaluationsPerStep}});
        table += row(sampler.id, sampler.name, {}, sampler.description);
    }
    table += QStringLiteral("\nNames known from other programs:\n");
    for (const NamedSamplerInfo &named : namedSamplers()) {
        entries.push_back({{"id", named.id},
                           {"name", named.name},
                           {"description", named.description},
                           {"scheduler_required", named.schedulerRequired},
                           {"recommended", named.recommended},
                           {"category", named.category},
                           {"sampler", named.sampler},
                           {"schedule", named.schedule}});
        QString means = QStringLiteral("→ %1").arg(text(named.sampler));
        if (!named.schedule.empty())
            means += QStringLiteral(" + %1").arg(text(named.schedule));
        table += row(named.id, named.name, means, named.description);
    }
    return print(QStringLiteral("samplers"), arguments, entries, table);
}

int runSchedules(const QStringList &arguments)
{
    json entries = json::array();
    QString table;
    for (const ScheduleInfo &schedule : schedules()) {
        entries.push_back({{"id", schedule.id},
                           {"name", schedule.name},
                           {"aliases", schedule.aliases},
                           {"description", schedule.description}});
        table += row(schedule.id, schedule.name, {}, schedule.description);
    }
    return print(QStringLiteral("schedules"), arguments, entries, table);
}

int runPresets(const QStringList &arguments)
{
    json entries = json::array();
    QString table;
    for (const PresetInfo &preset : presets()) {
        entries.push_back({{"id", preset.id},
                           {"name", preset.name},
                           {"aliases", preset.aliases},
                           {"description", preset.description},
                           {"recommended", preset.recommended},
                           {"optimal_steps_min", preset.optimalStepsMin},
                           {"optimal_steps_max", preset.optimalStepsMax},
                           {"best_for", preset.bestFor},
                           {"category", preset.category},
                           {"sampler", preset.sampler},
                           {"schedule", preset.schedule}});
        const QString note = QStringLiteral("%1%2–%3 steps, %4")
                                 .arg(preset.recommended ? QStringLiteral("★ ") : QString())
                                 .arg(preset.optimalStepsMin)
                                 .arg(preset.optimalStepsMax)
                                 .arg(text(preset.bestFor));
        table += row(preset.id, preset.name, note, preset.description);
    }
    return print(QStringLiteral("presets"), arguments, entries, table);
}

} // namespace calotype::app
