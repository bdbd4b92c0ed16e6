#include "core/diffusion/weights/NameMap.h"

#include "tests/support/TestMain.h"
#include "tests/support/TinyModels.h"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace calotype;
using namespace calotype::diffusion;
using namespace calotype::tests;
using formats::NameLayout;

namespace {

using Change = MappedName::Change;

// The only name that @p name maps to, among @p names.
std::string only(NameLayout layout, std::vector<std::string> names, const std::string &name)
{
    names.push_back(name);
    const auto mapped = NameMap(layout, names).map(name);
    return mapped.size() == 1 ? mapped.front().name : std::to_string(mapped.size()) + " names";
}

// The blocks of SD 1.5's UNet: four levels of two layers, the lowest without attention.
std::vector<std::string> sd15UNet()
{
    std::vector<std::string> names;
    const auto add = [&](const std::string &block, bool attention) {
        names.push_back(block + ".0.in_layers.0.weight");
        if (attention)
            names.push_back(block + ".1.proj_in.weight");
    };
    names.push_back("input_blocks.0.0.weight");
    for (int i = 1; i < 12; ++i) {
        const std::string block = "input_blocks." + std::to_string(i);
        if (i % 3 == 0)
            names.push_back(block + ".0.op.weight");
        else
            add(block, i < 9);
    }
    for (int i = 0; i < 12; ++i) {
        const std::string block = "output_blocks." + std::to_string(i);
        add(block, i >= 3);
        if (i == 2)
            names.push_back(block + ".1.conv.weight");
        if (i == 5 || i == 8)
            names.push_back(block + ".2.conv.weight");
    }
    names.push_back("middle_block.0.in_layers.0.weight");
    names.push_back("middle_block.1.proj_in.weight");
    names.push_back("middle_block.2.in_layers.0.weight");
    return names;
}

} // namespace

class NameMapTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void singleFileNamesBecomeTheFoldersNames_data();
    void singleFileNamesBecomeTheFoldersNames();
    void unetNumbersBecomeLevelsAndLayers_data();
    void unetNumbersBecomeLevelsAndLayers();
    void vaeNamesAreTranslated_data();
    void vaeNamesAreTranslated();
    void textNamesAreTranslated_data();
    void textNamesAreTranslated();
    void jointProjectionsAreSplit();
    void whatIsNoWeightIsDropped_data();
    void whatIsNoWeightIsDropped();
    void tinyAutoencodersOwnNamesAreTranslated();
};

void NameMapTest::singleFileNamesBecomeTheFoldersNames_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("part");
    QTest::newRow("SD 1 text") << "sd15-tiny" << "text";
    QTest::newRow("SD 1 UNet") << "sd15-tiny" << "unet";
    QTest::newRow("SD 1 VAE") << "sd15-tiny" << "vae";
    QTest::newRow("SDXL first text") << "sdxl-tiny" << "text";
    QTest::newRow("SDXL second text") << "sdxl-tiny" << "text2";
    QTest::newRow("SDXL UNet") << "sdxl-tiny" << "unet";
}

void NameMapTest::singleFileNamesBecomeTheFoldersNames()
{
    QFETCH(QString, model);
    QFETCH(QString, part);
    const auto names = [&](const std::string &path) {
        const auto description = tinyModel(path);
        const auto &source = part == "text"    ? description.textSource
                             : part == "text2" ? description.text2Source
                             : part == "unet"  ? description.unetSource
                                               : description.vaeSource;
        std::vector<std::string> inFile;
        for (const auto &file : source.files) {
            for (const auto &view : file->tensors()) {
                if (view.name.compare(0, source.prefix.size(), source.prefix) == 0)
                    inFile.push_back(view.name.substr(source.prefix.size()));
            }
        }
        const NameMap map(source.layout, inFile);
        std::set<std::string> mapped;
        for (const std::string &name : inFile) {
            for (const MappedName &target : map.map(name))
                mapped.insert(target.name);
        }
        return mapped;
    };
    const auto folder = names(model.toStdString());
    const auto single = names(model.toStdString() + ".safetensors");
    QVERIFY(folder.size() > 20);
    std::vector<std::string> odd;
    std::set_symmetric_difference(folder.begin(), folder.end(), single.begin(), single.end(), std::back_inserter(odd));
    QVERIFY2(odd.empty(), odd.empty() ? "" : odd.front().c_str());
}

