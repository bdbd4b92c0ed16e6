#include "core/base/Error.h"
#include "core/formats/RequestJson.h"
#include "core/formats/Sha256.h"
#include "tests/support/TestMain.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <algorithm>
#include <span>

using namespace calotype;
using namespace calotype::formats;
using nlohmann::json;

namespace {

// No field has the value that it has by default.
GenerationRequest fullRequest()
{
    GenerationRequest request;
    request.prompt = "一只橘猫 \"quoted\"\nsecond line 🤖";
    request.negativePrompt = "blurry";
    request.prompt2 = "for the second encoder";
    request.negativePrompt2 = "";
    request.promptSyntax = PromptSyntax::Weighted;
    request.sampler = "dpmpp_2m";
    request.schedule = "karras";
    request.steps = 31;
    request.guidance = 0.1 + 0.2; // needs all 17 digits
    request.guidanceRescale = 0.7;
    request.eta = 1.0 / 3.0;
    request.width = 1024;
    request.height = 576;
    request.clipSkip = 2;
    request.seeds = {4294967295, 0, 7};
    request.noise = NoiseMode::Nv;
    request.variation = Variation{4294967295, 0.1 + 0.2};
    request.strength = 0.55;
    request.inpaintOnlyMasked = true;
    request.maskPadding = 48;
    request.parentHash = std::string(64, 'a');
    request.originalSize = {720, 1280};
    request.targetSize = {1024, 576};
    request.cropTopLeft = {8, 16};
    request.preview = PreviewMethod::Taesd;
    request.previewEvery = 3;
    request.previewSeconds = 0.25;
    request.keepLatents = true;
    request.keepStepLatents = true;
    return request;
}

ModelSpec fullSpec()
{
    return {"/models/é/some model.safetensors", "cuda:1", "bfloat16", PredictionType::VPrediction, "/models/vae.safetensors",
            "/models/taesd.safetensors", MemoryMode::Low, VaeTiles::On};
}

} // namespace

class RequestJsonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFieldComesBack()
    {
        const GenerationRequest request = fullRequest();
        QVERIFY(requestFromJson(json::parse(toJson(request).dump())) == request);
    }

    void everyFieldIsReadFromTheJson()
    {
        const json whole = toJson(fullRequest());
        for (const auto &[key, value] : whole.items()) {
            json less = whole;
            less.erase(key);
            QVERIFY2(requestFromJson(less) != fullRequest(), key.c_str());
        }
    }

    void everyKindOfNoiseComesBackAndTheOldWordToo()
    {
        GenerationRequest request;
        for (const NoiseMode noise : {NoiseMode::PerImage, NoiseMode::Batch, NoiseMode::Nv}) {
            request.noise = noise;
            QVERIFY(requestFromJson(toJson(request)).noise == noise);
        }
        QVERIFY(requestFromJson(json::parse(R"({"batch_noise":true})")).noise == NoiseMode::Batch);
        QVERIFY(requestFromJson(json::parse(R"({"batch_noise":false})")).noise == NoiseMode::PerImage);
    }

    void defaultsComeBack()
    {
        QVERIFY(requestFromJson(toJson(GenerationRequest{})) == GenerationRequest{});
        QVERIFY(requestFromJson(json::object()) == GenerationRequest{});
        QVERIFY(modelSpecFromJson(toJson(ModelSpec{})) == ModelSpec{});
        QVERIFY(modelSpecFromJson(json::object()) == ModelSpec{});
    }

    void absentOptionsStayAbsent()
    {
        const json object = toJson(GenerationRequest{});
        for (const char *name : {"negative_prompt", "prompt_2", "negative_prompt_2", "original_size", "target_size", "init_image", "mask", "variation"})
            QVERIFY2(!object.contains(name), name);
        // An empty negative prompt is another request than none (SDXL).
        GenerationRequest request;
        request.negativePrompt = "";
        QCOMPARE(requestFromJson(toJson(request)).negativePrompt, std::optional<std::string>(""));
    }

    void picturesStandAsTheirHashes()
    {
        GenerationRequest request;
        const auto image = std::make_shared<Image>(2, 1);
        image->pixels = {'a', 'b', 'c', 'd', 'e', 'f'};
        request.initImage = image;
        const json object = toJson(request);
        QCOMPARE(object["init_image"]["width"].get<int>(), 2);
        QCOMPARE(object["init_image"]["height"].get<int>(), 1);
        const RequestImages images = requestImages(object);
        QCOMPARE(images.initImage, std::string("bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721"));
        QCOMPARE(images.mask, std::string());
        QVERIFY(!requestFromJson(object).initImage);
    }

    void everyPartOfAModelSpecComesBack()
    {
        QVERIFY(modelSpecFromJson(json::parse(toJson(fullSpec()).dump())) == fullSpec());
        for (const PredictionType type : {PredictionType::Epsilon, PredictionType::VPrediction, PredictionType::Sample}) {
            ModelSpec spec;
            spec.prediction = type;
            QVERIFY(modelSpecFromJson(toJson(spec)).prediction == type);
        }
    }

    void damagedFieldIsNamed_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("name");
        const auto row = [](const char *name, const char *text) { QTest::newRow(qPrintable(QString::fromUtf8(text))) << QByteArray(text) << QByteArray(name); };
        row("prompt", R"({"prompt":7})");
        row("negative_prompt", R"({"negative_prompt":["a"]})");
        row("prompt_2", R"({"prompt_2":false})");
        row("negative_prompt_2", R"({"negative_prompt_2":{}})");
        row("sampler", R"({"sampler":1})");
        row("schedule", R"({"schedule":[]})");
        row("steps", R"({"steps":"20"})");
        row("steps", R"({"steps":20.5})");
        row("steps", R"({"steps":4294967296})");
        row("steps", R"({"steps":18446744073709551615})");
        row("guidance", R"({"guidance":"7"})");
        row("guidance", R"({"guidance":1e999})");
        row("guidance_rescale", R"({"guidance_rescale":true})");
        row("eta", R"({"eta":[0]})");
        row("width", R"({"width":1e3})");
        row("height", R"({"height":-2147483649})");
        row("clip_skip", R"({"clip_skip":"1"})");
        row("seeds", R"({"seeds":7})");
        row("seeds", R"({"seeds":[]})");
        row("seeds", R"({"seeds":[1,"2"]})");
        row("seeds", R"({"seeds":[9223372036854775808]})");
        row("batch_noise", R"({"batch_noise":1})");
        row("noise", R"({"noise":"pink"})");
        row("noise", R"({"noise":true})");
        row("variation", R"({"variation":5})");
        row("variation.seed", R"({"variation":{"seed":1.5}})");
        row("variation.strength", R"({"variation":{"strength":"1"}})");
        row("strength", R"({"strength":{}})");
        row("parent_sha256", R"({"parent_sha256":"A1"})");
        row("original_size", R"({"original_size":[1]})");
        row("target_size", R"({"target_size":[1,2,3]})");
        row("crop_top_left", R"({"crop_top_left":[0,0.5]})");
        row("preview", R"({"preview":"rainbow"})");
        row("keep_latents", R"({"keep_latents":"yes"})");
        row("keep_step_latents", R"({"keep_step_latents":0})");
        row("request", R"([])");
        row("request", R"("text")");
    }

    void damagedFieldIsNamed()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, name);
        // 1e999 is refused by the parser of the library; such a value can only come as one that is already parsed.
        json object = json::parse(text.toStdString(), nullptr, false);
        if (object.is_discarded())
            object = {{"guidance", std::numeric_limits<double>::infinity()}};
        expectDamaged([&] { (void)requestFromJson(object); }, name);
    }

    void damagedModelFieldIsNamed_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("path") << QByteArray(R"({"path":1})") << QByteArray("path");
        QTest::newRow("device") << QByteArray(R"({"device":[]})") << QByteArray("device");
        QTest::newRow("dtype") << QByteArray(R"({"dtype":{}})") << QByteArray("dtype");
        QTest::newRow("vae") << QByteArray(R"({"vae_path":true})") << QByteArray("vae_path");
        QTest::newRow("taesd") << QByteArray(R"({"taesd_path":0})") << QByteArray("taesd_path");
        QTest::newRow("memory word") << QByteArray(R"({"memory":"much"})") << QByteArray("memory");
        QTest::newRow("memory type") << QByteArray(R"({"memory":8})") << QByteArray("memory");
        QTest::newRow("tiles word") << QByteArray(R"({"vae_tiles":"some"})") << QByteArray("vae_tiles");
        QTest::newRow("tiles type") << QByteArray(R"({"vae_tiles":true})") << QByteArray("vae_tiles");
        QTest::newRow("prediction word") << QByteArray(R"({"prediction":"velocity"})") << QByteArray("prediction");
        QTest::newRow("prediction type") << QByteArray(R"({"prediction":2})") << QByteArray("prediction");
        QTest::newRow("no object") << QByteArray("null") << QByteArray("model");
    }

    void damagedModelFieldIsNamed()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, name);
        expectDamaged([&] { (void)modelSpecFromJson(json::parse(text.toStdString())); }, name);
    }

    void damagedImageHashIsNamed()
    {
        expectDamaged([] { (void)requestImages(json::parse(R"({"init_image":{"sha256":"zz"}})")); }, "init_image.sha256");
        expectDamaged([] { (void)requestImages(json::parse(R"({"mask":"yes"})")); }, "mask");
        expectDamaged([] { (void)requestImages(json::parse(R"({"mask":{}})")); }, "mask.sha256");
    }

    void digestsAreThoseOfTheStandard_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("hex");
        // FIPS 180-4's examples (NIST CSRC, SHA256.pdf) and the lengths around the padding's turn.
        QTest::newRow("empty") << QByteArray() << QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        QTest::newRow("abc") << QByteArray("abc") << QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        QTest::newRow("two blocks") << QByteArray("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                                    << QByteArray("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
        QTest::newRow("a million") << QByteArray(1000000, 'a')
                                   << QByteArray("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }

    void digestsAreThoseOfTheStandard()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, hex);
        const std::string_view text(bytes.constData(), static_cast<std::size_t>(bytes.size()));
        Sha256 whole;
        whole.add(text);
        QCOMPARE(QByteArray::fromStdString(whole.hex()), hex);
    }

    void piecesMakeTheSameDigestAsTheWhole()
    {
        std::string text;
        for (int length = 0; length < 300; ++length) {
            Sha256 whole;
            whole.add(text);
            Sha256 pieces;
            std::string_view rest = text;
            for (std::size_t piece = 1; !rest.empty(); piece = piece * 3 % 67) {
                pieces.add(rest.substr(0, piece));
                rest.remove_prefix(std::min(piece, rest.size()));
            }
            QCOMPARE(pieces.hex(), whole.hex());
            text += static_cast<char>(length);
        }
    }

    void digestGoesOnWhereAnotherStood()
    {
        const std::string text(300, 'x');
        for (std::size_t size = 0; size < text.size(); size += Sha256::kBlock) {
            Sha256 first;
            first.add(std::string_view(text).substr(0, size));
            Sha256 second = Sha256::after(first.state(), first.size());
            second.add(std::string_view(text).substr(size));
            QCOMPARE(second.hex(), sha256(std::as_bytes(std::span(text))));
        }
    }

private:
    template<typename Function>
    static void expectDamaged(const Function &function, const QByteArray &name)
    {
        try {
            function();
        } catch (const Failure &failure) {
            QCOMPARE(failure.error().code, ErrorCode::Damaged);
            QVERIFY2(failure.error().message.find(name.toStdString()) != std::string::npos, failure.error().message.c_str());
            return;
        }
        QFAIL("It was taken for sound.");
    }
};

CALOTYPE_GUILESS_TEST(RequestJsonTest)
#include "RequestJsonTest.moc"
