#include "ui/info/PictureFields.h"

#include "ui/GenerationSettings.h"
#include "ui/info/FieldText.h"

#include <QCoreApplication>
#include <QSize>

#include <algorithm>
#include <iterator>

namespace calotype::ui {

namespace {

/// The context of this file's sentences.
struct Sentences {
    Q_DECLARE_TR_FUNCTIONS(PictureFields)
};

// As the Create panel has them; a sampler comes before its schedule, which it might have to leave.
// And the noise before that of a batch, which is more.
constexpr const char *kOrder[] = {"prompt",   "negative_prompt", "prompt_syntax", "model",       "sampler",   "schedule",
                                  "steps",    "guidance",        "size",          "seed",        "rng",       "batch_noise",
                                  "clip_skip", "strength",       "loras",         "vae",         "model_hash"};

// By the names that sourceName() gives.
constexpr const char *kWeighting[] = {"AUTOMATIC1111", "Forge", "ComfyUI", "Draw Things", "Fooocus", "stable-diffusion.cpp", "SwarmUI"};

int rank(const QString &name)
{
    const auto found = std::find_if(std::begin(kOrder), std::end(kOrder),
                                    [&](const char *known) { return name == QLatin1String(known); });
    return static_cast<int>(found - std::begin(kOrder));
}

WordState worse(WordState a, WordState b)
{
    return std::max(a, b);
}

/// The words in order, with width and height joined.
QList<PictureWord> ordered(const PictureWords &words)
{
    const PictureWord *const width = words.find(QStringLiteral("width"));
    const PictureWord *const height = words.find(QStringLiteral("height"));
    QList<PictureWord> out;
    for (const PictureWord &word : words.fields) {
        if (width && height && &word == width) {
            const QSize size(width->value.toInt(), height->value.toInt());
            out.append({QStringLiteral("size"), size, worse(width->state, height->state),
                        width->note.isEmpty() ? height->note : width->note});
        } else if (!(width && height && &word == height)) {
            out.append(word);
        }
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const PictureWord &a, const PictureWord &b) { return rank(a.name) < rank(b.name); });
    return out;
}

bool isSame(const QString &name, const QVariant &a, const QVariant &b)
{
    if (name == QLatin1String("schedule"))
        return fieldText(name, a) == fieldText(name, b); // by word or by name
    bool aIsNumber = false;
    bool bIsNumber = false;
    const double x = a.toDouble(&aIsNumber);
    const double y = b.toDouble(&bIsNumber);
    if (aIsNumber && bIsNumber && a.typeId() != QMetaType::QString && b.typeId() != QMetaType::QString)
        return a.typeId() == b.typeId() ? a == b : x == y;
    return fieldCopy(a) == fieldCopy(b);
}

const ShownField *find(const QList<ShownField> &fields, const char *name)
{
    for (const ShownField &field : fields) {
        if (field.name == QLatin1String(name))
            return &field;
    }
    return nullptr;
}

} // namespace

QList<ShownField> shownFields(const PictureWords &words, const QList<NamedModel> &models)
{
    QList<ShownField> fields;
    const QList<PictureWord> all = ordered(words);
    for (const PictureWord &word : all) {
        fields.append({word.name, fieldLabel(word.name), fieldText(word.name, word.value), word.value, word.state,
                       fieldUse(word, models)});
    }
    return fields;
}

PromptSyntax usualSyntax(const QString &source)
{
    const QString name = sourceName(source);
    const bool isWeighting = std::any_of(std::begin(kWeighting), std::end(kWeighting),
                                         [&](const char *known) { return name == QLatin1String(known); });
    return isWeighting ? PromptSyntax::Weighted : PromptSyntax::Plain;
}

GenerationValues withAllUsed(const QList<ShownField> &fields, GenerationValues values, PromptSyntax usualSyntax)
{
    if (find(fields, "prompt")) {
        const GenerationValues usual;
        values.promptSyntax = usualSyntax;
        values.negativePrompt = usual.negativePrompt;
        values.schedule = usual.schedule;
        values.clipSkip = usual.clipSkip;
        values.noise = usual.noise;
        values.variationStrength = usual.variationStrength;
    }
    if (const ShownField *const seed = find(fields, "seed"); seed && seed->isUsable())
        values.count = 1;
    for (const ShownField &field : fields) {
        if (field.isUsable())
            field.use.edit(values);
    }
    return values;
}

GenerationValues withUsed(UsedPart part, const QList<ShownField> &fields, const GenerationValues &values, PromptSyntax usualSyntax)
{
    const GenerationValues all = withAllUsed(fields, values, usualSyntax);
    GenerationValues used = values;
    switch (part) {
    case UsedPart::All: return all;
    case UsedPart::Prompt:
        used.prompt = all.prompt;
        used.negativePrompt = all.negativePrompt;
        used.promptSyntax = all.promptSyntax;
        break;
    case UsedPart::Seed: // the picture's own, not that of its batch
        if (const ShownField *const seed = find(fields, "seed"); seed && seed->isUsable())
            seed->use.edit(used);
        break;
    case UsedPart::Size:
        used.width = all.width;
        used.height = all.height;
        used.modelSize = all.modelSize;
        break;
    }
    return used;
}

QString whyNotUsable(UsedPart part, const QList<ShownField> &fields)
{
    const char *name = "";
    switch (part) {
    case UsedPart::All: break;
    case UsedPart::Prompt: name = "prompt"; break;
    case UsedPart::Seed: name = "seed"; break;
    case UsedPart::Size: name = "size"; break;
    }
    if (part == UsedPart::All) {
        const bool any = std::any_of(fields.begin(), fields.end(), [](const ShownField &field) { return field.isUsable(); });
        return any ? QString() : Sentences::tr("Nothing that this picture says of its making can be used here.");
    }
    const ShownField *const field = find(fields, name);
    if (!field)
        return Sentences::tr("The picture does not say this of its making.");
    return field->isUsable() ? QString() : field->use.remark;
}

QString fieldsAsText(const QList<ShownField> &fields)
{
    QString text;
    for (const ShownField &field : fields)
        text += field.label + QLatin1String(": ") + fieldCopy(field.value) + u'\n';
    return text;
}

QList<FieldDifference> fieldDifferences(const PictureWords &left, const PictureWords &right)
{
    const QList<PictureWord> lefts = ordered(left);
    const QList<PictureWord> rights = ordered(right);
    const auto partner = [](const QList<PictureWord> &words, const QString &name) {
        return std::find_if(words.begin(), words.end(), [&](const PictureWord &word) { return word.name == name; });
    };
    QList<FieldDifference> out;
    for (const PictureWord &word : lefts) {
        const auto other = partner(rights, word.name);
        if (other == rights.end())
            out.append({word.name, fieldLabel(word.name), fieldText(word.name, word.value), {}});
        else if (!isSame(word.name, word.value, other->value))
            out.append({word.name, fieldLabel(word.name), fieldText(word.name, word.value), fieldText(word.name, other->value)});
    }
    for (const PictureWord &word : rights) {
        if (partner(lefts, word.name) == lefts.end())
            out.append({word.name, fieldLabel(word.name), {}, fieldText(word.name, word.value)});
    }
    std::stable_sort(out.begin(), out.end(), [](const FieldDifference &a, const FieldDifference &b) {
        return rank(a.name) < rank(b.name);
    });
    return out;
}

} // namespace calotype::ui
