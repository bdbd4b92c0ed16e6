#include "core/formats/NetworkConfigs.h"

#include "core/base/Error.h"
#include "core/formats/ConfigFields.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace calotype::formats {

namespace {

using nlohmann::json;

constexpr const char *kCrossDown = "CrossAttnDownBlock2D";
constexpr const char *kPlainDown = "DownBlock2D";
constexpr const char *kCrossUp = "CrossAttnUpBlock2D";
constexpr const char *kPlainUp = "UpBlock2D";

// Fields of UNet2DConditionModel of which one value is handled.
void refuseOtherUNets(const ConfigFields &fields)
{
    fields.expect("_class_name", "UNet2DConditionModel");
    fields.expect("mid_block_type", "UNetMidBlock2DCrossAttn");
    for (const char *name : {"class_embed_type", "num_class_embeds", "encoder_hid_dim_type", "encoder_hid_dim",
                             "time_embedding_dim", "time_embedding_act_fn", "timestep_post_act", "time_cond_proj_dim",
                             "cross_attention_norm", "reverse_transformer_layers_per_block"})
        fields.expect(name, nullptr);
    for (const char *name : {"dual_cross_attention", "only_cross_attention", "mid_block_only_cross_attention",
                             "center_input_sample", "resnet_skip_time_act", "class_embeddings_concat"})
        fields.expect(name, false);
    for (const char *name : {"resnet_time_scale_shift", "attention_type"})
        fields.expect(name, "default");
    for (const char *name : {"resnet_out_scale_factor", "mid_block_scale_factor", "downsample_padding"})
        fields.expect(name, 1);
    for (const char *name : {"conv_in_kernel", "conv_out_kernel"})
        fields.expect(name, 3);
    fields.expect("time_embedding_type", "positional");
    if (const auto act = fields.text("act_fn", "silu"); act != "silu" && act != "swish")
        fields.unsupported("act_fn", act);
    if (const auto kind = fields.text("addition_embed_type", "text_time"); kind != "text_time")
        fields.unsupported("addition_embed_type", kind);
}

// Which levels have attention; the way up must mirror the way down.
std::vector<bool> attentionLevels(const ConfigFields &fields, std::size_t levels)
{
    const auto down = fields.texts("down_block_types", {kCrossDown, kCrossDown, kCrossDown, kPlainDown});
    const auto up = fields.texts("up_block_types", {kPlainUp, kCrossUp, kCrossUp, kCrossUp});
    if (down.size() != levels || up.size() != levels)
        fields.damaged("down_block_types", "and “up_block_types” do not match “block_out_channels”");
    std::vector<bool> attention;
    for (std::size_t i = 0; i < levels; ++i) {
        if (down[i] != kCrossDown && down[i] != kPlainDown)
            fields.unsupported("down_block_types", down[i]);
        const auto &mirror = up[levels - 1 - i];
        if (mirror != kCrossUp && mirror != kPlainUp)
            fields.unsupported("up_block_types", mirror);
        attention.push_back(down[i] == kCrossDown);
        if (attention.back() != (mirror == kCrossUp))
            fields.unsupported("up_block_types", mirror + " across from " + down[i]);
    }
    return attention;
}

// One number that the file may repeat for each level.
std::int64_t uniform(const ConfigFields &fields, const char *name, std::size_t levels, std::int64_t fallback)
{
    const auto list = fields.perLevel(name, levels, fallback, 1);
    if (std::any_of(list.begin(), list.end(), [&](std::int64_t value) { return value != list.front(); }))
        fields.unsupported(name, "a different number for each level");
    return list.front();
}

void requireGroups(const ConfigFields &fields, const std::vector<std::int64_t> &channels, std::int64_t groups)
{
    for (const std::int64_t width : channels) {
        if (width % groups != 0)
            fields.damaged("block_out_channels", "has " + std::to_string(width) + ", which " + std::to_string(groups)
                                                     + " norm groups do not divide");
    }
}

std::int64_t sampleSize(const json &json, const ConfigFields &fields)
{
    const auto it = json.find("sample_size");
    if (it != json.end() && it->is_array()) {
        const auto list = fields.integers("sample_size", {0});
        return *std::max_element(list.begin(), list.end());
    }
    return fields.integer("sample_size", 0);
}

Activation activation(const ConfigFields &fields)
{
    const auto word = fields.text("hidden_act", "quick_gelu");
    if (word == "quick_gelu")
        return Activation::QuickGelu;
    if (word == "gelu")
        return Activation::Gelu;
    fields.unsupported("hidden_act", word);
}

} // namespace

