#include "core/base/Error.h"
#include "core/formats/ModelDescription.h"
#include "tests/support/ModelFixtures.h"
#include "tests/support/TestMain.h"

#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace calotype;
using namespace calotype::formats;
using namespace calotype::tests;
namespace fs = std::filesystem;

Q_DECLARE_METATYPE(calotype::ErrorCode)

namespace {

// The Error that @p work ends with; a code of Internal and no text where it does not fail.
Error faultOf(const std::function<void()> &work)
{
    try {
        work();
    } catch (const Failure &failure) {
        return failure.error();
    }
    return {};
}

bool mentions(const std::string &text, const QString &words)
{
    return QString::fromStdString(text).contains(words);
}

} // namespace

#define COMPARE_FAULT(error, expectedCode, words) \
    do { \
        const Error error_ = (error); \
        QVERIFY2(mentions(error_.message, (words)), error_.message.c_str()); \
        QCOMPARE(errorCodeName(error_.code), errorCodeName(expectedCode)); \
    } while (false)

class ModelFaultsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void whatIsNoModelSaysWhatItIs_data();
    void whatIsNoModelSaysWhatItIs();
    void impossibleConfigurationsAreRefused_data();
    void impossibleConfigurationsAreRefused();
    void brokenJsonNamesLineAndColumn();
    void deepJsonIsRefused();
    void hugeJsonIsNotRead();
    void absentPathsAreNotFound();
    void foldersWithoutAnIndexAreRefused();
    void otherPipelinesAreRefusedByName();
    void indexesThatEscapeAreRefused_data();
    void indexesThatEscapeAreRefused();
    void missingShardsAreNamed();
    void shardsWithoutTheirTensorsAreRefused();
    void unknownPaddingTokensAreRefused();
    void otherChannelCountsAreRefused_data();
    void otherChannelCountsAreRefused();
    void checkpointsWithGapsAreRefused();
    void edmModelsAreRefused();
    void inspectNotesFaultsOfParts();
    void inspectNeverThrows_data();
    void inspectNeverThrows();
    void vaesThatAreNoneAreRefused();

private:
    fs::path temp(const std::string &name = {}) const { return fs::path(m_temp->path().toStdString()) / name; }

    std::unique_ptr<QTemporaryDir> m_temp;
};

void ModelFaultsTest::init()
{
    m_temp = std::make_unique<QTemporaryDir>();
    QVERIFY(m_temp->isValid());
}

void ModelFaultsTest::cleanup()
{
    m_temp.reset();
}

void ModelFaultsTest::whatIsNoModelSaysWhatItIs_data()
{
    QTest::addColumn<QString>("tensor");
    QTest::addColumn<QString>("words");
    QTest::newRow("LoRA, kohya") << "lora_unet_mid_block.lora_down.weight" << "is a LoRA";
    QTest::newRow("LoRA, peft") << "unet.mid_block.to_q.lora_A.weight" << "is a LoRA";
    QTest::newRow("ControlNet") << "control_model.time_embed.0.weight" << "is a ControlNet";
    QTest::newRow("ControlNet, diffusers") << "controlnet_cond_embedding.conv_in.weight" << "is a ControlNet";
    QTest::newRow("SD 3") << "model.diffusion_model.joint_blocks.0.x_block.attn.qkv.weight" << "another family";
    QTest::newRow("FLUX") << "double_blocks.0.img_attn.qkv.weight" << "another family";
    QTest::newRow("embedding") << "emb_params" << "embedding";
    QTest::newRow("bare UNet") << "input_blocks.0.0.weight" << "only a UNet, in the original layout";
    QTest::newRow("diffusers UNet") << "down_blocks.0.resnets.0.conv1.weight" << "only a UNet, in diffusers' layout";
    QTest::newRow("VAE") << "encoder.conv_in.weight" << "only a VAE";
    QTest::newRow("TAESD") << "decoder.layers.0.weight" << "tiny autoencoder";
    QTest::newRow("text encoder") << "text_model.final_layer_norm.weight" << "only a text encoder";
    QTest::newRow("unknown") << "weights" << "is no Stable Diffusion model";
}

