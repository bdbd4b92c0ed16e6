#include "tests/support/TestMain.h"
#include "ui/info/PictureFields.h"

#include "ui/GenerationSettings.h"
#include "ui/info/FieldText.h"

#include <QtTest>

using namespace calotype;
using namespace calotype::ui;

Q_DECLARE_METATYPE(calotype::ui::GenerationValues)

namespace {

const QList<NamedModel> kModels{{QStringLiteral("dreamshaper_8"), QStringLiteral("/models/dreamshaper_8.safetensors")},
                                {QStringLiteral("sd_xl_base_1.0"), QStringLiteral("/models/sd_xl_base_1.0.safetensors")}};

PictureWord word(const char *name, const QVariant &value, WordState state = WordState::Restored, const QString &note = {})
{
    return {QLatin1String(name), value, state, note};
}

GenerationValues with(const std::function<void(GenerationValues &)> &edit)
{
    GenerationValues values;
    edit(values);
    return values;
}

const ShownField &field(const QList<ShownField> &fields, const char *name)
{
    static const ShownField none;
    for (const ShownField &candidate : fields) {
        if (candidate.name == QLatin1String(name))
            return candidate;
    }
    return none;
}

} // namespace

class PictureFieldsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void useChangesItsSettingAndNoOther_data();
    void useChangesItsSettingAndNoOther();
    void whatCannotBeUsedSaysWhy_data();
    void whatCannotBeUsedSaysWhy();
    void widthAndHeightBecomeOneSize();
    void aSamplerLeavesAScheduleThatItCannotTake();
    void allUsedIsEverySettingAtOnce();
    void allUsedSetsWhatIsLeftOutToTheUsual();
    void usedPartChangesNothingElse_data();
    void usedPartChangesNothingElse();
    void orderIsThatOfTheCreatePanel();
    void textIsForPeople_data();
    void textIsForPeople();
    void differencesAreExactlyWhatDiffers();
    void copiedTextIsWhole();
};

void PictureFieldsTest::useChangesItsSettingAndNoOther_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<GenerationValues>("expected");
    const auto row = [](const char *tag, const char *name, const QVariant &value, const std::function<void(GenerationValues &)> &edit) {
        QTest::newRow(tag) << QString::fromLatin1(name) << value << with(edit);
    };
    row("prompt", "prompt", QStringLiteral("a cat\non a mat"), [](auto &v) { v.prompt = QStringLiteral("a cat\non a mat"); });
    row("negative", "negative_prompt", QStringLiteral("blurry"), [](auto &v) { v.negativePrompt = QStringLiteral("blurry"); });
    row("model by name", "model", QStringLiteral("dreamshaper_8"), [](auto &v) { v.modelPath = kModels[0].path; });
    row("model with folder and ending", "model", QStringLiteral("SDXL\\sd_xl_base_1.0.safetensors"), [](auto &v) { v.modelPath = kModels[1].path; });
    row("sampler of another program", "sampler", QStringLiteral("DPM++ 2M"), [](auto &v) { v.sampler = QStringLiteral("dpmpp_2m"); });
    row("sampler in another spelling", "sampler", QStringLiteral("dpm++2m"), [](auto &v) { v.sampler = QStringLiteral("dpmpp_2m"); });
    row("schedule", "schedule", QStringLiteral("Karras"), [](auto &v) { v.schedule = QStringLiteral("karras"); });
    row("schedule in two words", "schedule", QStringLiteral("SGM Uniform"), [](auto &v) { v.schedule = QStringLiteral("trailing"); });
    // The model's advice does not count any more, else a model that comes with them would have its way again.
    const auto steps = [](auto &v) {
        v.steps = 31;
        v.modelSampling = false;
    };
    const auto guidance = [](auto &v) {
        v.guidance = 6;
        v.modelSampling = false;
    };
    row("steps", "steps", qint64{31}, steps);
    row("steps as text", "steps", QStringLiteral("31"), steps);
    row("guidance", "guidance", 6.0, guidance);
    row("whole guidance", "guidance", qint64{6}, guidance);
    row("seed", "seed", qint64{4294967295}, [](auto &v) {
        v.seed = 4294967295;
        v.fixedSeed = true;
    });
    row("size", "size", QSize(832, 1216), [](auto &v) {
        v.width = 832;
        v.height = 1216;
        v.modelSize = false;
    });
    row("clip skip", "clip_skip", qint64{2}, [](auto &v) { v.clipSkip = 2; });
    row("strength", "strength", 0.45, [](auto &v) { v.strength = 0.45; });
    row("variation seed", "variation_seed", qint64{4294967295}, [](auto &v) { v.variationSeed = 4294967295; });
    row("variation strength", "variation_seed_strength", 0.2, [](auto &v) { v.variationStrength = 0.2; });
    row("noise", "rng", QStringLiteral("NV"), [](auto &v) { v.noise = NoiseMode::Nv; });
    row("noise of a batch", "batch_noise", QVariantMap{{"seed", qint64{5}}, {"count", qint64{3}}}, [](auto &v) {
        v.noise = NoiseMode::Batch;
        v.seed = 5;
        v.fixedSeed = true;
        v.count = 3;
    });
    row("prompt syntax", "prompt_syntax", QStringLiteral("a1111"), [](auto &v) { v.promptSyntax = PromptSyntax::Weighted; });
}

