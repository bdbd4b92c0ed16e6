#include "ui/info/FieldUse.h"

#include "core/engine/SamplerTable.h"
#include "ui/GenerationSettings.h"

#include <QCoreApplication>
#include <QDir>
#include <QLocale>
#include <QSize>

#include <cmath>
#include <map>
#include <optional>

namespace calotype::ui {

namespace {

/// The context of this file's sentences.
struct Sentences {
    Q_DECLARE_TR_FUNCTIONS(FieldUse)
};

QString text(std::string_view words)
{
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

FieldUse refused(const QString &reason)
{
    return {nullptr, reason};
}

std::optional<qint64> wholeNumber(const QVariant &value)
{
    bool ok = false;
    qint64 number = 0;
    switch (value.typeId()) {
    case QMetaType::Double:
    case QMetaType::Float: {
        const double real = value.toDouble();
        ok = std::isfinite(real) && real == std::floor(real) && std::abs(real) < 9e15;
        number = ok ? static_cast<qint64>(real) : 0;
        break;
    }
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::LongLong:
    case QMetaType::ULongLong:
    case QMetaType::QString: number = value.toLongLong(&ok); break;
    default: break;
    }
    if (value.typeId() == QMetaType::ULongLong && number < 0)
        ok = false;
    return ok ? std::optional(number) : std::nullopt;
}

std::optional<double> realNumber(const QVariant &value)
{
    if (value.typeId() == QMetaType::Bool)
        return std::nullopt;
    bool ok = false;
    const double number = value.toDouble(&ok);
    return ok && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

FieldUse useWhole(const QVariant &value, qint64 least, qint64 most, std::function<void(GenerationValues &, qint64)> set)
{
    const std::optional<qint64> number = wholeNumber(value);
    if (!number || *number < least || *number > most)
        return refused(Sentences::tr("Calotype takes whole numbers from %1 to %2 here.").arg(least).arg(most));
    return {[set = std::move(set), number = *number](GenerationValues &values) { set(values, number); }, {}};
}

FieldUse useReal(const QVariant &value, double least, double most, std::function<void(GenerationValues &, double)> set)
{
    const std::optional<double> number = realNumber(value);
    if (!number || *number < least || *number > most)
        return refused(Sentences::tr("Calotype takes numbers from %1 to %2 here.").arg(QLocale().toString(least), QLocale().toString(most)));
    return {[set = std::move(set), number = *number](GenerationValues &values) { set(values, number); }, {}};
}

FieldUse useReal(const QVariant &value, double least, double most, double GenerationValues::*member)
{
    return useReal(value, least, most, [member](GenerationValues &values, double number) { values.*member = number; });
}

FieldUse useNoise(const QVariant &value)
{
    const QString word = value.toString();
    if (word != QLatin1String("NV") && word != QLatin1String("CPU"))
        return refused(Sentences::tr("Calotype draws noise as “CPU” or as “NV”."));
    return {[noise = word == QLatin1String("NV") ? NoiseMode::Nv : NoiseMode::PerImage](GenerationValues &values) {
                values.noise = noise;
            },
            {}};
}

FieldUse useSyntax(const QVariant &value)
{
    const QString word = value.toString();
    if (word != QLatin1String("plain") && word != QLatin1String("a1111"))
        return refused(Sentences::tr("Calotype reads prompts as “plain” or as “a1111”."));
    return {[syntax = word == QLatin1String("plain") ? PromptSyntax::Plain : PromptSyntax::Weighted](GenerationValues &values) {
                values.promptSyntax = syntax;
            },
            {}};
}

/// All pictures that one generator makes, since none of them comes back without those before it.
FieldUse useBatch(const QVariant &value)
{
    const QVariantMap map = value.toMap();
    const std::optional<qint64> count = wholeNumber(map.value(QStringLiteral("count")));
    if (!count || *count < 1 || *count > bounds::kCountMax)
        return refused(Sentences::tr("Calotype takes whole numbers from %1 to %2 here.").arg(1).arg(bounds::kCountMax));
    return useWhole(map.value(QStringLiteral("seed")), 0, bounds::kSeedMax, [count = *count](GenerationValues &values, qint64 seed) {
        values.noise = NoiseMode::Batch;
        values.seed = seed;
        values.fixedSeed = true;
        values.count = static_cast<int>(count);
    });
}

FieldUse useText(const QVariant &value, QString GenerationValues::*member)
{
    if (value.typeId() != QMetaType::QString)
        return refused(Sentences::tr("This is no text."));
    return {[member, words = value.toString()](GenerationValues &values) { values.*member = words; }, {}};
}

FieldUse useSize(const QVariant &value)
{
    const QSize size = value.toSize();
    const auto fits = [](int side) {
        return side >= bounds::kSizeMin && side <= bounds::kSizeMax && side % bounds::kSizeStep == 0;
    };
    if (!fits(size.width()) || !fits(size.height())) {
        return refused(Sentences::tr("Calotype makes pictures of %1 to %2 pixels a side, in steps of %3.")
                           .arg(bounds::kSizeMin)
                           .arg(bounds::kSizeMax)
                           .arg(bounds::kSizeStep));
    }
    return {[size](GenerationValues &values) {
                values.width = size.width();
                values.height = size.height();
                values.modelSize = false;
            },
            {}};
}

/// A model's name without folders and ending, for comparing.
QString bareName(const QString &name)
{
    QString bare = name.mid(std::max(name.lastIndexOf(u'/'), name.lastIndexOf(u'\\')) + 1);
    for (const char *const ending : {".safetensors", ".ckpt", ".pth", ".pt", ".bin"}) {
        if (bare.endsWith(QLatin1String(ending), Qt::CaseInsensitive))
            bare.chop(static_cast<qsizetype>(qstrlen(ending)));
    }
    return bare.trimmed().toCaseFolded();
}

FieldUse useModel(const QVariant &value, const QList<NamedModel> &models)
{
    const QString wanted = bareName(value.toString());
    if (wanted.isEmpty())
        return refused(Sentences::tr("The model has no name."));
    for (const NamedModel &model : models) {
        if (bareName(model.name) != wanted && bareName(model.path) != wanted)
            continue;
        return {[path = model.path](GenerationValues &values) { values.modelPath = path; },
                Sentences::tr("Chooses %1").arg(QDir::toNativeSeparators(model.path))};
    }
    return refused(Sentences::tr("No model of this name is in the list."));
}

/// Only letters and digits, in lower case: "DPM++ 2M" and "dpmpp_2m" are one.
QString squeezed(const QString &word)
{
    QString out = word.toLower().replace(QLatin1String("++"), QLatin1String("pp"));
    out.removeIf([](QChar c) { return !c.isLetterOrNumber(); });
    return out;
}

template<typename Row>
const Row *findSqueezed(std::span<const Row> table, const QString &word)
{
    const QString wanted = squeezed(word);
    for (const Row &row : table) {
        if (squeezed(text(row.id)) == wanted || squeezed(text(row.name)) == wanted)
            return &row;
        for (const std::string_view alias : row.aliases) {
            if (squeezed(text(alias)) == wanted)
                return &row;
        }
    }
    return nullptr;
}

FieldUse useSampler(const QVariant &value)
{
    const std::string word = value.toString().toStdString();
    QString sampler;
    QString schedule; // that the name brings with it
    if (const auto known = findSampler(word)) {
        sampler = text(known.value()->id);
    } else if (const SamplerInfo *const near = findSqueezed(samplers(), value.toString())) {
        sampler = text(near->id);
    } else if (const auto choice = resolveSampler(word, {}); choice && !choice.value().sampler.empty()) {
        sampler = QString::fromStdString(choice.value().sampler);
        schedule = QString::fromStdString(choice.value().schedule);
    } else {
        return refused(Sentences::tr("Calotype has no sampler of this name."));
    }
    return {[sampler, schedule](GenerationValues &values) {
                values.sampler = sampler;
                if (!schedule.isEmpty())
                    values.schedule = schedule;
                else if (!checkPair(sampler.toStdString(), values.schedule.toStdString()))
                    values.schedule = QStringLiteral("default");
            },
            {}};
}

FieldUse useSchedule(const QVariant &value)
{
    QString schedule;
    if (const auto known = findSchedule(value.toString().toStdString()); known && !value.toString().isEmpty())
        schedule = text(known.value()->id);
    else if (const ScheduleInfo *const near = findSqueezed(schedules(), value.toString()))
        schedule = text(near->id);
    else
        return refused(Sentences::tr("Calotype has no schedule of this name."));
    return {[schedule](GenerationValues &values) { values.schedule = schedule; }, {}};
}

} // namespace

FieldUse fieldUse(const PictureWord &word, const QList<NamedModel> &models)
{
    using Use = std::function<FieldUse(const QVariant &)>;
    static const std::map<QString, Use> uses{
        {QStringLiteral("prompt"), [](const QVariant &v) { return useText(v, &GenerationValues::prompt); }},
        {QStringLiteral("negative_prompt"), [](const QVariant &v) { return useText(v, &GenerationValues::negativePrompt); }},
        {QStringLiteral("sampler"), useSampler},
        {QStringLiteral("schedule"), useSchedule},
        {QStringLiteral("size"), useSize},
        {QStringLiteral("guidance"),
         [](const QVariant &v) {
             return useReal(v, 0, bounds::kGuidanceMax, [](GenerationValues &values, double n) {
                 values.guidance = n;
                 values.modelSampling = false; // else the model would have its way again
             });
         }},
        {QStringLiteral("strength"), [](const QVariant &v) { return useReal(v, 0, 1, &GenerationValues::strength); }},
        {QStringLiteral("rng"), useNoise},
        {QStringLiteral("batch_noise"), useBatch},
        {QStringLiteral("prompt_syntax"), useSyntax},
        {QStringLiteral("variation_seed"),
         [](const QVariant &v) {
             return useWhole(v, 0, bounds::kSeedMax,
                             [](GenerationValues &values, qint64 n) { values.variationSeed = n; });
         }},
        {QStringLiteral("variation_seed_strength"),
         [](const QVariant &v) { return useReal(v, 0, 1, &GenerationValues::variationStrength); }},
        {QStringLiteral("steps"),
         [](const QVariant &v) {
             return useWhole(v, 1, bounds::kStepsMax,
                             [](GenerationValues &values, qint64 n) {
                                 values.steps = static_cast<int>(n);
                                 values.modelSampling = false;
                             });
         }},
        {QStringLiteral("clip_skip"),
         [](const QVariant &v) {
             return useWhole(v, 1, bounds::kClipSkipMax,
                             [](GenerationValues &values, qint64 n) { values.clipSkip = static_cast<int>(n); });
         }},
        {QStringLiteral("seed"),
         [](const QVariant &v) {
             return useWhole(v, 0, bounds::kSeedMax, [](GenerationValues &values, qint64 n) {
                 values.seed = n;
                 values.fixedSeed = true;
             });
         }},
    };
    const auto found = uses.find(word.name);
    FieldUse use;
    if (word.state == WordState::Unavailable)
        use = refused(Sentences::tr("Calotype cannot bring this back."));
    else if (word.name == QLatin1String("model"))
        use = useModel(word.value, models);
    else if (found == uses.end())
        use = refused(Sentences::tr("Calotype has no setting for this."));
    else
        use = found->second(word.value);
    if (!word.note.isEmpty())
        use.remark = use.remark.isEmpty() ? word.note : word.note + u' ' + use.remark;
    return use;
}

} // namespace calotype::ui
