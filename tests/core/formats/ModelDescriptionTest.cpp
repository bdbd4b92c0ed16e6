#include "core/base/Error.h"
#include "core/formats/ModelDescription.h"
#include "tests/support/ModelFixtures.h"
#include "tests/support/TestMain.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace calotype;
using namespace calotype::formats;
using namespace calotype::tests;
namespace fs = std::filesystem;

using Numbers = std::vector<std::int64_t>;
using Words = std::vector<std::string>;

namespace {

void compareUNets(const UNetConfig &found, const UNetConfig &expected)
{
    QCOMPARE(found.inChannels, expected.inChannels);
    QCOMPARE(found.outChannels, expected.outChannels);
    QCOMPARE(found.blockOutChannels, expected.blockOutChannels);
    QCOMPARE(found.layersPerBlock, expected.layersPerBlock);
    QCOMPARE(found.transformerDepth, expected.transformerDepth);
    QCOMPARE(found.midTransformerDepth, expected.midTransformerDepth);
    QCOMPARE(found.heads, expected.heads);
    QCOMPARE(found.crossAttentionDim, expected.crossAttentionDim);
    QCOMPARE(found.linearProjection, expected.linearProjection);
    QCOMPARE(found.normGroups, expected.normGroups);
    QCOMPARE(found.normEps, expected.normEps);
    QCOMPARE(found.flipSinToCos, expected.flipSinToCos);
    QCOMPARE(found.freqShift, expected.freqShift);
    QCOMPARE(found.additionTimeEmbedDim, expected.additionTimeEmbedDim);
    QCOMPARE(found.additionInputDim, expected.additionInputDim);
}

void compareTexts(const ClipTextConfig &found, const ClipTextConfig &expected)
{
    QCOMPARE(found.vocabSize, expected.vocabSize);
    QCOMPARE(found.maxPositions, expected.maxPositions);
    QCOMPARE(found.hiddenSize, expected.hiddenSize);
    QCOMPARE(found.intermediateSize, expected.intermediateSize);
    QCOMPARE(found.layers, expected.layers);
    QCOMPARE(found.heads, expected.heads);
    QVERIFY(found.activation == expected.activation);
    QCOMPARE(found.layerNormEps, expected.layerNormEps);
    QCOMPARE(found.projectionDim, expected.projectionDim);
    QCOMPARE(found.bosId, expected.bosId);
    QCOMPARE(found.eosId, expected.eosId);
    QCOMPARE(found.padId, expected.padId);
}

void compareVaes(const VaeConfig &found, const VaeConfig &expected)
{
    QCOMPARE(found.inChannels, expected.inChannels);
    QCOMPARE(found.outChannels, expected.outChannels);
    QCOMPARE(found.latentChannels, expected.latentChannels);
    QCOMPARE(found.blockOutChannels, expected.blockOutChannels);
    QCOMPARE(found.layersPerBlock, expected.layersPerBlock);
    QCOMPARE(found.normGroups, expected.normGroups);
    QCOMPARE(found.scalingFactor, expected.scalingFactor);
    QCOMPARE(found.forceUpcast, expected.forceUpcast);
    QCOMPARE(found.useQuantConv, expected.useQuantConv);
    QCOMPARE(found.usePostQuantConv, expected.usePostQuantConv);
    QCOMPARE(found.midAttention, expected.midAttention);
}

ModelPart partOf(const ModelInfo &info, const std::string &name)
{
    const auto it = std::find_if(info.parts.begin(), info.parts.end(), [&](const auto &p) { return p.name == name; });
    return it == info.parts.end() ? ModelPart{} : *it;
}

} // namespace

class ModelDescriptionTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void foldersGiveTheirConfiguration();
    void sdxlFolderHasTwoEncodersAndHalfFiles();
    void inpaintingFolderKeepsItsHeadsAndNamesWhatIsMissing();
    void configurationsWithoutWeightsAreMissingParts();
    void modelIndexStandsForItsFolder();
    void adviceOfItsMakersIsRead();
    void damagedAdviceIsPassedOver_data();
    void damagedAdviceIsPassedOver();
    void singleFileMatchesItsFolder_data();
    void singleFileMatchesItsFolder();
    void singleFilePartsAreFoundBelowTheirPrefixes();
    void partsAreCountedAlikeInFolderAndFile();
    void emaIsToldApart();
    void textEncoderNamesMayLackTheirFirstWord();
    void refinerHasOneEncoder();
    void sd2FileWithoutItsUnusedLayerKeepsAll();
    void shardsAreReadThroughTheirIndex_data();
    void shardsAreReadThroughTheirIndex();
    void plainSafetensorsWin_data();
    void plainSafetensorsWin();
    void legacyEosIsKept();
    void forceZerosFollowsTheIndex();
    void vaeOfItsOwn_data();
    void vaeOfItsOwn();