void PictureFieldsTest::useChangesItsSettingAndNoOther()
{
    QFETCH(QString, name);
    QFETCH(QVariant, value);
    QFETCH(GenerationValues, expected);
    const FieldUse use = fieldUse({name, value, WordState::Restored, {}}, kModels);
    QVERIFY2(use.edit, qPrintable(use.remark));
    GenerationValues values;
    QVERIFY(!(values == expected));
    use.edit(values);
    QVERIFY(values == expected);
}

void PictureFieldsTest::whatCannotBeUsedSaysWhy_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QVariant>("value");
    QTest::newRow("model that is not here") << "model" << QVariant("someOther_v3");
    QTest::newRow("model without a name") << "model" << QVariant("models/");
    QTest::newRow("unknown sampler") << "sampler" << QVariant("Zorn 5");
    QTest::newRow("no sampler") << "sampler" << QVariant("");
    QTest::newRow("unknown schedule") << "schedule" << QVariant("Polyexponential");
    QTest::newRow("no steps") << "steps" << QVariant(qint64{0});
    QTest::newRow("too many steps") << "steps" << QVariant(qint64{251});
    QTest::newRow("half a step") << "steps" << QVariant(20.5);
    QTest::newRow("guidance of nonsense") << "guidance" << QVariant("much");
    QTest::newRow("guidance beyond") << "guidance" << QVariant(1e300);
    QTest::newRow("negative seed") << "seed" << QVariant(qint64{-1});
    QTest::newRow("seed of 64 bits") << "seed" << QVariant(quint64{18446744073709551588ULL});
    QTest::newRow("odd size") << "size" << QVariant(QSize(513, 512));
    QTest::newRow("strength beyond") << "strength" << QVariant(1.5);
    QTest::newRow("variation seed beyond") << "variation_seed" << QVariant(qint64{4294967296});
    QTest::newRow("variation strength beyond") << "variation_seed_strength" << QVariant(1.5);
    QTest::newRow("noise of nowhere") << "rng" << QVariant("TPU");
    QTest::newRow("batch of nothing") << "batch_noise" << QVariant(QVariantMap{{"seed", qint64{5}}, {"count", qint64{0}}});
    QTest::newRow("batch without a seed") << "batch_noise" << QVariant(QVariantMap{{"count", qint64{2}}});
    QTest::newRow("batch that is a word") << "batch_noise" << QVariant("yes");
    QTest::newRow("prompt syntax of elsewhere") << "prompt_syntax" << QVariant("compel");
    QTest::newRow("prompt that is no text") << "prompt" << QVariant(QVariantList{1, 2});
    QTest::newRow("no such setting") << "ensd" << QVariant(qint64{31337});
}

