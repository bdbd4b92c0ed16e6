#include "core/engine/Validation.h"
#include "tests/support/TestMain.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <string>

using namespace calotype;

namespace {

using Change = std::function<void(GenerationRequest &)>;

GenerationRequest sound()
{
    GenerationRequest request;
    request.prompt = "a cat";
    return request;
}

std::shared_ptr<const Image> image(int width, int height, int channels)
{
    return std::make_shared<Image>(width, height, channels);
}

/// @p request with an image of 64 × 72 and a mask for it.
void addImages(GenerationRequest &request)
{
    request.initImage = image(64, 72, 3);
    request.mask = image(64, 72, 1);
}

} // namespace

Q_DECLARE_METATYPE(Change)

class ValidationTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsInBoundsIsAccepted_data();
    void whatIsInBoundsIsAccepted();
    void whatIsOutOfBoundsIsRefusedByName_data();
    void whatIsOutOfBoundsIsRefusedByName();
    void effectiveStepsAreCutInDoubleArithmetic_data();
    void effectiveStepsAreCutInDoubleArithmetic();
};

void ValidationTest::whatIsInBoundsIsAccepted_data()
{
    QTest::addColumn<Change>("change");
    const auto row = [](const char *name, Change change) { QTest::newRow(name) << change; };
    row("defaults", [](auto &) {});
    row("least", [](GenerationRequest &r) {
        r.steps = 1;
        r.guidance = 0;
        r.clipSkip = 1;
        r.width = 64;
        r.height = 64;
        r.seeds = {0};
    });
    row("most", [](GenerationRequest &r) {
        r.steps = 250;
        r.guidance = 30;
        r.guidanceRescale = 1;
        r.eta = 1;
        r.clipSkip = 12;
        r.width = 8192;
        r.height = 8192;
        r.seeds.assign(200, 4294967295);
        r.variation = Variation{4294967295, 1};
    });
    row("one size native", [](GenerationRequest &r) { r.width = 72; });
    row("image and mask", [](GenerationRequest &r) { addImages(r); });
    row("image of the given size", [](GenerationRequest &r) {
        addImages(r);
        r.width = 64;
        r.height = 72;
    });
    row("full strength", [](GenerationRequest &r) {
        addImages(r);
        r.strength = 1;
        r.steps = 1;
    });
    row("no strength is needed without an image", [](GenerationRequest &r) { r.strength = 0; });
    row("micro-conditioning", [](GenerationRequest &r) {
        r.originalSize = {1, 1};
        r.targetSize = {4096, 4096};
        r.cropTopLeft = {-8, 8};
    });
    row("most of all weights", [](GenerationRequest &r) {
        r.promptSyntax = PromptSyntax::Weighted;
        r.prompt = "((a:10) b:10) [c:(d:100):0.5] BREAK e :-100 AND f:100";
        r.prompt2 = "g:1000 AND (h:-100)"; // the parts' weights are the first prompt's
        r.negativePrompt = "(i:100) AND j:1000"; // there AND is a word
    });
    row("numbers of a plain prompt", [](GenerationRequest &r) { r.prompt = "(a:1000) AND b :1000"; });
    row("weight in a file's tag", [](GenerationRequest &r) {
        r.promptSyntax = PromptSyntax::Weighted;
        r.prompt = "a <lora:x (1:1000):1000>";
    });
    row("number that is no weight", [](GenerationRequest &r) {
        r.promptSyntax = PromptSyntax::Weighted;
        r.prompt = "a (b:1e30) AND c :1e30";
    });
}

void ValidationTest::whatIsInBoundsIsAccepted()
{
    QFETCH(Change, change);
    GenerationRequest request = sound();
    change(request);
    const auto valid = validate(request);
    QVERIFY2(valid.ok(), valid ? "" : valid.error().message.c_str());
}