private:
    fs::path temp(const std::string &name = {}) const { return fs::path(m_temp->path().toStdString()) / name; }
    static std::vector<TensorView> tensorsOf(const std::string &model)
    {
        static std::map<std::string, std::shared_ptr<const TensorFile>> open;
        auto &file = open[model];
        if (!file)
            file = openTensorFile(modelData(model));
        return file->tensors();
    }

    std::unique_ptr<QTemporaryDir> m_temp;
};

void ModelDescriptionTest::init()
{
    m_temp = std::make_unique<QTemporaryDir>();
    QVERIFY(m_temp->isValid());
}

void ModelDescriptionTest::cleanup()
{
    m_temp.reset();
}

void ModelDescriptionTest::adviceOfItsMakersIsRead()
{
    std::filesystem::copy(modelData("sd15-tiny"), temp("model"), std::filesystem::copy_options::recursive);
    QCOMPARE(describeModel(temp("model")).info.advice, ModelAdvice());
    QVERIFY(!describeModel(temp("model")).latentColours);
    std::ofstream(temp("model") / "calotype.json")
        << R"({"steps": 12, "example_prompts": ["a", "b"], "latent_rgb": [[1, 0, 0], [0, 1, 0], [0, 0, 1], [2, 3, 4], [0.5, 0.25, 0]]})";
    const ModelDescription described = describeModel(temp("model"));
    QCOMPARE(described.info.advice, (ModelAdvice{12, {}, {"a", "b"}}));
    QVERIFY(described.latentColours);
    QVERIFY(described.latentColours->rgbOfChannel[3] == (std::array<float, 3>{2, 3, 4}));
    QVERIFY(described.latentColours->constant == (std::array<float, 3>{0.5F, 0.25F, 0}));
}

void ModelDescriptionTest::damagedAdviceIsPassedOver_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("no JSON") << QByteArray("{");
    QTest::newRow("no object") << QByteArray("[1]");
    QTest::newRow("a word for a number") << QByteArray(R"({"steps": "many"})");
    QTest::newRow("no steps") << QByteArray(R"({"steps": 0})");
    QTest::newRow("too many steps") << QByteArray(R"({"steps": 100000})");
    QTest::newRow("negative guidance") << QByteArray(R"({"guidance": -1})");
    QTest::newRow("one prompt alone") << QByteArray(R"({"example_prompts": "a"})");
    QTest::newRow("four rows of colours") << QByteArray(R"({"latent_rgb": [[1, 0, 0], [0, 1, 0], [0, 0, 1], [2, 3, 4]]})");
    QTest::newRow("a row too short") << QByteArray(R"({"latent_rgb": [[1, 0, 0], [0, 1, 0], [0, 0, 1], [2, 3], [0, 0, 0]]})");
    QTest::newRow("colours by name") << QByteArray(R"({"latent_rgb": ["red"]})");
}

void ModelDescriptionTest::damagedAdviceIsPassedOver()
{
    QFETCH(QByteArray, text);
    std::filesystem::copy(modelData("sd15-tiny"), temp("model"), std::filesystem::copy_options::recursive);
    const auto warnings = describeModel(temp("model")).info.warnings.size();
    std::ofstream(temp("model") / "calotype.json") << text.toStdString();
    const ModelInfo info = describeModel(temp("model")).info;
    QCOMPARE(info.advice, ModelAdvice());
    QCOMPARE(info.warnings.size(), warnings + 1);
    QVERIFY(info.warnings.back().find("calotype.json") != std::string::npos);
}

