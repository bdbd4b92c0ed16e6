#include "core/diffusion/weights/VaeNames.h"

#include "core/diffusion/weights/NameParts.h"

#include <algorithm>
#include <array>
#include <utility>

namespace calotype::diffusion {

namespace {

using Words = std::pair<std::string_view, std::string_view>;

constexpr std::array<Words, 9> kAttentionWords{{
    {"norm.", "group_norm."},
    {"q.", "to_q."},
    {"k.", "to_k."},
    {"v.", "to_v."},
    {"proj_out.", "to_out.0."},
    {"query.", "to_q."},
    {"key.", "to_k."},
    {"value.", "to_v."},
    {"proj_attn.", "to_out.0."},
}};

std::string attentionRest(std::string_view rest)
{
    for (const auto &[from, to] : kAttentionWords) {
        if (takePrefix(rest, from))
            return std::string(to) + std::string(rest);
    }
    return std::string(rest);
}

std::string resnetRest(std::string_view rest)
{
    if (takePrefix(rest, "nin_shortcut."))
        return "conv_shortcut." + std::string(rest);
    return std::string(rest);
}

// The part of a name behind "encoder." or "decoder.".
std::string halfName(std::string_view rest, std::int64_t decoderLevels)
{
    const std::string_view whole = rest;
    if (takePrefix(rest, "norm_out."))
        return "conv_norm_out." + std::string(rest);
    if (takePrefix(rest, "mid.attn_1."))
        return "mid_block.attentions.0." + attentionRest(rest);
    if (takePrefix(rest, "mid_block.attentions.0."))
        return "mid_block.attentions.0." + attentionRest(rest);
    if (takePrefix(rest, "mid.block_")) {
        if (const auto index = takeIndex(rest))
            return "mid_block.resnets." + std::to_string(*index - 1) + "." + resnetRest(rest);
    }
    const bool down = takePrefix(rest, "down.");
    if (!down && !takePrefix(rest, "up."))
        return std::string(whole);
    const auto level = takeIndex(rest);
    if (!level)
        return std::string(whole);
    const std::string block
        = down ? "down_blocks." + std::to_string(*level) : "up_blocks." + std::to_string(decoderLevels - 1 - *level);
    if (takePrefix(rest, "block.")) {
        if (const auto layer = takeIndex(rest))
            return block + ".resnets." + std::to_string(*layer) + "." + resnetRest(rest);
        return std::string(whole);
    }
    if (takePrefix(rest, "downsample."))
        return block + ".downsamplers.0." + std::string(rest);
    if (takePrefix(rest, "upsample."))
        return block + ".upsamplers.0." + std::string(rest);
    return std::string(whole);
}

} // namespace

std::int64_t vaeDecoderLevels(const std::vector<std::string> &names)
{
    std::int64_t levels = 0;
    for (const std::string &name : names) {
        std::string_view rest = name;
        if (!takePrefix(rest, "decoder.up."))
            continue;
        if (const auto level = takeIndex(rest))
            levels = std::max(levels, *level + 1);
    }
    return levels;
}

MappedName vaeName(std::string_view name, std::int64_t decoderLevels)
{
    MappedName mapped{std::string(name)};
    for (const std::string_view half : {"encoder.", "decoder."}) {
        std::string_view rest = name;
        if (takePrefix(rest, half))
            mapped.name = std::string(half) + halfName(rest, decoderLevels);
    }
    if (mapped.name.find("mid_block.attentions.") != std::string::npos && endsWith(mapped.name, ".weight"))
        mapped.change = MappedName::Change::ToLinear;
    return mapped;
}

} // namespace calotype::diffusion