void ValidationTest::whatIsOutOfBoundsIsRefusedByName_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("word");
    const auto row = [](const char *name, const char *word, Change change) {
        QTest::newRow(name) << change << QString::fromUtf8(word);
    };
    const double nan = std::numeric_limits<double>::quiet_NaN();
    row("empty prompt", "prompt", [](GenerationRequest &r) { r.prompt.clear(); });
    row("no seed", "number of pictures", [](GenerationRequest &r) { r.seeds.clear(); });
    row("201 pictures", "number of pictures is 201", [](GenerationRequest &r) { r.seeds.assign(201, 1); });
    row("seed -1", "seed is -1", [](GenerationRequest &r) { r.seeds = {5, -1}; });
    row("seed 2^32", "seed is 4294967296", [](GenerationRequest &r) { r.seeds = {4294967296}; });
    row("variation seed -1", "variation's seed is -1", [](GenerationRequest &r) { r.variation = Variation{-1, 0.5}; });
    row("variation seed 2^32", "variation's seed is 4294967296",
        [](GenerationRequest &r) { r.variation = Variation{4294967296, 0.5}; });
    row("variation over 1", "variation's strength is 1.5", [](GenerationRequest &r) { r.variation = Variation{1, 1.5}; });
    row("variation not a number", "variation's strength", [nan](GenerationRequest &r) { r.variation = Variation{1, nan}; });
    row("no steps", "steps is 0", [](GenerationRequest &r) { r.steps = 0; });
    row("251 steps", "steps is 251", [](GenerationRequest &r) { r.steps = 251; });
    row("negative guidance", "guidance is -0.5", [](GenerationRequest &r) { r.guidance = -0.5; });
    row("guidance over 30", "guidance is 30.5", [](GenerationRequest &r) { r.guidance = 30.5; });
    row("guidance not a number", "guidance", [nan](GenerationRequest &r) { r.guidance = nan; });
    row("rescale over 1", "rescale is 1.5", [](GenerationRequest &r) { r.guidanceRescale = 1.5; });
    row("negative eta", "eta is -1", [](GenerationRequest &r) { r.eta = -1; });
    row("clip skip 0", "clip skip is 0", [](GenerationRequest &r) { r.clipSkip = 0; });
    row("clip skip 13", "clip skip is 13", [](GenerationRequest &r) { r.clipSkip = 13; });
    row("width 60", "width is 60", [](GenerationRequest &r) { r.width = 60; });
    row("width 56", "width is 56", [](GenerationRequest &r) { r.width = 56; });
    row("height 100", "height is 100", [](GenerationRequest &r) { r.height = 100; });
    row("height 8200", "height is 8200", [](GenerationRequest &r) { r.height = 8200; });
    row("negative width", "width is -64", [](GenerationRequest &r) { r.width = -64; });
    row("strength over 1", "strength is 1.25", [](GenerationRequest &r) { r.strength = 1.25; });
    row("strength not a number", "strength", [nan](GenerationRequest &r) { r.strength = nan; });
    row("strength that leaves no step", "10 steps at a strength of 0.05", [](GenerationRequest &r) {
        addImages(r);
        r.steps = 10;
        r.strength = 0.05;
    });
    row("mask without image", "mask", [](GenerationRequest &r) { r.mask = image(64, 64, 1); });
    row("grey image", "image has 1 channels", [](GenerationRequest &r) { r.initImage = image(64, 64, 1); });
    row("image with alpha", "image has 4 channels", [](GenerationRequest &r) { r.initImage = image(64, 64, 4); });
    row("coloured mask", "mask has 3 channels", [](GenerationRequest &r) {
        addImages(r);
        r.mask = image(64, 72, 3);
    });
    row("empty image", "image holds no picture", [](GenerationRequest &r) { r.initImage = std::make_shared<Image>(); });
    row("image with too few pixels", "image holds no picture", [](GenerationRequest &r) {
        auto broken = std::make_shared<Image>(64, 64);
        broken->pixels.resize(100);
        r.initImage = broken;
    });
    row("image of another size", "image is 64 × 72 pixels, and must be 128 × 72", [](GenerationRequest &r) {
        addImages(r);
        r.width = 128;
    });
    row("image of an odd size", "image's width is 65", [](GenerationRequest &r) { r.initImage = image(65, 64, 3); });
    row("mask of another size", "mask is 72 × 64 pixels, and must be 64 × 72", [](GenerationRequest &r) {
        addImages(r);
        r.mask = image(72, 64, 1);
    });
    row("only the masked part without a mask", "no mask", [](GenerationRequest &r) { r.inpaintOnlyMasked = true; });
    row("only the masked part of nothing", "marks nothing", [](GenerationRequest &r) {
        addImages(r);
        r.inpaintOnlyMasked = true;
    });
    row("source too small", "image's width is 63", [](GenerationRequest &r) {
        r.inpaintOnlyMasked = true;
        r.initImage = image(63, 64, 3);
        r.mask = image(63, 64, 1);
    });
    row("padding over 1024", "padding around the mask is 1025", [](GenerationRequest &r) {
        addImages(r);
        r.maskPadding = 1025;
    });
    row("empty original size", "conditioning size", [](GenerationRequest &r) { r.originalSize = {0, 512}; });
    row("second prompt with other parts", "AND", [](GenerationRequest &r) {
        r.promptSyntax = PromptSyntax::Weighted;
        r.prompt = "a AND b";
        r.prompt2 = "c";
    });
    const auto weighted = [&row](const char *name, const std::string &prompt, const char *word) {
        row(name, word, [prompt](GenerationRequest &r) {
            r.promptSyntax = PromptSyntax::Weighted;
            r.prompt = prompt;
        });
    };
    weighted("weight of a part", "a AND b :1000000000000000000000000000000 AND c",
             "before an AND is 1e+30, and must be from -100 to 100");
    weighted("weight of the whole prompt", "a :-100.5", "at the end of the prompt or before an AND is -100.5");
    weighted("weight of a word", "a (b:12345) c",
             "weight in the prompt, nested brackets multiplied, is 12345, and must be from -100 to 100");
    weighted("weight of brackets in brackets", "((a:50) b:3)", "nested brackets multiplied, is 150");
    weighted("weight within an edit", "[a:(b:200):0.5]", "nested brackets multiplied, is 200");
    weighted("weight beyond all numbers", std::string(8000, '(') + "a", "nested brackets multiplied, is inf");
    row("weight of a negative word", "weight in the negative prompt, nested brackets multiplied, is -101",
        [](GenerationRequest &r) {
            r.promptSyntax = PromptSyntax::Weighted;
            r.negativePrompt = "(c:-101)";
        });
    row("weight of the second encoder's word", "weight in the second encoder's prompt", [](GenerationRequest &r) {
        r.promptSyntax = PromptSyntax::Weighted;
        r.prompt2 = "(c:101)";
    });
    row("empty target size", "conditioning size", [](GenerationRequest &r) { r.targetSize = {512, -1}; });
}

