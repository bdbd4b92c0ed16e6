#include "core/diffusion/weights/TextNames.h"

#include "core/diffusion/weights/NameParts.h"

#include <array>
#include <string>
#include <utility>

namespace calotype::diffusion {

namespace {

using Change = MappedName::Change;

// The words of an OpenCLIP block, and of the whole.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kBlockWords{{
    {"attn.out_proj.", "self_attn.out_proj."},
    {"ln_1.", "layer_norm1."},
    {"ln_2.", "layer_norm2."},
    {"mlp.c_fc.", "mlp.fc1."},
    {"mlp.c_proj.", "mlp.fc2."},
}};

std::vector<MappedName> threeParts(const std::string &prefix, std::string_view suffix)
{
    const std::string end(suffix);
    return {{prefix + "q_proj." + end, Change::FirstThird},
            {prefix + "k_proj." + end, Change::SecondThird},
            {prefix + "v_proj." + end, Change::LastThird}};
}

std::vector<MappedName> blockNames(std::string_view rest)
{
    const auto index = takeIndex(rest);
    if (!index)
        return {};
    const std::string layer = "text_model.encoder.layers." + std::to_string(*index) + ".";
    if (takePrefix(rest, "attn.in_proj_"))
        return threeParts(layer + "self_attn.", rest);
    for (const auto &[from, to] : kBlockWords) {
        if (takePrefix(rest, from))
            return {{layer + std::string(to) + std::string(rest)}};
    }
    return {{layer + std::string(rest)}};
}

} // namespace

std::vector<MappedName> clipNames(std::string_view name)
{
    takePrefix(name, "transformer.");
    takePrefix(name, "text_model.");
    if (endsWith(name, "position_ids") || startsWith(name, "vision_model.") || startsWith(name, "visual_projection.")
        || name == "logit_scale")
        return {};
    if (startsWith(name, "embeddings.") || startsWith(name, "encoder.") || startsWith(name, "final_layer_norm."))
        return {{"text_model." + std::string(name)}};
    if (name == "text_projection") // as single files with a bare projection have it: x · P
        return {{"text_projection.weight", Change::Transpose}};
    return {{std::string(name)}};
}

std::vector<MappedName> openClipNames(std::string_view name)
{
    std::string_view rest = name;
    if (takePrefix(rest, "transformer.resblocks."))
        return blockNames(rest);
    if (takePrefix(rest, "ln_final."))
        return {{"text_model.final_layer_norm." + std::string(rest)}};
    if (rest == "token_embedding.weight")
        return {{"text_model.embeddings.token_embedding.weight"}};
    if (rest == "positional_embedding")
        return {{"text_model.embeddings.position_embedding.weight"}};
    if (rest == "text_projection")
        return {{"text_projection.weight", Change::Transpose}};
    if (rest == "logit_scale" || rest == "attn_mask" || startsWith(rest, "visual."))
        return {};
    return {{std::string(name)}};
}

} // namespace calotype::diffusion