void ModelDescriptionTest::foldersGiveTheirConfiguration()
{
    const auto model = describeModel(modelData("sd15-tiny"));
    QVERIFY(model.info.kind == ModelKind::Sd1);
    QVERIFY(model.info.format == ModelFormat::Folder);
    QCOMPARE(model.info.name, std::string("sd15-tiny"));
    QCOMPARE(model.unet.blockOutChannels, (Numbers{32, 32, 32, 32}));
    QCOMPARE(model.unet.transformerDepth, (Numbers{1, 1, 1, 0}));
    QCOMPARE(model.unet.heads, (Numbers{8, 8, 8, 8}));
    QCOMPARE(model.unet.crossAttentionDim, 32);
    QCOMPARE(model.text.layers, 2);
    QCOMPARE(model.text.projectionDim, 0); // CLIPTextModel has none, whatever projection_dim says
    QCOMPARE(model.text.eosId, 999);
    QVERIFY(model.text.activation == Activation::QuickGelu);
    QVERIFY(!model.text2);
    QCOMPARE(model.vae.scalingFactor, 0.18215);
    QVERIFY(!model.vae.forceUpcast);
    QVERIFY(!model.usePenultimate);
    QVERIFY(!model.forceZerosForEmptyPrompt);
    QCOMPARE(model.tokenizer.padId, 999);
    QCOMPARE(model.tokenizer.maxLength, 77);
    QCOMPARE(model.tokenizer.vocab, modelData("sd15-tiny") / "tokenizer" / "vocab.json");
    QCOMPARE(model.info.missing, Words{});
    QCOMPARE(model.info.warnings, Words{});
    QCOMPARE(model.info.predictionSource, std::string("configuration"));
    QCOMPARE(model.info.dtype, std::string("F16"));
    const auto scheduler = nlohmann::json::parse(model.schedulerConfigJson);
    QCOMPARE(scheduler.dump(), readJson(modelData("sd15-tiny") / "scheduler" / "scheduler_config.json").dump());
}

void ModelDescriptionTest::sdxlFolderHasTwoEncodersAndHalfFiles()
{
    const auto model = describeModel(modelData("sdxl-tiny"));
    QVERIFY(model.info.kind == ModelKind::Sdxl);
    QCOMPARE(model.unet.transformerDepth, (Numbers{0, 1, 2}));
    QCOMPARE(model.unet.midTransformerDepth, 2);
    QCOMPARE(model.unet.additionTimeEmbedDim, 8);
    QCOMPARE(model.unet.additionInputDim, 112);
    QVERIFY(model.text2);
    QCOMPARE(model.text2->projectionDim, 64);
    QVERIFY(model.text2->activation == Activation::Gelu);
    QVERIFY(model.vae.forceUpcast);
    QCOMPARE(model.vae.scalingFactor, 0.13025);
    QVERIFY(model.usePenultimate);
    QVERIFY(model.forceZerosForEmptyPrompt);
    QCOMPARE(model.tokenizer.padId, 999);
    QCOMPARE(model.tokenizer2.padId, 0); // "!"
    QCOMPARE(model.unetSource.files.front()->path().filename().string(),
             std::string("diffusion_pytorch_model.fp16.safetensors"));
    QCOMPARE(model.info.missing, Words{});
}

void ModelDescriptionTest::inpaintingFolderKeepsItsHeadsAndNamesWhatIsMissing()
{
    const auto model = describeModel(modelData("sd15-inpaint-tiny"));
    QVERIFY(model.info.inpainting);
    QCOMPARE(model.unet.inChannels, 9);
    QCOMPARE(model.unet.heads, (Numbers{2, 4}));
    QCOMPARE(model.unet.transformerDepth, (Numbers{1, 0}));
    QVERIFY(model.unetSource.present);
    QCOMPARE(model.info.missing, (Words{"text_encoder", "vae"}));
    QVERIFY(!partOf(model.info, "tokenizer").present);
    QVERIFY(partOf(model.info, "scheduler").present);
}

void ModelDescriptionTest::configurationsWithoutWeightsAreMissingParts()
{
    const auto model = describeModel(modelData("sd21-tiny"));
    QVERIFY(model.info.kind == ModelKind::Sd2);
    QVERIFY(model.info.prediction == PredictionType::VPrediction);
    QVERIFY(!model.unetSource.present);
    QVERIFY(!model.textSource.present);
    QCOMPARE(model.info.missing, (Words{"text_encoder", "unet", "vae"}));
    QCOMPARE(model.tokenizer.padId, 0);
}

void ModelDescriptionTest::modelIndexStandsForItsFolder()
{
    QCOMPARE(describeModel(modelData("sd15-tiny") / "model_index.json").info.name, std::string("sd15-tiny"));
    QCOMPARE(describeModel(modelData("sd15-tiny/")).info.name, std::string("sd15-tiny"));
}

void ModelDescriptionTest::singleFileMatchesItsFolder_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("folder");
    QTest::addColumn<bool>("hasVae");
    QTest::newRow("SD 1") << "sd15-tiny.safetensors" << "sd15-tiny" << true;
    QTest::newRow("SD 2") << "sd21-tiny.ckpt" << "sd21-tiny" << false;
    QTest::newRow("SDXL") << "sdxl-tiny.safetensors" << "sdxl-tiny" << false;
}