void ValidationTest::whatIsOutOfBoundsIsRefusedByName()
{
    QFETCH(Change, change);
    QFETCH(QString, word);
    GenerationRequest request = sound();
    change(request);
    const auto valid = validate(request);
    QVERIFY(!valid);
    QCOMPARE(valid.error().code, ErrorCode::WrongUse);
    const QString message = QString::fromStdString(valid.error().message);
    QVERIFY2(message.contains(word), qPrintable(message));
    QVERIFY(message.endsWith(QLatin1Char('.')));
}

void ValidationTest::effectiveStepsAreCutInDoubleArithmetic_data()
{
    QTest::addColumn<int>("steps");
    QTest::addColumn<double>("strength");
    QTest::addColumn<int>("expected");
    QTest::newRow("all") << 50 << 1.0 << 50;
    QTest::newRow("none") << 50 << 0.0 << 0;
    QTest::newRow("three quarters") << 50 << 0.75 << 37;
    QTest::newRow("0.3 of 10 is 3") << 10 << 0.3 << 3;
    QTest::newRow("0.29 of 100 is 28, as doubles have it") << 100 << 0.29 << 28;
    QTest::newRow("0.7 of 10 is 7") << 10 << 0.7 << 7;
    QTest::newRow("never more than there are") << 4 << 2.0 << 4;
}

void ValidationTest::effectiveStepsAreCutInDoubleArithmetic()
{
    QFETCH(int, steps);
    QFETCH(double, strength);
    QTEST(effectiveSteps(steps, strength), "expected");
}

CALOTYPE_GUILESS_TEST(ValidationTest)
#include "ValidationTest.moc"