void ModelFaultsTest::whatIsNoModelSaysWhatItIs()
{
    QFETCH(QString, tensor);
    QFETCH(QString, words);
    writeSafetensors(temp("thing.safetensors"), {zeros(tensor.toStdString(), {2, 2})});
    const auto fault = faultOf([&] { (void)describeModel(temp("thing.safetensors")); });
    COMPARE_FAULT(fault, ErrorCode::Unsupported, words);
    QVERIFY2(mentions(fault.message, "“thing.safetensors”"), fault.message.c_str());
}

void ModelFaultsTest::impossibleConfigurationsAreRefused_data()
{
    QTest::addColumn<QString>("part");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("value");
    QTest::addColumn<ErrorCode>("code");
    const auto row = [](const char *part, const char *field, const char *value, ErrorCode code) {
        QTest::addRow("%s: %s", field, value) << part << field << value << code;
    };
    row("unet", "in_channels", "-4", ErrorCode::Damaged);
    row("unet", "in_channels", "0", ErrorCode::Damaged);
    row("unet", "in_channels", "4.5", ErrorCode::Damaged);
    row("unet", "in_channels", "\"4\"", ErrorCode::Damaged);
    row("unet", "cross_attention_dim", "100001", ErrorCode::Damaged);
    row("unet", "cross_attention_dim", "18446744073709551615", ErrorCode::Damaged);
    row("unet", "block_out_channels", "[]", ErrorCode::Damaged);
    row("unet", "block_out_channels", "[32, -32, 32, 32]", ErrorCode::Damaged);
    row("unet", "block_out_channels", "[32, 33, 32, 32]", ErrorCode::Damaged);
    row("unet", "attention_head_dim", "[8, 8]", ErrorCode::Damaged);
    row("unet", "attention_head_dim", "0", ErrorCode::Damaged);
    row("unet", "attention_head_dim", "5", ErrorCode::Damaged);
    row("unet", "norm_eps", "-1", ErrorCode::Damaged);
    row("unet", "upcast_attention", "1", ErrorCode::Damaged);
    row("unet", "down_block_types", "[\"DownBlock2D\"]", ErrorCode::Damaged);
    row("unet", "down_block_types", "[\"DownBlock2D\", \"KDownBlock2D\", \"DownBlock2D\", \"DownBlock2D\"]",
        ErrorCode::Unsupported);
    row("unet", "up_block_types",
        "[\"CrossAttnUpBlock2D\", \"CrossAttnUpBlock2D\", \"CrossAttnUpBlock2D\", \"CrossAttnUpBlock2D\"]",
        ErrorCode::Unsupported);
    row("unet", "_class_name", "\"UNet3DConditionModel\"", ErrorCode::Unsupported);
    row("unet", "class_embed_type", "\"timestep\"", ErrorCode::Unsupported);
    row("unet", "encoder_hid_dim_type", "\"text_proj\"", ErrorCode::Unsupported);
    row("unet", "dual_cross_attention", "true", ErrorCode::Unsupported);
    row("unet", "only_cross_attention", "[true, true, true, false]", ErrorCode::Unsupported);
    row("unet", "time_cond_proj_dim", "256", ErrorCode::Unsupported);
    row("unet", "transformer_layers_per_block", "[[1, 1], 1, 1, 1]", ErrorCode::Unsupported);
    row("unet", "act_fn", "\"mish\"", ErrorCode::Unsupported);
    row("unet", "addition_embed_type", "\"image\"", ErrorCode::Unsupported);
    row("unet", "addition_embed_type", "\"text_time\"", ErrorCode::Damaged);
    row("text_encoder", "hidden_act", "\"relu\"", ErrorCode::Unsupported);
    row("text_encoder", "num_attention_heads", "3", ErrorCode::Damaged);
    row("text_encoder", "architectures", "[\"BertModel\"]", ErrorCode::Unsupported);
    row("text_encoder", "vocab_size", "-1", ErrorCode::Damaged);
    row("vae", "latent_channels", "16", ErrorCode::Unsupported);
    row("vae", "shift_factor", "0.1", ErrorCode::Unsupported);
    row("vae", "scaling_factor", "0", ErrorCode::Damaged);
    row("vae", "_class_name", "\"AutoencoderTiny\"", ErrorCode::Unsupported);
    row("vae", "down_block_types", "[\"AttnDownEncoderBlock2D\"]", ErrorCode::Unsupported);
    row("scheduler", "prediction_type", "\"flow\"", ErrorCode::Unsupported);
    row("scheduler", "prediction_type", "7", ErrorCode::Damaged);
}

