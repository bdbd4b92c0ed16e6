#include "ui/info/FieldText.h"

#include "core/engine/SamplerTable.h"
#include "ui/TableWords.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonDocument>
#include <QJsonValue>
#include <QLocale>
#include <QSize>

#include <cmath>

namespace calotype::ui {

namespace {

constexpr int kLongestWord = 40; ///< of those that the window chooses among

// The names are translated in the context of the dock that shows them.
struct Label {
    const char *name;
    const char *text;
};

constexpr Label kLabels[] = {
    {"prompt", QT_TRANSLATE_NOOP("InfoDock", "Prompt")},
    {"negative_prompt", QT_TRANSLATE_NOOP("InfoDock", "Negative prompt")},
    {"prompt_syntax", QT_TRANSLATE_NOOP("InfoDock", "Prompt syntax")},
    {"model", QT_TRANSLATE_NOOP("InfoDock", "Model")},
    {"model_hash", QT_TRANSLATE_NOOP("InfoDock", "Model hash")},
    {"sampler", QT_TRANSLATE_NOOP("InfoDock", "Sampler")},
    {"schedule", QT_TRANSLATE_NOOP("InfoDock", "Schedule")},
    {"steps", QT_TRANSLATE_NOOP("InfoDock", "Steps")},
    {"guidance", QT_TRANSLATE_NOOP("InfoDock", "Guidance")},
    {"guidance_rescale", QT_TRANSLATE_NOOP("InfoDock", "Guidance rescale")},
    {"distilled_guidance", QT_TRANSLATE_NOOP("InfoDock", "Distilled guidance")},
    {"seed", QT_TRANSLATE_NOOP("InfoDock", "Seed")},
    {"variation_seed", QT_TRANSLATE_NOOP("InfoDock", "Variation seed")},
    {"variation_seed_strength", QT_TRANSLATE_NOOP("InfoDock", "Variation strength")},
    {"size", QT_TRANSLATE_NOOP("InfoDock", "Size")},
    {"width", QT_TRANSLATE_NOOP("InfoDock", "Width")},
    {"height", QT_TRANSLATE_NOOP("InfoDock", "Height")},
    {"clip_skip", QT_TRANSLATE_NOOP("InfoDock", "Clip skip")},
    {"strength", QT_TRANSLATE_NOOP("InfoDock", "Strength")},
    {"vae", QT_TRANSLATE_NOOP("InfoDock", "VAE")},
    {"vae_hash", QT_TRANSLATE_NOOP("InfoDock", "VAE hash")},
    {"loras", QT_TRANSLATE_NOOP("InfoDock", "LoRAs")},
    {"eta", QT_TRANSLATE_NOOP("InfoDock", "Eta")},
    {"ensd", QT_TRANSLATE_NOOP("InfoDock", "Seed offset of eta")},
    {"rng", QT_TRANSLATE_NOOP("InfoDock", "Noise from")},
    {"batch_noise", QT_TRANSLATE_NOOP("InfoDock", "Noise of a batch")},
    {"ti_hashes", QT_TRANSLATE_NOOP("InfoDock", "Embedding hashes")},
    {"sampler_raw", QT_TRANSLATE_NOOP("InfoDock", "Sampler as written")},
    {"init_image_hash", QT_TRANSLATE_NOOP("InfoDock", "Start image hash")},
    {"version", QT_TRANSLATE_NOOP("InfoDock", "Version")},
};

constexpr Label kSources[] = {
    {"calotype", "Calotype"},     {"a1111", "AUTOMATIC1111"},          {"forge", "Forge"},
    {"comfyui", "ComfyUI"},       {"invokeai", "InvokeAI"},            {"novelai", "NovelAI"},
    {"fooocus", "Fooocus"},       {"swarmui", "SwarmUI"},              {"drawthings", "Draw Things"},
    {"draw-things", "Draw Things"}, {"mochi", "Mochi Diffusion"},      {"easydiffusion", "Easy Diffusion"},
    {"easy-diffusion", "Easy Diffusion"}, {"sdcpp", "stable-diffusion.cpp"},
};

// Text of foreign files may hold anything; what is no sign must not reach the screen.
QString clean(QString text)
{
    text.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    text.removeIf([](QChar c) {
        return (c.category() == QChar::Other_Control && c != u'\n' && c != u'\t')
               || (c.unicode() >= 0x202A && c.unicode() <= 0x202E) || (c.unicode() >= 0x2066 && c.unicode() <= 0x2069);
    });
    return text;
}

// 7.5 rather than 7.5000000001, and 7 rather than 7.0.
QString numberText(double value)
{
    if (std::isfinite(value) && value == std::floor(value) && std::abs(value) < 1e15)
        return QString::number(static_cast<qint64>(value));
    QLocale locale;
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    return locale.toString(value, 'g', 8);
}

QString mapText(const QVariantMap &map)
{
    // {name, weight, …}: a LoRA or an embedding
    const QString name = map.value(QStringLiteral("name")).toString();
    if (!name.isEmpty()) {
        const QVariant weight = map.value(QStringLiteral("weight"));
        return weight.isValid() && !weight.isNull() ? QStringLiteral("%1 (%2)").arg(name, fieldText(weight)) : name;
    }
    QStringList parts;
    for (auto it = map.begin(); it != map.end(); ++it)
        parts.append(QStringLiteral("%1: %2").arg(it.key(), fieldText(it.value())));
    return parts.join(QLatin1String(", "));
}

QString wholeText(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::Bool:
        return value.toBool() ? QCoreApplication::translate("InfoDock", "yes")
                              : QCoreApplication::translate("InfoDock", "no");
    case QMetaType::Double:
    case QMetaType::Float: return numberText(value.toDouble());
    case QMetaType::QSize:
        return QStringLiteral("%1 × %2").arg(value.toSize().width()).arg(value.toSize().height());
    case QMetaType::QVariantMap: return mapText(value.toMap());
    case QMetaType::QVariantList:
    case QMetaType::QStringList: {
        QStringList parts;
        qsizetype length = 0;
        const QVariantList list = value.toList();
        for (const QVariant &part : list) {
            parts.append(wholeText(part));
            if ((length += parts.back().size()) > kFieldTextMost)
                break;
        }
        return parts.join(QLatin1String(", "));
    }
    default: return clean(value.toString());
    }
}

} // namespace