void ModelDescriptionTest::singleFileMatchesItsFolder()
{
    QFETCH(QString, file);
    QFETCH(QString, folder);
    QFETCH(bool, hasVae);
    const auto found = describeModel(modelData(file.toStdString()));
    const auto expected = describeModel(modelData(folder.toStdString()));
    QVERIFY(found.info.kind == expected.info.kind);
    QVERIFY(found.info.prediction == expected.info.prediction);
    compareUNets(found.unet, expected.unet);
    compareTexts(found.text, expected.text);
    QCOMPARE(found.text2.has_value(), expected.text2.has_value());
    if (found.text2)
        compareTexts(*found.text2, *expected.text2);
    QCOMPARE(found.usePenultimate, expected.usePenultimate);
    QCOMPARE(found.forceZerosForEmptyPrompt, expected.forceZerosForEmptyPrompt);
    QCOMPARE(found.tokenizer.padId, expected.tokenizer.padId);
    QCOMPARE(found.tokenizer2.padId, expected.tokenizer2.padId);
    QCOMPARE(found.vaeSource.present, hasVae);
    QCOMPARE(found.info.missing, hasVae ? Words{} : Words{"vae"});
    if (hasVae)
        compareVaes(found.vae, expected.vae);
    QCOMPARE(found.vae.scalingFactor, expected.vae.scalingFactor);
    QCOMPARE(found.vae.forceUpcast, expected.vae.forceUpcast);

    const auto usual = nlohmann::json::parse(found.schedulerConfigJson);
    const auto own = nlohmann::json::parse(expected.schedulerConfigJson);
    for (const char *field : {"_class_name", "beta_start", "beta_end", "beta_schedule", "num_train_timesteps", "steps_offset",
                              "prediction_type", "timestep_spacing"})
        QCOMPARE(usual[field].dump(), own[field].dump());
}

void ModelDescriptionTest::singleFilePartsAreFoundBelowTheirPrefixes()
{
    const auto sdxl = describeModel(modelData("sdxl-tiny.safetensors"));
    QVERIFY(sdxl.unetSource.layout == NameLayout::Original);
    QCOMPARE(sdxl.unetSource.prefix, std::string("model.diffusion_model."));
    QVERIFY(sdxl.textSource.layout == NameLayout::Diffusers);
    QCOMPARE(sdxl.textSource.prefix, std::string("conditioner.embedders.0.transformer."));
    QVERIFY(sdxl.text2Source.layout == NameLayout::OpenClip);
    QCOMPARE(sdxl.text2Source.prefix, std::string("conditioner.embedders.1.model."));
    QVERIFY(sdxl.unetSource.files.front() == sdxl.textSource.files.front()); // mapped once

    const auto sd2 = describeModel(modelData("sd21-tiny.ckpt"));
    QVERIFY(sd2.info.format == ModelFormat::PickleZip);
    QVERIFY(sd2.textSource.layout == NameLayout::OpenClip);
    QCOMPARE(sd2.textSource.prefix, std::string("cond_stage_model.model."));
    QVERIFY(sd2.tokenizer.vocab.empty());
}

void ModelDescriptionTest::partsAreCountedAlikeInFolderAndFile()
{
    const auto file = inspectModel(modelData("sd15-tiny.safetensors"));
    const auto folder = inspectModel(modelData("sd15-tiny"));
    for (const char *name : {"text_encoder", "unet", "vae"}) {
        QVERIFY(partOf(folder, name).parameters > 1000);
        QCOMPARE(partOf(file, name).parameters, partOf(folder, name).parameters);
        QCOMPARE(partOf(file, name).dtype, std::string("F16"));
    }
    QCOMPARE(file.parameters, folder.parameters);
    QCOMPARE(partOf(folder, "unet").sizeBytes, 2 * partOf(folder, "unet").parameters);
    QCOMPARE(file.sizeBytes, static_cast<std::int64_t>(fs::file_size(modelData("sd15-tiny.safetensors"))));
    QVERIFY(folder.sizeBytes > 2 * folder.parameters); // the tensors, headers, JSON and tokenizer
}