void NameMapTest::unetNumbersBecomeLevelsAndLayers_data()
{
    QTest::addColumn<QString>("original");
    QTest::addColumn<QString>("diffusers");
    const auto row = [](const char *from, const char *to) { QTest::newRow(from) << from << to; };
    row("input_blocks.0.0.bias", "conv_in.bias");
    row("input_blocks.1.0.in_layers.2.weight", "down_blocks.0.resnets.0.conv1.weight");
    row("input_blocks.2.0.emb_layers.1.bias", "down_blocks.0.resnets.1.time_emb_proj.bias");
    row("input_blocks.3.0.op.weight", "down_blocks.0.downsamplers.0.conv.weight");
    row("input_blocks.4.1.proj_in.weight", "down_blocks.1.attentions.0.proj_in.weight");
    row("input_blocks.4.0.skip_connection.weight", "down_blocks.1.resnets.0.conv_shortcut.weight");
    row("input_blocks.10.0.out_layers.3.bias", "down_blocks.3.resnets.0.conv2.bias");
    row("input_blocks.11.0.out_layers.0.bias", "down_blocks.3.resnets.1.norm2.bias");
    row("middle_block.1.transformer_blocks.0.attn2.to_out.0.bias",
        "mid_block.attentions.0.transformer_blocks.0.attn2.to_out.0.bias");
    row("middle_block.2.in_layers.0.weight", "mid_block.resnets.1.norm1.weight");
    row("output_blocks.2.1.conv.weight", "up_blocks.0.upsamplers.0.conv.weight");
    row("output_blocks.3.1.norm.weight", "up_blocks.1.attentions.0.norm.weight");
    row("output_blocks.5.2.conv.bias", "up_blocks.1.upsamplers.0.conv.bias");
    row("output_blocks.11.1.transformer_blocks.0.ff.net.0.proj.weight",
        "up_blocks.3.attentions.2.transformer_blocks.0.ff.net.0.proj.weight");
    row("time_embed.2.weight", "time_embedding.linear_2.weight");
    row("label_emb.0.0.weight", "add_embedding.linear_1.weight");
    row("out.0.weight", "conv_norm_out.weight");
    row("out.2.bias", "conv_out.bias");
}

void NameMapTest::unetNumbersBecomeLevelsAndLayers()
{
    QFETCH(QString, original);
    QFETCH(QString, diffusers);
    QCOMPARE(QString::fromStdString(only(NameLayout::Original, sd15UNet(), original.toStdString())), diffusers);
}

void NameMapTest::vaeNamesAreTranslated_data()
{
    QTest::addColumn<QString>("original");
    QTest::addColumn<QString>("diffusers");
    const auto row = [](const char *from, const char *to) { QTest::newRow(from) << from << to; };
    row("encoder.down.2.block.1.nin_shortcut.weight", "encoder.down_blocks.2.resnets.1.conv_shortcut.weight");
    row("encoder.down.0.downsample.conv.bias", "encoder.down_blocks.0.downsamplers.0.conv.bias");
    row("decoder.up.3.block.0.conv1.weight", "decoder.up_blocks.0.resnets.0.conv1.weight");
    row("decoder.up.0.block.2.norm2.bias", "decoder.up_blocks.3.resnets.2.norm2.bias");
    row("decoder.up.1.upsample.conv.weight", "decoder.up_blocks.2.upsamplers.0.conv.weight");
    row("decoder.mid.block_2.conv2.weight", "decoder.mid_block.resnets.1.conv2.weight");
    row("encoder.mid.attn_1.norm.weight", "encoder.mid_block.attentions.0.group_norm.weight");
    row("encoder.mid.attn_1.q.bias", "encoder.mid_block.attentions.0.to_q.bias");
    row("decoder.mid.attn_1.proj_out.weight", "decoder.mid_block.attentions.0.to_out.0.weight");
    row("decoder.norm_out.bias", "decoder.conv_norm_out.bias");
    row("post_quant_conv.weight", "post_quant_conv.weight");
    // Diffusers before 0.18.
    row("decoder.mid_block.attentions.0.query.weight", "decoder.mid_block.attentions.0.to_q.weight");
    row("decoder.mid_block.attentions.0.key.bias", "decoder.mid_block.attentions.0.to_k.bias");
    row("encoder.mid_block.attentions.0.value.weight", "encoder.mid_block.attentions.0.to_v.weight");
    row("encoder.mid_block.attentions.0.proj_attn.bias", "encoder.mid_block.attentions.0.to_out.0.bias");
    row("encoder.mid_block.attentions.0.group_norm.bias", "encoder.mid_block.attentions.0.group_norm.bias");
}