void PictureFieldsTest::whatCannotBeUsedSaysWhy()
{
    QFETCH(QString, name);
    QFETCH(QVariant, value);
    const FieldUse use = fieldUse({name, value, WordState::Restored, {}}, kModels);
    QVERIFY(!use.edit);
    QVERIFY(!use.remark.isEmpty());
    // What the reader itself gave up is not used either, and its reason is told.
    const FieldUse given = fieldUse(word("steps", qint64{20}, WordState::Unavailable, QStringLiteral("Two samplers.")), kModels);
    QVERIFY(!given.edit);
    QVERIFY(given.remark.startsWith(QLatin1String("Two samplers.")));
}

void PictureFieldsTest::widthAndHeightBecomeOneSize()
{
    PictureWords words;
    words.fields = {word("width", qint64{640}), word("height", qint64{384}, WordState::Approximated)};
    const auto fields = shownFields(words, {});
    QCOMPARE(fields.size(), 1);
    QCOMPARE(fields[0].name, QStringLiteral("size"));
    QCOMPARE(fields[0].text, QStringLiteral("640 × 384"));
    QCOMPARE(fields[0].state, WordState::Approximated);
    QVERIFY(fields[0].isUsable());
    words.fields.removeLast();
    QCOMPARE(shownFields(words, {})[0].name, QStringLiteral("width"));
    QVERIFY(!shownFields(words, {})[0].isUsable());
}

void PictureFieldsTest::aSamplerLeavesAScheduleThatItCannotTake()
{
    GenerationValues values;
    values.schedule = QStringLiteral("karras");
    fieldUse(word("sampler", QStringLiteral("PLMS")), {}).edit(values);
    QCOMPARE(values.sampler, QStringLiteral("pndm"));
    QCOMPARE(values.schedule, QStringLiteral("default"));
    values.schedule = QStringLiteral("karras");
    fieldUse(word("sampler", QStringLiteral("Euler a")), {}).edit(values);
    QCOMPARE(values.sampler, QStringLiteral("euler_a"));
    QCOMPARE(values.schedule, QStringLiteral("karras"));
}

void PictureFieldsTest::allUsedIsEverySettingAtOnce()
{
    PictureWords words;
    // In an order in which the schedule would be lost if it were taken literally.
    words.fields = {word("strength", 0.6), word("schedule", QStringLiteral("Karras")), word("sampler", QStringLiteral("Euler")),
                    word("clip_skip", qint64{2}), word("seed", qint64{7}), word("height", qint64{768}), word("width", qint64{512}),
                    word("guidance", 5.5), word("steps", qint64{12}), word("model", QStringLiteral("dreamshaper_8")),
                    word("negative_prompt", QStringLiteral("n")), word("prompt", QStringLiteral("p")), word("ensd", qint64{1})};
    GenerationValues before;
    before.schedule = QStringLiteral("beta");
    before.sampler = QStringLiteral("ddim");
    before.count = 4;
    const GenerationValues after = withAllUsed(shownFields(words, kModels), before, PromptSyntax::Plain);
    QVERIFY(after == with([](GenerationValues &v) {
                v.prompt = QStringLiteral("p");
                v.negativePrompt = QStringLiteral("n");
                v.modelPath = kModels[0].path;
                v.sampler = QStringLiteral("euler");
                v.schedule = QStringLiteral("karras");
                v.steps = 12;
                v.guidance = 5.5;
                v.modelSampling = false;
                v.width = 512;
                v.height = 768;
                v.modelSize = false;
                v.fixedSeed = true;
                v.seed = 7;
                v.clipSkip = 2;
                v.strength = 0.6;
                v.count = 1;
            }));
}