void ModelFaultsTest::impossibleConfigurationsAreRefused()
{
    QFETCH(QString, part);
    QFETCH(QString, field);
    QFETCH(QString, value);
    QFETCH(ErrorCode, code);
    const auto folder = copyModel("sd15-tiny", temp());
    const auto file = part == "scheduler" ? "scheduler_config.json" : "config.json";
    const auto path = folder / part.toStdString() / file;
    editJson(path, field.toStdString(), nlohmann::json::parse(value.toStdString()));
    const auto fault = faultOf([&] { (void)describeModel(folder); });
    COMPARE_FAULT(fault, code, QString::fromStdString(path.string()));

    const auto info = inspectModel(folder); // the other parts are told all the same
    QVERIFY(std::find(info.warnings.begin(), info.warnings.end(), fault.message) != info.warnings.end());
    QCOMPARE(info.parts.size(), std::size_t(5));
}

void ModelFaultsTest::brokenJsonNamesLineAndColumn()
{
    writeText(temp("a.json"), "{\n  \"x\": 1,\n  ?\n}");
    COMPARE_FAULT(faultOf([&] { (void)readJsonFile(temp("a.json")); }), ErrorCode::Damaged, "line 3, column 3");
    writeText(temp("b.json"), "");
    COMPARE_FAULT(faultOf([&] { (void)readJsonFile(temp("b.json")); }), ErrorCode::Damaged, "line 1, column 1");
    writeText(temp("c.json"), "{\"x\": 1e9999}");
    COMPARE_FAULT(faultOf([&] { (void)readJsonFile(temp("c.json")); }), ErrorCode::Damaged, "c.json");

    const auto folder = copyModel("sd15-tiny", temp());
    editJson(folder / "unet" / "config.json", "x", 1); // makes it writable
    writeText(folder / "unet" / "config.json", "{\"in_channels\": ");
    COMPARE_FAULT(faultOf([&] { (void)describeModel(folder); }), ErrorCode::Damaged, "config.json");
}

void ModelFaultsTest::deepJsonIsRefused()
{
    for (const char *open : {"[", "{\"a\":"}) {
        std::string text;
        for (int i = 0; i < 1000000; ++i)
            text += open;
        writeText(temp("deep.json"), text);
        COMPARE_FAULT(faultOf([&] { (void)readJsonFile(temp("deep.json")); }), ErrorCode::Damaged, "nested too deeply");
    }
}

void ModelFaultsTest::hugeJsonIsNotRead()
{
    writeText(temp("huge.json"), "{}");
    fs::resize_file(temp("huge.json"), (64u << 20) + 1); // sparse
    COMPARE_FAULT(faultOf([&] { (void)readJsonFile(temp("huge.json")); }), ErrorCode::Damaged, "larger than 64 MB");
}

void ModelFaultsTest::absentPathsAreNotFound()
{
    COMPARE_FAULT(faultOf([&] { (void)describeModel(temp("none.ckpt")); }), ErrorCode::NotFound, "none.ckpt");
    COMPARE_FAULT(faultOf([&] { (void)readJsonFile(temp("none.json")); }), ErrorCode::NotFound, "none.json");
    VaeConfig config;
    PartSource source;
    COMPARE_FAULT(faultOf([&] { describeVae(temp("none"), config, source); }), ErrorCode::NotFound, "none");
}

void ModelFaultsTest::foldersWithoutAnIndexAreRefused()
{
    COMPARE_FAULT(faultOf([&] { (void)describeModel(temp()); }), ErrorCode::NotFound, "has no model_index.json");
    const auto info = inspectModel(temp());
    QVERIFY(info.format == ModelFormat::Folder);
    QVERIFY(info.kind == ModelKind::Unknown);
    QCOMPARE(info.warnings.size(), std::size_t(1));
}

void ModelFaultsTest::otherPipelinesAreRefusedByName()
{
    writeText(temp("model_index.json"), R"({"_class_name": "FluxPipeline", "transformer": ["diffusers", "FluxTransformer2DModel"]})");
    COMPARE_FAULT(faultOf([&] { (void)describeModel(temp()); }), ErrorCode::Unsupported, "is a FluxPipeline");
    writeText(temp("model_index.json"), "[1, 2]");
    COMPARE_FAULT(faultOf([&] { (void)describeModel(temp()); }), ErrorCode::Damaged, "holds no JSON object");
}