void NameMapTest::vaeNamesAreTranslated()
{
    QFETCH(QString, original);
    QFETCH(QString, diffusers);
    const std::vector<std::string> others{"decoder.up.3.block.0.conv1.weight", "decoder.mid.block_1.conv1.weight"};
    QCOMPARE(QString::fromStdString(only(NameLayout::Original, others, original.toStdString())), diffusers);
}

void NameMapTest::textNamesAreTranslated_data()
{
    QTest::addColumn<bool>("openClip");
    QTest::addColumn<QString>("original");
    QTest::addColumn<QString>("transformers");
    const auto row = [](bool openClip, const char *from, const char *to) { QTest::newRow(from) << openClip << from << to; };
    row(false, "text_model.encoder.layers.3.mlp.fc1.bias", "text_model.encoder.layers.3.mlp.fc1.bias");
    row(false, "encoder.layers.3.mlp.fc1.bias", "text_model.encoder.layers.3.mlp.fc1.bias");
    row(false, "embeddings.position_embedding.weight", "text_model.embeddings.position_embedding.weight");
    row(false, "final_layer_norm.weight", "text_model.final_layer_norm.weight");
    row(false, "text_projection.weight", "text_projection.weight");
    row(true, "transformer.resblocks.10.ln_2.weight", "text_model.encoder.layers.10.layer_norm2.weight");
    row(true, "transformer.resblocks.0.mlp.c_proj.bias", "text_model.encoder.layers.0.mlp.fc2.bias");
    row(true, "transformer.resblocks.0.attn.out_proj.weight", "text_model.encoder.layers.0.self_attn.out_proj.weight");
    row(true, "positional_embedding", "text_model.embeddings.position_embedding.weight");
    row(true, "ln_final.bias", "text_model.final_layer_norm.bias");
    row(true, "text_projection", "text_projection.weight");
}

void NameMapTest::textNamesAreTranslated()
{
    QFETCH(bool, openClip);
    QFETCH(QString, original);
    QFETCH(QString, transformers);
    const auto layout = openClip ? NameLayout::OpenClip : NameLayout::Diffusers;
    const std::string table = openClip ? "token_embedding.weight" : "embeddings.token_embedding.weight";
    QCOMPARE(QString::fromStdString(only(layout, {table}, original.toStdString())), transformers);
}

void NameMapTest::jointProjectionsAreSplit()
{
    const NameMap map(NameLayout::OpenClip, {"token_embedding.weight"});
    const std::string layer = "text_model.encoder.layers.7.self_attn.";
    const std::vector<MappedName> expected{{layer + "q_proj.weight", Change::FirstThird},
                                           {layer + "k_proj.weight", Change::SecondThird},
                                           {layer + "v_proj.weight", Change::LastThird}};
    QVERIFY(map.map("transformer.resblocks.7.attn.in_proj_weight") == expected);
    QVERIFY(map.map("text_projection").front().change == Change::Transpose);
}

void NameMapTest::whatIsNoWeightIsDropped_data()
{
    QTest::addColumn<bool>("openClip");
    QTest::addColumn<QString>("name");
    QTest::newRow("position ids") << false << "text_model.embeddings.position_ids";
    QTest::newRow("position ids without prefix") << false << "embeddings.position_ids";
    QTest::newRow("image half of CLIP") << false << "vision_model.encoder.layers.0.mlp.fc1.weight";
    QTest::newRow("OpenCLIP's scale") << true << "logit_scale";
    QTest::newRow("OpenCLIP's mask") << true << "attn_mask";
}

void NameMapTest::whatIsNoWeightIsDropped()
{
    QFETCH(bool, openClip);
    QFETCH(QString, name);
    const NameMap map(openClip ? NameLayout::OpenClip : NameLayout::Original, {"embeddings.token_embedding.weight"});
    QVERIFY(map.map(name.toStdString()).empty());
}

void NameMapTest::tinyAutoencodersOwnNamesAreTranslated()
{
    const NameMap decoder(NameLayout::Diffusers, {"1.weight", "3.conv.0.weight"});
    QCOMPARE(decoder.map("3.conv.0.weight").front().name, std::string("decoder.layers.2.conv.0.weight"));
    const NameMap encoder(NameLayout::Diffusers, {"0.weight", "1.conv.0.weight"});
    QCOMPARE(encoder.map("1.conv.0.weight").front().name, std::string("encoder.layers.1.conv.0.weight"));
}

CALOTYPE_GUILESS_TEST(NameMapTest)
#include "NameMapTest.moc"