void ModelDescriptionTest::emaIsToldApart()
{
    QVERIFY(!inspectModel(modelData("sd15-tiny.safetensors")).hasEma);
    auto tensors = tensorsOf("sd15-tiny.safetensors");
    const auto plain = describeModel(modelData("sd15-tiny.safetensors"));
    const std::string prefix = "model.diffusion_model.";
    const auto own = tensors;
    for (TensorView view : own) {
        if (!view.name.starts_with(prefix))
            continue;
        view.name.erase(0, std::string("model.").size());
        view.name.erase(std::remove(view.name.begin(), view.name.end(), '.'), view.name.end());
        view.name.insert(0, "model_ema."); // "model_ema.diffusion_modelinput_blocks00weight"
        tensors.push_back(view);
    }
    writeSafetensors(temp("ema.safetensors"), tensors);
    const auto model = describeModel(temp("ema.safetensors"));
    QVERIFY(model.info.hasEma);
    QCOMPARE(partOf(model.info, "unet").parameters, partOf(plain.info, "unet").parameters);
    QCOMPARE(model.info.parameters, plain.info.parameters);
    compareUNets(model.unet, plain.unet);
}

void ModelDescriptionTest::textEncoderNamesMayLackTheirFirstWord()
{
    auto tensors = tensorsOf("sd15-tiny.safetensors");
    for (TensorView &view : tensors) {
        if (const auto at = view.name.find("text_model."); at != std::string::npos)
            view.name.erase(at, std::string("text_model.").size());
    }
    writeSafetensors(temp("merged.safetensors"), tensors);
    compareTexts(describeModel(temp("merged.safetensors")).text, describeModel(modelData("sd15-tiny")).text);
}

void ModelDescriptionTest::refinerHasOneEncoder()
{
    std::vector<TensorView> tensors;
    for (TensorView view : tensorsOf("sdxl-tiny.safetensors")) {
        if (view.name.starts_with("conditioner.embedders.0."))
            continue;
        if (view.name.starts_with("conditioner.embedders.1."))
            view.name.replace(0, std::string("conditioner.embedders.1").size(), "conditioner.embedders.0");
        if (view.name.ends_with("label_emb.0.0.weight"))
            view = zeros(view.name, {128, 64 + 5 * 8});
        tensors.push_back(view);
    }
    writeSafetensors(temp("refiner.safetensors"), tensors);
    const auto model = describeModel(temp("refiner.safetensors"));
    QVERIFY(model.info.kind == ModelKind::SdxlRefiner);
    QCOMPARE(model.unet.additionTimeEmbedDim, 8);
    QVERIFY(model.text2Source.present);
    QVERIFY(!model.textSource.present);
    QCOMPARE(model.info.missing, Words{"vae"});
    QVERIFY(!model.forceZerosForEmptyPrompt);
}

void ModelDescriptionTest::sd2FileWithoutItsUnusedLayerKeepsAll()
{
    const auto withLayers = [&](int count) {
        std::vector<TensorView> tensors;
        for (const TensorView &view : tensorsOf("sd21-tiny.ckpt")) {
            if (view.name.starts_with("model."))
                tensors.push_back(view);
        }
        const std::string prefix = "cond_stage_model.model.";
        tensors.push_back(zeros(prefix + "token_embedding.weight", {1000, 1024}));
        tensors.push_back(zeros(prefix + "positional_embedding", {77, 1024}));
        for (int i = 0; i < count; ++i)
            tensors.push_back(zeros(prefix + "transformer.resblocks." + std::to_string(i) + ".mlp.c_fc.weight", {4, 1}));
        writeSafetensors(temp("sd2.safetensors"), tensors);
        return describeModel(temp("sd2.safetensors")).text.layers;
    };
    QCOMPARE(withLayers(24), 23);
    QCOMPARE(withLayers(23), 23); // converted back from diffusers, whose folders lack the last one
}

void ModelDescriptionTest::shardsAreReadThroughTheirIndex_data()
{
    QTest::addColumn<QString>("index");
    for (const char *name : {"safetensors.index.json", "fp16.safetensors.index.json", "safetensors.fp16.index.json", "safetensors.index.fp16.json"})
        QTest::newRow(name) << QStringLiteral("diffusion_pytorch_model.") + QLatin1String(name);
}