void ModelFaultsTest::indexesThatEscapeAreRefused_data()
{
    QTest::addColumn<QString>("shard");
    QTest::newRow("parent") << "../outside.safetensors";
    QTest::newRow("absolute") << "/etc/passwd";
    QTest::newRow("below") << "sub/../../outside.safetensors";
    QTest::newRow("dots") << "..";
    QTest::newRow("backslash") << "..\\outside.safetensors";
    QTest::newRow("empty") << "";
}

void ModelFaultsTest::indexesThatEscapeAreRefused()
{
    QFETCH(QString, shard);
    const auto folder = copyModel("sd15-tiny", temp());
    const auto unet = folder / "unet";
    fs::rename(unet / "diffusion_pytorch_model.safetensors", folder / "outside.safetensors"); // there, and sound
    const nlohmann::json index{{"weight_map", {{"conv_in.weight", shard.toStdString()}}}};
    writeText(unet / "diffusion_pytorch_model.safetensors.index.json", index.dump());
    COMPARE_FAULT(faultOf([&] { (void)describeModel(folder); }), ErrorCode::Damaged, "outside its folder");
}

void ModelFaultsTest::missingShardsAreNamed()
{
    const auto folder = copyModel("sd15-tiny", temp());
    const auto unet = folder / "unet";
    fs::rename(unet / "diffusion_pytorch_model.safetensors", unet / "part-1.safetensors");
    writeText(unet / "diffusion_pytorch_model.safetensors.index.json",
              R"({"weight_map": {"conv_in.weight": "part-1.safetensors", "conv_out.weight": "part-2.safetensors"}})");
    COMPARE_FAULT(faultOf([&] { (void)describeModel(folder); }), ErrorCode::NotFound, "“part-2.safetensors”");
    const auto info = inspectModel(folder);
    QCOMPARE(info.missing, std::vector<std::string>{"unet"});
}

void ModelFaultsTest::shardsWithoutTheirTensorsAreRefused()
{
    const auto folder = copyModel("sd15-tiny", temp());
    const auto unet = folder / "unet";
    fs::rename(unet / "diffusion_pytorch_model.safetensors", unet / "part-1.safetensors");
    const auto index = unet / "diffusion_pytorch_model.safetensors.index.json";
    writeText(index, R"({"weight_map": {"no.such": "part-1.safetensors"}})");
    COMPARE_FAULT(faultOf([&] { (void)describeModel(folder); }), ErrorCode::Damaged, "lacks the tensor “no.such”");
    writeText(index, R"({"weight_map": {"conv_in.weight": 1}})");
    COMPARE_FAULT(faultOf([&] { (void)describeModel(folder); }), ErrorCode::Damaged, "is no text");
    writeText(index, R"({"weights": {}})");
    COMPARE_FAULT(faultOf([&] { (void)describeModel(folder); }), ErrorCode::Damaged, "weight_map");
}

void ModelFaultsTest::unknownPaddingTokensAreRefused()
{
    const auto folder = copyModel("sd15-tiny", temp());
    editJson(folder / "tokenizer" / "special_tokens_map.json", "pad_token", "<nothing>");
    COMPARE_FAULT(faultOf([&] { (void)describeModel(folder); }), ErrorCode::Damaged, "<nothing>");
    editJson(folder / "tokenizer" / "tokenizer_config.json", "added_tokens_decoder", {{"7", {{"content", "<nothing>"}}}});
    QCOMPARE(describeModel(folder).tokenizer.padId, 7);
}

void ModelFaultsTest::otherChannelCountsAreRefused_data()
{
    QTest::addColumn<int>("channels");
    QTest::addColumn<QString>("words");
    QTest::newRow("depth") << 5 << "depth-guided";
    QTest::newRow("upscaler") << 7 << "upscaler";
    QTest::newRow("edit") << 8 << "InstructPix2Pix";
    QTest::newRow("other") << 13 << "13 input channels;";
}

void ModelFaultsTest::otherChannelCountsAreRefused()
{
    QFETCH(int, channels);
    QFETCH(QString, words);
    const auto file = openTensorFile(modelData("sd15-tiny.safetensors"));
    auto tensors = file->tensors();
    for (TensorView &view : tensors) {
        if (view.name == "model.diffusion_model.input_blocks.0.0.weight")
            view = zeros(view.name, {32, channels, 3, 3});
    }
    writeSafetensors(temp("a.safetensors"), tensors);
    COMPARE_FAULT(faultOf([&] { (void)describeModel(temp("a.safetensors")); }), ErrorCode::Unsupported, words);
}

