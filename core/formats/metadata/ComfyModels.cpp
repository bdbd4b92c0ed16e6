#include "core/formats/metadata/ComfyModels.h"

#include "core/formats/metadata/ComfyText.h"
#include "core/formats/metadata/JsonFields.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace calotype::formats {

namespace {

using nlohmann::json;

constexpr std::size_t kMostLoras = 1'000;

struct ModelPath {
    const ComfyNode *loader = nullptr;
    bool isMerged = false;
    std::vector<const ComfyNode *> nodes; // from the sampler to the loader
};

const std::string *loadedName(const ComfyGraph &graph, const ComfyNode &node)
{
    for (const std::string_view key : {"ckpt_name", "unet_name", "model_name", "base_ckpt_name", "ckpt"}) {
        const json *value = graph.input(node, key);
        const auto *name = value ? value->get_ptr<const std::string *>() : nullptr;
        if (name && !name->empty())
            return name;
    }
    return nullptr;
}

ModelPath modelPath(const ComfyGraph &graph, const ComfyNode &from)
{
    ModelPath path;
    std::set<const ComfyNode *> seen;
    const ComfyNode *node = &from;
    while (node && seen.insert(node).second) {
        path.nodes.push_back(node);
        const ComfyNode *next = graph.linked(*node, "model");
        if (!next) {
            next = graph.linked(*node, "model1");
            path.isMerged = path.isMerged || next;
        }
        // A LoRA loader of some packs has a model_name too; the loader is where the links end.
        if (!next && node != &from && loadedName(graph, *node))
            path.loader = node;
        node = next;
    }
    return path;
}

// One LoRA, or a stack: lora_1: {"on": true, "lora": name, "strength": 1}.
void addLora(const ComfyGraph &graph, const ComfyNode &node, std::vector<json> &loras)
{
    const json *name = graph.input(node, "lora_name");
    if (name && name->is_string()) {
        const auto weight
            = comfyValue(graph, node, {"strength_model", "lora_model_strength", "strength", "lora_weight"});
        const std::string &text = *name->get_ptr<const std::string *>();
        if (text != "None")
            loras.push_back(
                lora(text, weight && weight->state == FieldState::Restored ? numberOf(&weight->value) : std::nullopt));
        return;
    }
    std::vector<json> stack;
    for (const auto &[key, value] : node.inputs->get_ref<const json::object_t &>()) {
        const std::string *file = key.starts_with("lora_") ? textMember(&value, "lora") : nullptr;
        const json *on = member(&value, "on");
        if (file && !file->empty() && !(on && *on == false))
            stack.push_back(lora(*file, numberOf(member(&value, "strength"))));
    }
    loras.insert(loras.end(), stack.rbegin(), stack.rend());
}

} // namespace

std::string comfyModelName(const ComfyGraph &graph, const ComfyNode &from)
{
    const ModelPath path = modelPath(graph, from);
    return path.loader ? *loadedName(graph, *path.loader) : std::string();
}

void addComfyModels(const ComfyGraph &graph, const ComfyNode &from, PictureInfo &info)
{
    const ModelPath path = modelPath(graph, from);
    if (path.loader && path.isMerged)
        info.set("model", *loadedName(graph, *path.loader), FieldState::Approximated,
            "The graph merges models; this is the first of them.");
    else if (path.loader)
        info.set("model", *loadedName(graph, *path.loader));
    std::vector<json> loras;
    for (const ComfyNode *node : path.nodes) {
        if (loras.size() < kMostLoras)
            addLora(graph, *node, loras);
    }
    std::reverse(loras.begin(), loras.end());
    setLoras(info, json(std::move(loras)));
}

void addComfyVae(const ComfyGraph &graph, const ComfyNode &saver, PictureInfo &info)
{
    const auto decodes
        = [&](const ComfyNode &node) { return graph.linked(node, "vae") && graph.linked(node, "samples"); };
    const ComfyNode *decoder = graph.nearest(saver, decodes, [](std::string_view) { return true; });
    const ComfyNode *loader = decoder ? graph.linked(*decoder, "vae") : nullptr;
    const json *name = loader ? graph.input(*loader, "vae_name") : nullptr;
    if (name && name->is_string() && *name != "Baked VAE")
        info.set("vae", *name);
}

void addComfyConditioning(const ComfyGraph &graph, const ComfyNode &conditioning, PictureInfo &info)
{
    const auto follows = [](std::string_view input) {
        return input == "clip" || input == "positive" || input.find("cond") != std::string_view::npos;
    };
    // The node itself, then what is behind it.
    const auto find = [&](std::string_view input) {
        const auto has = [&](const ComfyNode &node) { return graph.input(node, input) != nullptr; };
        return has(conditioning) ? &conditioning : graph.nearest(conditioning, has, follows);
    };
    if (const ComfyNode *node = find("stop_at_clip_layer")) {
        const auto layer = comfyValue(graph, *node, {"stop_at_clip_layer"});
        const auto number = layer ? integerOf(&layer->value) : std::nullopt;
        if (number && *number <= -1 && *number > -32)
            info.set("clip_skip", -*number);
    }
    if (const ComfyNode *node = find("guidance")) {
        if (const auto guidance = comfyValue(graph, *node, {"guidance"});
            guidance && guidance->state == FieldState::Restored)
            setGuidance(info, "distilled_guidance", &guidance->value);
    }
}

} // namespace calotype::formats