void PictureFieldsTest::allUsedSetsWhatIsLeftOutToTheUsual()
{
    PictureWords words;
    words.fields = {word("prompt", QStringLiteral("p"))};
    GenerationValues before;
    before.negativePrompt = QStringLiteral("old");
    before.clipSkip = 3;
    before.schedule = QStringLiteral("karras");
    before.steps = 11;
    before.count = 4;
    before.noise = NoiseMode::Nv;
    before.variationStrength = 0.5;
    before.promptSyntax = PromptSyntax::Weighted;
    const GenerationValues after = withAllUsed(shownFields(words, {}), before, PromptSyntax::Plain);
    QVERIFY(after.promptSyntax == PromptSyntax::Plain);
    QVERIFY(withAllUsed(shownFields(words, {}), after, usualSyntax(QStringLiteral("AUTOMATIC1111"))).promptSyntax == PromptSyntax::Weighted);
    for (const char *plain : {"Calotype", "InvokeAI", ""})
        QVERIFY(usualSyntax(QLatin1String(plain)) == PromptSyntax::Plain);
    QVERIFY(after.noise == NoiseMode::PerImage);
    QCOMPARE(after.variationStrength, 0.0);
    QCOMPARE(after.negativePrompt, QString());
    QCOMPARE(after.clipSkip, 1);
    QCOMPARE(after.schedule, QStringLiteral("default"));
    QCOMPARE(after.steps, 11);
    QCOMPARE(after.count, 4); // without a seed nothing says that it was one picture
    QVERIFY(withAllUsed({}, before, PromptSyntax::Plain) == before);
}

void PictureFieldsTest::usedPartChangesNothingElse_data()
{
    QTest::addColumn<int>("part");
    QTest::addColumn<bool>("isOfBatch");
    QTest::addColumn<GenerationValues>("expected");
    const auto row = [](const char *title, UsedPart part, bool isOfBatch, const std::function<void(GenerationValues &)> &edit) {
        QTest::newRow(title) << static_cast<int>(part) << isOfBatch << with([&](GenerationValues &v) {
            v.count = 4;
            v.steps = 11;
            edit(v);
        });
    };
    const auto seed = [](GenerationValues &v) {
        v.seed = 7;
        v.fixedSeed = true;
    };
    row("seed", UsedPart::Seed, false, seed);
    row("seed of one of a batch", UsedPart::Seed, true, seed);
    row("prompt", UsedPart::Prompt, true, [](GenerationValues &v) {
        v.prompt = QStringLiteral("p");
        v.promptSyntax = PromptSyntax::Weighted;
    });
    row("size", UsedPart::Size, true, [](GenerationValues &v) {
        v.width = 832;
        v.height = 1216;
        v.modelSize = false;
    });
}

void PictureFieldsTest::usedPartChangesNothingElse()
{
    QFETCH(int, part);
    QFETCH(bool, isOfBatch);
    QFETCH(GenerationValues, expected);
    PictureWords words;
    words.fields = {word("prompt", QStringLiteral("p")), word("seed", qint64{7}), word("steps", qint64{30}), word("width", qint64{832}),
                    word("height", qint64{1216})};
    if (isOfBatch) // whose third it is
        words.fields.append(word("batch_noise", QVariantMap{{"seed", qint64{5}}, {"count", qint64{3}}}));
    GenerationValues before;
    before.count = 4;
    before.steps = 11;
    QVERIFY(withUsed(static_cast<UsedPart>(part), shownFields(words, {}), before, PromptSyntax::Weighted) == expected);
}

void PictureFieldsTest::orderIsThatOfTheCreatePanel()
{
    PictureWords words;
    words.fields = {word("zeta", 1), word("seed", qint64{1}), word("alpha", 2), word("prompt", QStringLiteral("p"))};
    QStringList names;
    for (const ShownField &shown : shownFields(words, {}))
        names.append(shown.name);
    QCOMPARE(names, QStringList({"prompt", "seed", "zeta", "alpha"}));
}

