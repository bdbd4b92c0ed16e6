#include "ui/GenerationSettings.h"

#include <QSettings>

#include <algorithm>
#include <cmath>
#include <utility>

namespace calotype::ui {

namespace {

int boundedSize(int size)
{
    const int rounded = (size + bounds::kSizeStep / 2) / bounds::kSizeStep * bounds::kSizeStep;
    return std::clamp(rounded, bounds::kSizeMin, bounds::kSizeMax);
}

double bounded(double value, double least, double most, double otherwise)
{
    return std::isfinite(value) ? std::clamp(value, least, most) : otherwise;
}

GenerationValues bounded(GenerationValues values)
{
    const GenerationValues initial;
    values.steps = std::clamp(values.steps, 1, bounds::kStepsMax);
    values.guidance = bounded(values.guidance, 0.0, bounds::kGuidanceMax, initial.guidance);
    values.clipSkip = std::clamp(values.clipSkip, 1, bounds::kClipSkipMax);
    values.strength = bounded(values.strength, 0.0, 1.0, initial.strength);
    values.maskPadding = std::clamp(values.maskPadding, 0, bounds::kMaskPaddingMax);
    values.width = boundedSize(values.width);
    values.height = boundedSize(values.height);
    values.seed = std::clamp<qint64>(values.seed, 0, bounds::kSeedMax);
    values.seedStep = values.fixedSeed ? std::clamp(values.seedStep, -1, 1) : 0;
    values.variationSeed = std::clamp<qint64>(values.variationSeed, 0, bounds::kSeedMax);
    values.variationStrength = bounded(values.variationStrength, 0.0, 1.0, initial.variationStrength);
    values.count = std::clamp(values.count, 1, bounds::kCountMax);
    if (values.schedule.isEmpty())
        values.schedule = initial.schedule;
    return values;
}

constexpr std::pair<NoiseMode, const char *> kNoises[]{
    {NoiseMode::PerImage, "per-image"},
    {NoiseMode::Batch, "batch"},
    {NoiseMode::Nv, "nv"},
};

QString wordOf(NoiseMode noise)
{
    const auto *const found = std::ranges::find(kNoises, noise, &std::pair<NoiseMode, const char *>::first);
    return QString::fromLatin1(found->second);
}

NoiseMode noiseOf(const QString &word)
{
    for (const auto &[noise, known] : kNoises) {
        if (word == QLatin1String(known))
            return noise;
    }
    return GenerationValues().noise;
}

constexpr const char *kModelKey = "model";

bool isAmong(GenerationSettings::Kept kept, const char *key)
{
    return kept == GenerationSettings::Kept::All || QLatin1String(key) == QLatin1String(kModelKey);
}

} // namespace

GenerationSettings::GenerationSettings(QObject *parent)
    : QObject(parent)
{
}

template<typename Edit>
void GenerationSettings::edit(Edit edit)
{
    GenerationValues next = m_values;
    edit(next);
    next = bounded(std::move(next));
    if (next == m_values)
        return;
    const GenerationValues before = std::exchange(m_values, std::move(next));
    if (before.modelPath != m_values.modelPath)
        Q_EMIT modelPathChanged(m_values.modelPath);
    if (before.width != m_values.width || before.height != m_values.height)
        Q_EMIT sizeChanged(m_values.width, m_values.height);
    Q_EMIT changed();
}

void GenerationSettings::setValues(const GenerationValues &values)
{
    edit([&](GenerationValues &v) { v = values; });
}

void GenerationSettings::replaceValues(const GenerationValues &values)
{
    const GenerationValues before = m_values;
    setValues(values);
    if (before != m_values)
        Q_EMIT replaced(before);
}

void GenerationSettings::setPrompt(const QString &prompt)
{
    edit([&](GenerationValues &v) { v.prompt = prompt; });
}

void GenerationSettings::setNegativePrompt(const QString &prompt)
{
    edit([&](GenerationValues &v) { v.negativePrompt = prompt; });
}

void GenerationSettings::setPromptSyntax(PromptSyntax syntax)
{
    edit([&](GenerationValues &v) { v.promptSyntax = syntax; });
}

void GenerationSettings::setModelPath(const QString &path)
{
    edit([&](GenerationValues &v) { v.modelPath = path; });
}

void GenerationSettings::setSampler(const QString &id)
{
    edit([&](GenerationValues &v) { v.sampler = id; });
}

void GenerationSettings::setSchedule(const QString &id)
{
    edit([&](GenerationValues &v) { v.schedule = id; });
}

void GenerationSettings::setSteps(int steps)
{
    edit([&](GenerationValues &v) {
        v.modelSampling = v.modelSampling && v.steps == steps;
        v.steps = steps;
    });
}

void GenerationSettings::setGuidance(double guidance)
{
    edit([&](GenerationValues &v) {
        v.modelSampling = v.modelSampling && v.guidance == guidance;
        v.guidance = guidance;
    });
}

void GenerationSettings::offerModelSampling(std::optional<int> steps, std::optional<double> guidance)
{
    if (!m_values.modelSampling)
        return;
    const GenerationValues usual;
    edit([&](GenerationValues &v) {
        v.steps = steps.value_or(usual.steps);
        v.guidance = guidance.value_or(usual.guidance);
    });
}

void GenerationSettings::setClipSkip(int clipSkip)
{
    edit([&](GenerationValues &v) { v.clipSkip = clipSkip; });
}

void GenerationSettings::setSize(int width, int height)
{
    edit([&](GenerationValues &v) {
        v.width = width;
        v.height = height;
        v.modelSize = false;
    });
}

void GenerationSettings::offerModelSize(int width, int height)
{
    if (!m_values.modelSize)
        return;
    edit([&](GenerationValues &v) {
        v.width = width;
        v.height = height;
    });
}

void GenerationSettings::setModelSize(bool follows)
{
    edit([&](GenerationValues &v) { v.modelSize = follows; });
}

void GenerationSettings::setFixedSeed(bool fixed)
{
    edit([&](GenerationValues &v) { v.fixedSeed = fixed; });
}

void GenerationSettings::setSeedStep(int step)
{
    edit([&](GenerationValues &v) { v.seedStep = step; });
}

void GenerationSettings::setNoise(NoiseMode noise)
{
    edit([&](GenerationValues &v) { v.noise = noise; });
}

void GenerationSettings::setVariationSeed(qint64 seed)
{
    edit([&](GenerationValues &v) { v.variationSeed = seed; });
}

void GenerationSettings::setVariationStrength(double strength)
{
    edit([&](GenerationValues &v) { v.variationStrength = strength; });
}

void GenerationSettings::setSeed(qint64 seed)
{
    edit([&](GenerationValues &v) { v.seed = seed; });
}

void GenerationSettings::setCount(int count)
{
    edit([&](GenerationValues &v) { v.count = count; });
}

void GenerationSettings::setStrength(double strength)
{
    edit([&](GenerationValues &v) { v.strength = strength; });
}

void GenerationSettings::setInpaintOnlyMasked(bool only)
{
    edit([&](GenerationValues &v) { v.inpaintOnlyMasked = only; });
}

void GenerationSettings::setMaskPadding(int pixels)
{
    edit([&](GenerationValues &v) { v.maskPadding = pixels; });
}

void GenerationSettings::restore(const QSettings &store, Kept kept)
{
    const GenerationValues initial;
    GenerationValues v;
    const auto read = [&](const char *key, const QVariant &otherwise) {
        return isAmong(kept, key) ? store.value(QStringLiteral("create/") + QLatin1String(key), otherwise) : otherwise;
    };
    v.prompt = read("prompt", initial.prompt).toString();
    v.negativePrompt = read("negativePrompt", initial.negativePrompt).toString();
    v.promptSyntax = read("weightedPrompt", false).toBool() ? PromptSyntax::Weighted : PromptSyntax::Plain;
    v.modelPath = read(kModelKey, initial.modelPath).toString();
    v.sampler = read("sampler", initial.sampler).toString();
    v.schedule = read("schedule", initial.schedule).toString();
    v.steps = read("steps", initial.steps).toInt();
    v.guidance = read("guidance", initial.guidance).toDouble();
    v.clipSkip = read("clipSkip", initial.clipSkip).toInt();
    v.width = read("width", initial.width).toInt();
    v.height = read("height", initial.height).toInt();
    v.modelSampling = read("modelSampling", initial.modelSampling).toBool();
    v.modelSize = read("modelSize", initial.modelSize).toBool();
    v.fixedSeed = read("fixedSeed", initial.fixedSeed).toBool();
    v.seedStep = read("seedStep", initial.seedStep).toInt();
    v.seed = read("seed", initial.seed).toLongLong();
    v.noise = noiseOf(read("noise", QString()).toString());
    v.variationSeed = read("variationSeed", initial.variationSeed).toLongLong();
    v.variationStrength = read("variationStrength", initial.variationStrength).toDouble();
    v.count = read("count", initial.count).toInt();
    v.strength = read("strength", initial.strength).toDouble();
    v.inpaintOnlyMasked = read("inpaintOnlyMasked", initial.inpaintOnlyMasked).toBool();
    v.maskPadding = read("maskPadding", initial.maskPadding).toInt();
    setValues(v);
}

void GenerationSettings::store(QSettings &store, Kept kept) const
{
    const auto write = [&](const char *key, const QVariant &value) {
        const QString name = QStringLiteral("create/") + QLatin1String(key);
        if (isAmong(kept, key))
            store.setValue(name, value);
        else
            store.remove(name);
    };
    write("prompt", m_values.prompt);
    write("negativePrompt", m_values.negativePrompt);
    write("weightedPrompt", m_values.promptSyntax == PromptSyntax::Weighted);
    write(kModelKey, m_values.modelPath);
    write("sampler", m_values.sampler);
    write("schedule", m_values.schedule);
    write("steps", m_values.steps);
    write("guidance", m_values.guidance);
    write("clipSkip", m_values.clipSkip);
    write("width", m_values.width);
    write("height", m_values.height);
    write("modelSampling", m_values.modelSampling);
    write("modelSize", m_values.modelSize);
    write("fixedSeed", m_values.fixedSeed);
    write("seedStep", m_values.seedStep);
    write("seed", m_values.seed);
    write("noise", wordOf(m_values.noise));
    write("variationSeed", m_values.variationSeed);
    write("variationStrength", m_values.variationStrength);
    write("count", m_values.count);
    write("strength", m_values.strength);
    write("inpaintOnlyMasked", m_values.inpaintOnlyMasked);
    write("maskPadding", m_values.maskPadding);
}

} // namespace calotype::ui