QString fieldLabel(const QString &name)
{
    static const QHash<QString, const char *> labels = [] {
        QHash<QString, const char *> table;
        for (const Label &label : kLabels)
            table.insert(QLatin1String(label.name), label.text);
        return table;
    }();
    if (const char *const text = labels.value(name))
        return QCoreApplication::translate("InfoDock", text);
    QString readable = clean(name.left(80)).replace(u'_', u' ').simplified();
    if (!readable.isEmpty())
        readable[0] = readable[0].toUpper();
    return readable;
}

QString fieldText(const QVariant &value)
{
    QString text = wholeText(value);
    if (text.size() > kFieldTextMost) {
        text.truncate(kFieldTextMost);
        if (text.back().isHighSurrogate())
            text.chop(1);
        text.append(QChar(0x2026));
    }
    return text;
}

QString fieldText(const QString &name, const QVariant &value)
{
    const std::string word = value.typeId() == QMetaType::QString ? value.toString().left(kLongestWord).toStdString() : std::string();
    if (name == QLatin1String("schedule")) {
        const Result<const ScheduleInfo *> known = findSchedule(word);
        if (known && known.value()->id == word) // another program's word for it stays what it is
            return tableWords(known.value()->name);
    }
    if (name == QLatin1String("prompt_syntax") && word == "plain")
        return QCoreApplication::translate("InfoDock", "Plain");
    if (name == QLatin1String("prompt_syntax") && word == "a1111")
        return QCoreApplication::translate("InfoDock", "Weights and schedules");
    return fieldText(value);
}

QString fieldCopy(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::QSize: return QStringLiteral("%1x%2").arg(value.toSize().width()).arg(value.toSize().height());
    case QMetaType::QVariantMap:
    case QMetaType::QVariantList: return QString::fromUtf8(QJsonDocument::fromVariant(value).toJson(QJsonDocument::Compact));
    default: return value.toString();
    }
}

QString sourceName(const QString &source)
{
    for (const Label &known : kSources) {
        if (source.compare(QLatin1String(known.name), Qt::CaseInsensitive) == 0)
            return QString::fromLatin1(known.text);
    }
    return clean(source.left(80));
}

} // namespace calotype::ui
