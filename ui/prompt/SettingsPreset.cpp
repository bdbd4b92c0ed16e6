#include "ui/prompt/SettingsPreset.h"

#include "core/engine/SamplerTable.h"

#include <QCoreApplication>
#include <QLocale>

namespace calotype::ui {

namespace {

constexpr QLatin1String kSampler("sampler"); // "": the model's own
constexpr QLatin1String kSchedule("schedule");
constexpr QLatin1String kSteps("steps");
constexpr QLatin1String kGuidance("guidance");
constexpr QLatin1String kWidth("width");
constexpr QLatin1String kHeight("height");
constexpr QLatin1String kClipSkip("clipSkip");
constexpr QLatin1String kWeighted("weightedPrompt");

QString nameOf(std::string_view name)
{
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

} // namespace

QJsonObject presetOf(const GenerationValues &values)
{
    return {
        {kSampler, values.sampler},   {kSchedule, values.schedule},
        {kSteps, values.steps},       {kGuidance, values.guidance},
        {kWidth, values.width},       {kHeight, values.height},
        {kClipSkip, values.clipSkip}, {kWeighted, values.promptSyntax == PromptSyntax::Weighted},
    };
}

GenerationValues withPreset(GenerationValues values, const QJsonObject &preset)
{
    const QString sampler = preset.value(kSampler).toString(values.sampler);
    if (sampler.isEmpty() || findSampler(sampler.toStdString()))
        values.sampler = sampler;
    if (const QString schedule = preset.value(kSchedule).toString(); findSchedule(schedule.toStdString()))
        values.schedule = schedule;
    if (preset.contains(kSteps) || preset.contains(kGuidance))
        values.modelSampling = false;
    values.steps = preset.value(kSteps).toInt(values.steps);
    values.guidance = preset.value(kGuidance).toDouble(values.guidance);
    if (preset.contains(kWidth) && preset.contains(kHeight))
        values.modelSize = false;
    values.width = preset.value(kWidth).toInt(values.width);
    values.height = preset.value(kHeight).toInt(values.height);
    values.clipSkip = preset.value(kClipSkip).toInt(values.clipSkip);
    if (preset.contains(kWeighted))
        values.promptSyntax = preset.value(kWeighted).toBool() ? PromptSyntax::Weighted : PromptSyntax::Plain;
    return values;
}

QString presetSummary(const QJsonObject &preset)
{
    const auto say = [](const char *words, int count = -1) {
        return QCoreApplication::translate("SettingsPreset", words, nullptr, count);
    };
    const GenerationValues values = withPreset({}, preset);
    const auto sampler = findSampler(values.sampler.toStdString());
    const auto schedule = findSchedule(values.schedule.toStdString());
    const QString how = sampler ? nameOf(sampler.value()->name) : say(QT_TRANSLATE_NOOP("SettingsPreset", "the model’s sampler"));
    const QString levels = schedule && values.schedule != QLatin1String("default")
                               ? QStringLiteral(", ") + nameOf(schedule.value()->name)
                               : QString();
    return how + levels + QStringLiteral(" · ") + say(QT_TRANSLATE_N_NOOP("SettingsPreset", "%n step(s)"), values.steps)
           + QStringLiteral(" · ")
           + say(QT_TRANSLATE_NOOP("SettingsPreset", "guidance %1")).arg(QLocale().toString(values.guidance))
           + QStringLiteral(" · %1 × %2").arg(values.width).arg(values.height);
}

} // namespace calotype::ui