UNetConfig readUNetConfig(const json &json, const std::string &file)
{
    const ConfigFields fields(json, file);
    refuseOtherUNets(fields);

    UNetConfig config;
    config.inChannels = fields.integer("in_channels", 4, 1);
    config.outChannels = fields.integer("out_channels", 4, 1);
    config.blockOutChannels = fields.integers("block_out_channels", {320, 640, 1280, 1280});
    const std::size_t levels = config.blockOutChannels.size();
    config.layersPerBlock = uniform(fields, "layers_per_block", levels, 2);
    config.crossAttentionDim = uniform(fields, "cross_attention_dim", levels, 1280);
    config.linearProjection = fields.flag("use_linear_projection", false);
    config.normGroups = fields.integer("norm_num_groups", 32, 1);
    config.normEps = fields.number("norm_eps", 1e-5);
    config.upcastAttention = fields.flag("upcast_attention", false);
    config.flipSinToCos = fields.flag("flip_sin_to_cos", true);
    config.freqShift = fields.number("freq_shift", 0);
    config.sampleSize = sampleSize(json, fields);
    requireGroups(fields, config.blockOutChannels, config.normGroups);

    // The reference calls the number of heads attention_head_dim in the files of this class.
    const bool named = fields.isSet("num_attention_heads");
    const char *headsField = named ? "num_attention_heads" : "attention_head_dim";
    config.heads = fields.perLevel(headsField, levels, 8, 1);
    for (std::size_t i = 0; i < levels; ++i) {
        if (config.blockOutChannels[i] % config.heads[i] != 0)
            fields.damaged(headsField, "does not divide the channels of its level");
    }

    const auto it = json.find("transformer_layers_per_block");
    if (it != json.end() && it->is_array() && std::any_of(it->begin(), it->end(), [](const auto &e) { return e.is_array(); }))
        fields.unsupported("transformer_layers_per_block", it->dump());
    config.transformerDepth = fields.perLevel("transformer_layers_per_block", levels, 1, 0);
    config.midTransformerDepth = config.transformerDepth.back();
    const auto attention = attentionLevels(fields, levels);
    for (std::size_t i = 0; i < levels; ++i) {
        if (!attention[i])
            config.transformerDepth[i] = 0;
        else if (config.transformerDepth[i] == 0)
            fields.unsupported("transformer_layers_per_block", "0 at a level with attention");
    }
    if (config.midTransformerDepth == 0)
        fields.unsupported("transformer_layers_per_block", "0 in the middle");

    if (fields.isSet("addition_embed_type")) {
        config.additionTimeEmbedDim = fields.integer("addition_time_embed_dim", 0, 1);
        config.additionInputDim = fields.integer("projection_class_embeddings_input_dim", 0, 1);
        if (config.additionTimeEmbedDim == 0 || config.additionInputDim == 0)
            fields.damaged("addition_embed_type", "is text_time, but the sizes that go with it are absent");
    }
    return config;
}

ClipTextConfig readClipTextConfig(const json &json, const std::string &file, bool withProjection)
{
    const ConfigFields fields(json, file);
    const auto names = fields.texts("architectures", {withProjection ? "CLIPTextModelWithProjection" : "CLIPTextModel"});
    const std::string &architecture = names.front();
    if (architecture != "CLIPTextModel" && architecture != "CLIPTextModelWithProjection")
        fields.unsupported("architectures", architecture);
    withProjection = withProjection || architecture == "CLIPTextModelWithProjection";

    ClipTextConfig config;
    config.vocabSize = fields.integer("vocab_size", 49408, 1);
    config.maxPositions = fields.integer("max_position_embeddings", 77, 1);
    config.hiddenSize = fields.integer("hidden_size", 512, 1);
    config.intermediateSize = fields.integer("intermediate_size", 2048, 1);
    config.layers = fields.integer("num_hidden_layers", 12, 1);
    config.heads = fields.integer("num_attention_heads", 8, 1);
    if (config.hiddenSize % config.heads != 0)
        fields.damaged("num_attention_heads", "does not divide “hidden_size”");
    config.activation = activation(fields);
    config.layerNormEps = fields.number("layer_norm_eps", 1e-5);
    config.projectionDim = withProjection ? fields.integer("projection_dim", 512, 1) : 0;
    config.bosId = fields.integer("bos_token_id", 49406);
    config.eosId = fields.integer("eos_token_id", 49407);
    config.padId = fields.integer("pad_token_id", 1);
    return config;
}

VaeConfig readVaeConfig(const json &json, const std::string &file, const VaeConfig &known)
{
    const ConfigFields fields(json, file);
    const auto className = fields.text("_class_name", "AutoencoderKL");
    if (className == "AutoencoderTiny")
        throw Failure(ErrorCode::Unsupported, file + " is of a tiny autoencoder, which serves for previews only; choose a full VAE.");
    if (className != "AutoencoderKL")
        fields.unsupported("_class_name", className);

    VaeConfig config;
    config.inChannels = fields.integer("in_channels", 3, 1);
    config.outChannels = fields.integer("out_channels", 3, 1);
    config.latentChannels = fields.integer("latent_channels", 4, 1);
    if (config.latentChannels != 4)
        fields.unsupported("latent_channels", std::to_string(config.latentChannels));
    config.forceUpcast = known.forceUpcast && fields.flag("force_upcast", true);
    for (const char *name : {"shift_factor", "latents_mean", "latents_std"})
        fields.expect(name, nullptr);
    fields.expect("down_block_types", "DownEncoderBlock2D");
    fields.expect("up_block_types", "UpDecoderBlock2D");
    if (const auto act = fields.text("act_fn", "silu"); act != "silu" && act != "swish")
        fields.unsupported("act_fn", act);
    config.blockOutChannels = fields.integers("block_out_channels", {64});
    config.layersPerBlock = fields.integer("layers_per_block", 1, 1);
    config.normGroups = fields.integer("norm_num_groups", 32, 1);
    requireGroups(fields, config.blockOutChannels, config.normGroups);
    config.scalingFactor = fields.number("scaling_factor", known.scalingFactor);
    if (config.scalingFactor == 0)
        fields.damaged("scaling_factor", "is zero");
    config.useQuantConv = fields.flag("use_quant_conv", true);
    config.usePostQuantConv = fields.flag("use_post_quant_conv", true);
    config.midAttention = fields.flag("mid_block_add_attention", true);
    return config;
}

} // namespace calotype::formats