void ModelDescriptionTest::shardsAreReadThroughTheirIndex()
{
    QFETCH(QString, index);
    const std::string indexName = index.toStdString();
    const auto folder = copyModel("sd15-tiny", temp());
    const auto whole = describeModel(folder);
    const auto unet = folder / "unet";
    const auto tensors = whole.unetSource.files.front()->tensors();
    nlohmann::json content{{"metadata", {{"total_size", 1}}}, {"weight_map", nlohmann::json::object()}};
    std::vector<TensorView> halves[2];
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        halves[i % 2].push_back(tensors[i]);
        content["weight_map"][tensors[i].name] = i % 2 ? "part-2.safetensors" : "part-1.safetensors";
    }
    writeSafetensors(unet / "part-1.safetensors", halves[0]);
    writeSafetensors(unet / "part-2.safetensors", halves[1]);
    writeText(unet / indexName, content.dump());
    fs::rename(unet / "diffusion_pytorch_model.safetensors", temp("aside.safetensors"));

    const auto model = describeModel(folder);
    QCOMPARE(model.unetSource.files.size(), std::size_t(2));
    QCOMPARE(partOf(model.info, "unet").parameters, partOf(whole.info, "unet").parameters);
    QCOMPARE(partOf(model.info, "unet").files.size(), std::size_t(2));
    QCOMPARE(model.info.missing, Words{});
}

void ModelDescriptionTest::plainSafetensorsWin_data()
{
    QTest::addColumn<QStringList>("present");
    QTest::addColumn<QString>("chosen");
    const QString plain = "model.safetensors", half = "model.fp16.safetensors", bin = "pytorch_model.bin",
                  halfBin = "pytorch_model.fp16.bin";
    QTest::newRow("all") << QStringList{plain, half, bin, halfBin} << plain;
    QTest::newRow("no plain safetensors") << QStringList{half, bin, halfBin} << half;
    QTest::newRow("bin only") << QStringList{bin, halfBin} << bin;
    QTest::newRow("half bin only") << QStringList{halfBin} << halfBin;
}

void ModelDescriptionTest::plainSafetensorsWin()
{
    QFETCH(QStringList, present);
    QFETCH(QString, chosen);
    const auto folder = copyModel("sd15-tiny", temp());
    const auto text = folder / "text_encoder";
    fs::rename(text / "model.safetensors", temp("aside"));
    for (const QString &name : present) // content tells the format, so a .bin may well be safetensors inside
        fs::copy(temp("aside"), text / name.toStdString());
    const auto model = describeModel(folder);
    QCOMPARE(model.textSource.files.size(), std::size_t(1));
    QCOMPARE(QString::fromStdString(model.textSource.files.front()->path().filename().string()), chosen);
}

void ModelDescriptionTest::legacyEosIsKept()
{
    const auto folder = copyModel("sd15-tiny", temp());
    editJson(folder / "text_encoder" / "config.json", "eos_token_id", 2);
    QCOMPARE(describeModel(folder).text.eosId, 2);
}

void ModelDescriptionTest::forceZerosFollowsTheIndex()
{
    const auto folder = copyModel("sdxl-tiny", temp());
    editJson(folder / "model_index.json", "force_zeros_for_empty_prompt", false);
    QVERIFY(!describeModel(folder).forceZerosForEmptyPrompt);
    editJson(folder / "model_index.json", "force_zeros_for_empty_prompt", nullptr);
    QVERIFY(describeModel(folder).forceZerosForEmptyPrompt);
}

void ModelDescriptionTest::vaeOfItsOwn_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("prefix");
    QTest::addColumn<bool>("original");
    QTest::addColumn<double>("scaling");
    QTest::newRow("folder") << "sd15-tiny/vae" << "" << false << 0.18215;
    QTest::newRow("model's folder") << "sd15-tiny" << "" << false << 0.18215;
    QTest::newRow("file") << "sd15-tiny/vae/diffusion_pytorch_model.safetensors" << "" << false << 0.5;
    QTest::newRow("checkpoint") << "sd15-tiny.safetensors" << "first_stage_model." << true << 0.5;
}

void ModelDescriptionTest::vaeOfItsOwn()
{
    QFETCH(QString, path);
    QFETCH(QString, prefix);
    QFETCH(bool, original);
    QFETCH(double, scaling);
    VaeConfig expected = describeModel(modelData("sd15-tiny")).vae;
    expected.scalingFactor = scaling;
    VaeConfig config;
    config.scalingFactor = 0.5; // the model's, for files that do not tell
    PartSource source;
    describeVae(modelData(path.toStdString()), config, source);
    compareVaes(config, expected);
    QVERIFY(source.present);
    QCOMPARE(QString::fromStdString(source.prefix), prefix);
    QCOMPARE(source.layout == NameLayout::Original, original);
}

CALOTYPE_GUILESS_TEST(ModelDescriptionTest)
#include "ModelDescriptionTest.moc"
