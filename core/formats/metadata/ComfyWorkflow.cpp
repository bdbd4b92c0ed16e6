#include "core/formats/metadata/ComfyWorkflow.h"

#include "core/formats/metadata/JsonFields.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace calotype::formats {

namespace {

using nlohmann::json;
using Names = std::vector<std::string_view>;

constexpr std::int64_t kMuted = 2;
constexpr std::int64_t kBypassed = 4;
constexpr std::size_t kMostHops = 64;

// The order of the built-in nodes' values.
const Names *valueNames(std::string_view type)
{
    static const std::map<std::string_view, Names> names{
        {"KSampler", {"seed", "steps", "cfg", "sampler_name", "scheduler", "denoise"}},
        {"KSamplerAdvanced",
            {"add_noise", "noise_seed", "steps", "cfg", "sampler_name", "scheduler", "start_at_step", "end_at_step",
                "return_with_leftover_noise"}},
        {"SamplerCustom", {"add_noise", "noise_seed", "cfg"}},
        {"KSamplerSelect", {"sampler_name"}},
        {"BasicScheduler", {"scheduler", "steps", "denoise"}},
        {"KarrasScheduler", {"steps", "sigma_max", "sigma_min", "rho"}},
        {"ExponentialScheduler", {"steps", "sigma_max", "sigma_min"}},
        {"RandomNoise", {"noise_seed"}},
        {"CFGGuider", {"cfg"}},
        {"FluxGuidance", {"guidance"}},
        {"CheckpointLoaderSimple", {"ckpt_name"}},
        {"CheckpointLoader", {"config_name", "ckpt_name"}},
        {"UNETLoader", {"unet_name", "weight_dtype"}},
        {"VAELoader", {"vae_name"}},
        {"LoraLoader", {"lora_name", "strength_model", "strength_clip"}},
        {"LoraLoaderModelOnly", {"lora_name", "strength_model"}},
        {"CLIPSetLastLayer", {"stop_at_clip_layer"}},
        {"CLIPTextEncode", {"text"}},
        {"CLIPTextEncodeSDXL",
            {"width", "height", "crop_w", "crop_h", "target_width", "target_height", "text_g", "text_l"}},
        {"CLIPTextEncodeFlux", {"clip_l", "t5xxl", "guidance"}},
        {"EmptyLatentImage", {"width", "height", "batch_size"}},
        {"EmptySD3LatentImage", {"width", "height", "batch_size"}},
        {"LatentUpscale", {"upscale_method", "width", "height", "crop"}},
        {"LatentUpscaleBy", {"upscale_method", "scale_by"}},
        {"ImageScale", {"upscale_method", "width", "height", "crop"}},
        {"ImageScaleBy", {"upscale_method", "scale_by"}},
        {"PrimitiveNode", {"value"}},
        {"PrimitiveInt", {"value"}},
        {"PrimitiveFloat", {"value"}},
        {"PrimitiveString", {"value"}},
        {"PrimitiveStringMultiline", {"value"}},
        {"StringConcatenate", {"string_a", "string_b", "delimiter"}},
    };
    const auto found = names.find(type);
    return found == names.end() ? nullptr : &found->second;
}

// The editor's own value after a seed: what becomes of it after a run.
bool isSeedControl(const json &value)
{
    return value == "fixed" || value == "increment" || value == "decrement" || value == "randomize";
}

struct Link {
    std::int64_t node = 0;
    std::size_t slot = 0;
};

class Editor
{
public:
    explicit Editor(const json &workflow)
    {
        const json *nodes = member(&workflow, "nodes");
        for (std::size_t i = 0; nodes && nodes->is_array() && i < nodes->size(); ++i) {
            if (const auto id = integerOf(member(&(*nodes)[i], "id")))
                m_nodes.emplace(*id, &(*nodes)[i]);
        }
        const json *links = member(&workflow, "links");
        for (std::size_t i = 0; links && links->is_array() && i < links->size(); ++i)
            addLink((*links)[i]);
    }

