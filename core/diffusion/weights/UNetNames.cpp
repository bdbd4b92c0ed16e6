#include "core/diffusion/weights/UNetNames.h"

#include "core/diffusion/weights/NameParts.h"

#include <cstdint>
#include <set>
#include <utility>

namespace calotype::diffusion {

namespace {

// What stands at one place of a numbered block.
enum class Content { Resnet, Attention, Downsampler, Upsampler };

// Block number → place in the block → content.
using Blocks = std::map<std::int64_t, std::map<std::int64_t, Content>>;

Content contentOf(std::string_view rest)
{
    if (startsWith(rest, "op."))
        return Content::Downsampler;
    if (startsWith(rest, "conv."))
        return Content::Upsampler;
    if (startsWith(rest, "in_layers.") || startsWith(rest, "out_layers.") || startsWith(rest, "emb_layers.")
        || startsWith(rest, "skip_connection."))
        return Content::Resnet;
    return Content::Attention;
}

// Reads "<list>.<block>.<place>.<rest>" of all names.
Blocks blocksOf(const std::vector<std::string> &names, std::string_view list)
{
    Blocks blocks;
    for (const std::string &name : names) {
        std::string_view rest = name;
        if (!takePrefix(rest, list))
            continue;
        const auto block = takeIndex(rest);
        const auto place = takeIndex(rest);
        if (block && place)
            blocks[*block][*place] = contentOf(rest);
    }
    return blocks;
}

std::string at(std::string_view list, std::int64_t block, std::int64_t place)
{
    return std::string(list) + std::to_string(block) + "." + std::to_string(place);
}

std::string level(const char *list, int index)
{
    return std::string(list) + "." + std::to_string(index);
}

// Both ways alike: layers are counted within a level, and a sampler ends the level.
void addWay(UNetModules &modules, const Blocks &blocks, std::string_view from, const char *to)
{
    int levelIndex = 0;
    int layer = 0;
    for (const auto &[block, places] : blocks) {
        const std::string prefix = level(to, levelIndex);
        bool ends = false;
        bool hasResnet = false;
        for (const auto &[place, content] : places) {
            const std::string source = at(from, block, place);
            switch (content) {
            case Content::Resnet:
                modules[source] = prefix + ".resnets." + std::to_string(layer);
                hasResnet = true;
                break;
            case Content::Attention:
                modules[source] = prefix + ".attentions." + std::to_string(layer);
                break;
            case Content::Downsampler:
                modules[source + ".op"] = prefix + ".downsamplers.0.conv";
                ends = true;
                break;
            case Content::Upsampler:
                modules[source + ".conv"] = prefix + ".upsamplers.0.conv";
                ends = true;
                break;
            }
        }
        layer += hasResnet ? 1 : 0;
        if (ends) {
            ++levelIndex;
            layer = 0;
        }
    }
}

void addMiddle(UNetModules &modules, const std::vector<std::string> &names)
{
    std::map<std::int64_t, Content> places;
    for (const std::string &name : names) {
        std::string_view rest = name;
        if (!takePrefix(rest, "middle_block."))
            continue;
        if (const auto place = takeIndex(rest))
            places[*place] = contentOf(rest);
    }
    int resnets = 0;
    int attentions = 0;
    for (const auto &[place, content] : places) {
        const std::string source = "middle_block." + std::to_string(place);
        modules[source] = content == Content::Resnet ? "mid_block.resnets." + std::to_string(resnets++)
                                                     : "mid_block.attentions." + std::to_string(attentions++);
    }
}

// The words inside a residual block.
const std::map<std::string, std::string, std::less<>> &resnetWords()
{
    static const std::map<std::string, std::string, std::less<>> words{
        {"in_layers.0", "norm1"},  {"in_layers.2", "conv1"},  {"emb_layers.1", "time_emb_proj"},
        {"out_layers.0", "norm2"}, {"out_layers.3", "conv2"}, {"skip_connection", "conv_shortcut"},
    };
    return words;
}

} // namespace

UNetModules unetModules(const std::vector<std::string> &names)
{
    UNetModules modules{
        {"input_blocks.0.0", "conv_in"},
        {"time_embed.0", "time_embedding.linear_1"},
        {"time_embed.2", "time_embedding.linear_2"},
        {"label_emb.0.0", "add_embedding.linear_1"},
        {"label_emb.0.2", "add_embedding.linear_2"},
        {"out.0", "conv_norm_out"},
        {"out.2", "conv_out"},
    };
    Blocks input = blocksOf(names, "input_blocks.");
    input.erase(0);
    addWay(modules, input, "input_blocks.", "down_blocks");
    addMiddle(modules, names);
    addWay(modules, blocksOf(names, "output_blocks."), "output_blocks.", "up_blocks");
    return modules;
}

std::string unetName(const UNetModules &modules, std::string_view name)
{
    // The longest leading run of words that is a module.
    for (auto dot = name.rfind('.'); dot != std::string_view::npos && dot > 0; dot = name.rfind('.', dot - 1)) {
        const auto module = modules.find(name.substr(0, dot));
        if (module == modules.end())
            continue;
        const std::string_view rest = name.substr(dot + 1);
        const auto lastDot = rest.rfind('.');
        if (lastDot != std::string_view::npos) {
            const auto word = resnetWords().find(rest.substr(0, lastDot));
            if (word != resnetWords().end())
                return module->second + "." + word->second + std::string(rest.substr(lastDot));
        }
        return module->second + "." + std::string(rest);
    }
    return std::string(name);
}

} // namespace calotype::diffusion