void ModelFaultsTest::checkpointsWithGapsAreRefused()
{
    const auto file = openTensorFile(modelData("sd15-tiny.safetensors"));
    for (const char *gone : {"model.diffusion_model.out.2.weight", "model.diffusion_model.input_blocks.5.0.in_layers.2.weight",
                             "cond_stage_model.transformer.text_model.embeddings.token_embedding.weight",
                             "first_stage_model.decoder.conv_in.weight"}) {
        std::vector<TensorView> tensors;
        for (const TensorView &view : file->tensors()) {
            if (view.name != gone)
                tensors.push_back(view);
        }
        writeSafetensors(temp("gap.safetensors"), tensors);
        COMPARE_FAULT(faultOf([&] { (void)describeModel(temp("gap.safetensors")); }), ErrorCode::Damaged, "gap.safetensors");
    }
}

void ModelFaultsTest::edmModelsAreRefused()
{
    const auto file = openTensorFile(modelData("sdxl-tiny.safetensors"));
    auto tensors = file->tensors();
    tensors.push_back(zeros("edm_mean", {1, 4, 1, 1}));
    writeSafetensors(temp("edm.safetensors"), tensors);
    COMPARE_FAULT(faultOf([&] { (void)describeModel(temp("edm.safetensors")); }), ErrorCode::Unsupported, "EDM");
}

void ModelFaultsTest::inspectNotesFaultsOfParts()
{
    const auto folder = copyModel("sd15-tiny", temp());
    fs::permissions(folder / "vae" / "diffusion_pytorch_model.safetensors", fs::perms::owner_write, fs::perm_options::add);
    fs::resize_file(folder / "vae" / "diffusion_pytorch_model.safetensors", 1000);
    const auto info = inspectModel(folder);
    QCOMPARE(info.missing, std::vector<std::string>{"vae"});
    QCOMPARE(info.warnings.size(), std::size_t(1));
    QVERIFY(info.kind == ModelKind::Sd1);
    QVERIFY(info.parameters > 0);
    QVERIFY(faultOf([&] { (void)describeModel(folder); }).code == ErrorCode::Damaged);
}

void ModelFaultsTest::inspectNeverThrows_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("not a model at all, only words");
    QTest::newRow("zip") << QByteArray("PK\x03\x04 and no more");
    QTest::newRow("header beyond the end") << QByteArray("\xff\xff\xff\xff\xff\xff\xff\x7f{}", 10);
    QTest::newRow("header of no tensors") << QByteArray("\x02\0\0\0\0\0\0\0{}", 10);
}

void ModelFaultsTest::inspectNeverThrows()
{
    QFETCH(QByteArray, content);
    writeText(temp("bad.ckpt"), content.toStdString());
    const auto info = inspectModel(temp("bad.ckpt"));
    QCOMPARE(info.name, std::string("bad"));
    QVERIFY(info.kind == ModelKind::Unknown);
    QCOMPARE(info.sizeBytes, static_cast<std::int64_t>(content.size()));
    QCOMPARE(info.warnings.size(), std::size_t(1));
    QVERIFY(!info.warnings.front().empty());
    QCOMPARE(inspectModel(temp("absent.ckpt")).warnings.size(), std::size_t(1));
    QCOMPARE(inspectModel({}).warnings.size(), std::size_t(1));
}

void ModelFaultsTest::vaesThatAreNoneAreRefused()
{
    VaeConfig config;
    config.scalingFactor = 0.5;
    PartSource source;
    COMPARE_FAULT(faultOf([&] { describeVae(modelData("sdxl-tiny.safetensors"), config, source); }), ErrorCode::Unsupported,
                  "holds no VAE");
    COMPARE_FAULT(faultOf([&] { describeVae(modelData("sd21-tiny"), config, source); }), ErrorCode::NotFound, "config.json");
    const auto folder = copyModel("sd15-tiny", temp());
    fs::remove(folder / "vae" / "diffusion_pytorch_model.safetensors");
    COMPARE_FAULT(faultOf([&] { describeVae(folder, config, source); }), ErrorCode::NotFound, "no weights");
    QCOMPARE(config.scalingFactor, 0.5);
    QVERIFY(!source.present);
}

CALOTYPE_GUILESS_TEST(ModelFaultsTest)
#include "ModelFaultsTest.moc"