    json graph() const
    {
        json graph = json::object();
        for (const auto &[id, node] : m_nodes) {
            const std::string *type = textMember(node, "type");
            const auto mode = integerOf(member(node, "mode"));
            if (!type || mode == kMuted || mode == kBypassed || *type == "Reroute")
                continue;
            json inputs = json::object();
            addValues(*node, *type, inputs);
            addLinks(*node, inputs);
            graph[std::to_string(id)] = {{"class_type", *type}, {"inputs", std::move(inputs)}};
        }
        return graph;
    }

private:
    // [id, from node, from slot, to node, to slot, type], or the same as an object.
    void addLink(const json &link)
    {
        const bool isList = link.is_array() && link.size() >= 3;
        const auto id = integerOf(isList ? &link[0] : member(&link, "id"));
        const auto node = integerOf(isList ? &link[1] : member(&link, "origin_id"));
        const auto slot = integerOf(isList ? &link[2] : member(&link, "origin_slot"));
        if (id && node && slot && *slot >= 0)
            m_links[*id] = {*node, static_cast<std::size_t>(*slot)};
    }

    static const json *entry(const json &node, std::string_view list, std::size_t at)
    {
        const json *entries = member(&node, list);
        return entries && entries->is_array() && at < entries->size() ? &(*entries)[at] : nullptr;
    }

    // The other end of link @p id, behind bypassed nodes and reroutes, which hand on the first input of the same kind.
    const Link *end(std::optional<std::int64_t> id) const
    {
        std::set<std::int64_t> seen;
        while (id && seen.size() < kMostHops && seen.insert(*id).second) {
            const auto link = m_links.find(*id);
            const auto node = link == m_links.end() ? m_nodes.end() : m_nodes.find(link->second.node);
            if (node == m_nodes.end())
                return nullptr;
            const std::string *type = textMember(node->second, "type");
            const bool isReroute = type && *type == "Reroute";
            if (!isReroute && integerOf(member(node->second, "mode")) != kBypassed)
                return &link->second;
            const json *output = entry(*node->second, "outputs", link->second.slot);
            const json *kind = isReroute ? nullptr : member(output, "type");
            id = std::nullopt;
            for (std::size_t i = 0; !id && entry(*node->second, "inputs", i); ++i) {
                const json *input = entry(*node->second, "inputs", i);
                const json *itsKind = member(input, "type");
                if (!kind || (itsKind && *itsKind == *kind))
                    id = integerOf(member(input, "link"));
            }
        }
        return nullptr;
    }

    void addLinks(const json &node, json &inputs) const
    {
        for (std::size_t i = 0; const json *input = entry(node, "inputs", i); ++i) {
            const std::string *name = textMember(input, "name");
            const Link *link = name ? end(integerOf(member(input, "link"))) : nullptr;
            if (link)
                inputs[*name] = json::array({std::to_string(link->node), link->slot});
        }
    }

    static void addValues(const json &node, std::string_view type, json &inputs)
    {
        const json *values = member(&node, "widgets_values");
        if (values && values->is_object())
            inputs = *values;
        if (!values || !values->is_array())
            return;
        Names names;
        if (const Names *known = valueNames(type)) {
            names = *known;
        } else {
            for (std::size_t i = 0; const json *input = entry(node, "inputs", i); ++i) {
                if (const std::string *name = textMember(member(input, "widget"), "name"))
                    names.push_back(*name);
            }
        }
        std::size_t at = 0;
        for (const std::string_view name : names) {
            if (at < values->size())
                inputs[std::string(name)] = (*values)[at++];
            const bool mayBeControlled = name == "seed" || name == "noise_seed" || name == "value";
            if (mayBeControlled && at < values->size() && isSeedControl((*values)[at]))
                ++at;
        }
    }

    std::map<std::int64_t, const json *> m_nodes;
    std::map<std::int64_t, Link> m_links;
};

} // namespace

json comfyGraphOfWorkflow(const json &workflow)
{
    return Editor(workflow).graph();
}

} // namespace calotype::formats
