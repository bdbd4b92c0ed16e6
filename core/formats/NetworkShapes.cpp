#include "core/formats/NetworkShapes.h"

#include <algorithm>

namespace calotype::formats {

namespace {

// The width of one attention head in every network but SD 1's UNet.
constexpr std::int64_t kHeadWidth = 64;

std::int64_t headsOf(std::int64_t width)
{
    return std::max<std::int64_t>(1, width / kHeadWidth);
}

std::string block(std::string_view before, std::int64_t index)
{
    return std::string(before) + std::to_string(index);
}

std::int64_t depthOf(const TensorNames &names, const std::string &transformer)
{
    return names.count(transformer + ".transformer_blocks.", ".attn1.to_q.weight");
}

// The way down, walked block by block: a residual block adds a layer to its level, a strided one opens the next level.
struct DownWalk {
    std::vector<std::int64_t> channels, layers, depth;
    std::string transformer; // a level's attention, if there is one
};

DownWalk walkDown(const TensorNames &names)
{
    DownWalk walk;
    walk.channels.push_back(names.size("input_blocks.0.0.weight", 0));
    walk.layers.push_back(0);
    walk.depth.push_back(0);
    for (std::int64_t i = 1;; ++i) {
        const std::string at = block("input_blocks.", i);
        if (names.has(at + ".0.op.weight")) {
            walk.channels.push_back(walk.channels.back());
            walk.layers.push_back(0);
            walk.depth.push_back(0);
            continue;
        }
        if (!names.has(at + ".0.in_layers.2.weight"))
            break;
        const auto width = names.size(at + ".0.in_layers.2.weight", 0);
        const auto depth = depthOf(names, at + ".1");
        if (walk.layers.back() > 0 && (width != walk.channels.back() || depth != walk.depth.back()))
            names.unsupported("the blocks of one level differ");
        walk.channels.back() = width;
        walk.depth.back() = depth;
        ++walk.layers.back();
        if (depth > 0)
            walk.transformer = at + ".1";
    }
    if (walk.layers.front() == 0)
        names.damaged("it has no blocks");
    if (std::any_of(walk.layers.begin(), walk.layers.end(), [&](auto n) { return n != walk.layers.front(); }))
        names.damaged("its levels have different numbers of blocks");
    return walk;
}

void requireGroups(const TensorNames &names, const std::vector<std::int64_t> &channels, std::int64_t groups)
{
    for (const std::int64_t width : channels) {
        if (width % groups != 0)
            names.unsupported("a level has " + std::to_string(width) + " channels, which 32 norm groups do not divide");
    }
}

} // namespace

UNetConfig unetFromShapes(const TensorNames &names)
{
    const DownWalk walk = walkDown(names);
    UNetConfig config;
    config.inChannels = names.size("input_blocks.0.0.weight", 1);
    config.outChannels = names.size("out.2.weight", 0);
    config.blockOutChannels = walk.channels;
    config.layersPerBlock = walk.layers.front();
    config.transformerDepth = walk.depth;
    config.midTransformerDepth = depthOf(names, "middle_block.1");
    if (config.midTransformerDepth == 0)
        names.unsupported("it has no attention in the middle");
    requireGroups(names, config.blockOutChannels, config.normGroups);

    const std::string transformer = walk.transformer.empty() ? "middle_block.1" : walk.transformer;
    config.crossAttentionDim = names.size(transformer + ".transformer_blocks.0.attn2.to_k.weight", 1);
    config.linearProjection = names.dimensions(transformer + ".proj_in.weight") == 2;
    if (names.has("label_emb.0.0.weight"))
        config.additionInputDim = names.size("label_emb.0.0.weight", 1);
    config.heads.clear();
    for (const std::int64_t width : config.blockOutChannels)
        config.heads.push_back(config.linearProjection ? headsOf(width) : 8);
    config.sampleSize = 0;
    return config;
}

ClipTextConfig clipFromShapes(const TensorNames &names)
{
    // Some merging programs of 2022 left the first word out.
    const std::string root = names.hasBelow("embeddings.") ? "" : "text_model.";
    const std::string embeddings = root + "embeddings.";
    const std::string layers = root + "encoder.layers.";
    ClipTextConfig config;
    config.vocabSize = names.size(embeddings + "token_embedding.weight", 0);
    config.hiddenSize = names.size(embeddings + "token_embedding.weight", 1);
    config.maxPositions = names.size(embeddings + "position_embedding.weight", 0);
    config.intermediateSize = names.size(layers + "0.mlp.fc1.weight", 0);
    config.layers = names.count(layers, ".mlp.fc1.weight");
    config.heads = headsOf(config.hiddenSize);
    config.activation = Activation::QuickGelu;
    config.projectionDim = names.has("text_projection.weight") ? names.size("text_projection.weight", 0) : 0;
    config.bosId = config.vocabSize - 2; // CLIP's vocabulary ends with these two
    config.eosId = config.vocabSize - 1;
    config.padId = config.eosId;
    return config;
}

ClipTextConfig openClipFromShapes(const TensorNames &names)
{
    const std::string layers = "transformer.resblocks.";
    ClipTextConfig config;
    config.vocabSize = names.size("token_embedding.weight", 0);
    config.hiddenSize = names.size("token_embedding.weight", 1);
    config.maxPositions = names.size("positional_embedding", 0);
    config.intermediateSize = names.size(layers + "0.mlp.c_fc.weight", 0);
    config.layers = names.count(layers, ".mlp.c_fc.weight");
    config.heads = headsOf(config.hiddenSize);
    config.activation = Activation::Gelu;
    config.projectionDim = names.has("text_projection") ? names.size("text_projection", 1) : 0;
    config.bosId = config.vocabSize - 2;
    config.eosId = config.vocabSize - 1;
    config.padId = 0; // OpenCLIP fills up with zeros
    return config;
}

VaeConfig vaeFromShapes(const TensorNames &names, NameLayout layout, const VaeConfig &known)
{
    const bool original = layout == NameLayout::Original;
    const std::string levels = original ? "encoder.down." : "encoder.down_blocks.";
    const std::string layers = original ? ".block." : ".resnets.";
    VaeConfig config;
    config.scalingFactor = known.scalingFactor;
    config.forceUpcast = known.forceUpcast;
    config.inChannels = names.size("encoder.conv_in.weight", 1);
    config.outChannels = names.size("decoder.conv_out.weight", 0);
    config.latentChannels = names.size("decoder.conv_in.weight", 1);
    if (config.latentChannels != 4)
        names.unsupported("its latents have " + std::to_string(config.latentChannels) + " channels, not 4");

    config.blockOutChannels.clear();
    const auto count = names.count(levels, layers + "0.conv1.weight");
    for (std::int64_t i = 0; i < count; ++i) {
        config.blockOutChannels.push_back(names.size(block(levels, i) + layers + "0.conv1.weight", 0));
        const auto found = names.count(block(levels, i) + layers, ".conv1.weight");
        if (i > 0 && found != config.layersPerBlock)
            names.damaged("its levels have different numbers of blocks");
        config.layersPerBlock = found;
    }
    if (count == 0)
        names.damaged("it has no blocks");
    requireGroups(names, config.blockOutChannels, config.normGroups);
    config.useQuantConv = names.has("quant_conv.weight");
    config.usePostQuantConv = names.has("post_quant_conv.weight");
    config.midAttention = names.hasBelow(original ? "decoder.mid.attn_1." : "decoder.mid_block.attentions.0.");
    return config;
}

} // namespace calotype::formats