void PictureFieldsTest::textIsForPeople_data()
{
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<QString>("text");
    QTest::newRow("seed without groups") << QVariant(qint64{4294967295}) << "4294967295";
    QTest::newRow("whole double") << QVariant(7.0) << "7";
    QTest::newRow("double") << QVariant(7.5) << "7.5";
    QTest::newRow("yes") << QVariant(true) << "yes";
    QTest::newRow("LoRAs") << QVariant(QVariantList{QVariantMap{{"name", "add detail"}, {"weight", 0.8}, {"hash", "ab"}}, QVariantMap{{"name", "b"}}})
                           << "add detail (0.8), b";
    QTest::newRow("control characters") << QVariant(QStringLiteral("a\u0001b\u202Ec\nd")) << "abc\nd";
}

void PictureFieldsTest::textIsForPeople()
{
    QFETCH(QVariant, value);
    QFETCH(QString, text);
    QCOMPARE(fieldText(value), text);
    QCOMPARE(fieldText(QStringLiteral("schedule"), value), text);
    QCOMPARE(fieldText(QStringLiteral("schedule"), QStringLiteral("default")), QStringLiteral("Model default"));
    QCOMPARE(fieldText(QStringLiteral("model"), QStringLiteral("default")), QStringLiteral("default"));
    QCOMPARE(fieldText(QStringLiteral("schedule"), QStringLiteral("simple")), QStringLiteral("simple")); // as another program has it
    QCOMPARE(fieldText(QStringLiteral("prompt_syntax"), QStringLiteral("plain")), QStringLiteral("Plain"));
    QCOMPARE(fieldText(QStringLiteral("prompt_syntax"), QStringLiteral("a1111")), QStringLiteral("Weights and schedules"));
    QCOMPARE(fieldText(QString(100000, u'x')).size(), kFieldTextMost + 1);
    QCOMPARE(fieldLabel(QStringLiteral("hires_upscale")), QStringLiteral("Hires upscale"));
}

void PictureFieldsTest::differencesAreExactlyWhatDiffers()
{
    PictureWords left;
    left.fields = {word("prompt", QStringLiteral("p")), word("steps", qint64{20}), word("guidance", 7.0), word("seed", qint64{1}), word("vae", QStringLiteral("v"))};
    PictureWords right;
    right.fields = {word("guidance", qint64{7}), word("seed", qint64{2}), word("steps", qint64{20}), word("prompt", QStringLiteral("p")), word("clip_skip", qint64{2})};
    QStringList rows;
    for (const FieldDifference &difference : fieldDifferences(left, right))
        rows.append(difference.name + u'|' + difference.left + u'|' + difference.right);
    QCOMPARE(rows, QStringList({"seed|1|2", "clip_skip||2", "vae|v|"}));
    QVERIFY(fieldDifferences(left, left).isEmpty());
    left.fields = {word("schedule", QStringLiteral("karras"))}; // ours, and as the web UI has it
    right.fields = {word("schedule", QStringLiteral("Karras"))};
    QVERIFY(fieldDifferences(left, right).isEmpty());
    right.fields = {word("schedule", QStringLiteral("exponential"))};
    QCOMPARE(fieldDifferences(left, right).size(), 1);
}

void PictureFieldsTest::copiedTextIsWhole()
{
    PictureWords words;
    words.fields = {word("prompt", QString(20000, u'x')), word("width", qint64{64}), word("height", qint64{128})};
    QCOMPARE(fieldsAsText(shownFields(words, {})), QStringLiteral("Prompt: %1\nSize: 64x128\n").arg(QString(20000, u'x')));
    QVERIFY(!field(shownFields(words, {}), "prompt").text.contains(QString(20000, u'x')));
}

CALOTYPE_TEST(PictureFieldsTest)
#include "PictureFieldsTest.moc"
