#include "core/formats/metadata/Sources.h"

#include "core/formats/metadata/A1111Fields.h"
#include "core/formats/metadata/ComfyGraph.h"
#include "core/formats/metadata/ComfyModels.h"
#include "core/formats/metadata/ComfyPass.h"
#include "core/formats/metadata/ComfyText.h"
#include "core/formats/metadata/ComfyWorkflow.h"
#include "core/formats/metadata/JsonFields.h"
#include "core/formats/metadata/JsonText.h"
#include "core/formats/metadata/PictureSources.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace calotype::formats {

namespace {

using nlohmann::json;

constexpr std::size_t kMostSavers = 16;
constexpr std::size_t kMostPasses = 8;

// Where a picture leaves the graph, and the sampler nearest before it.
struct Exit {
    const ComfyNode *saver = nullptr;
    const ComfyNode *sampler = nullptr;
    bool isOneOfSeveral = false; // other pictures come from other samplers
};

const ComfyNode *samplerBehind(const ComfyGraph &graph, const ComfyNode &node, const ComfyGraph::Follow &follow)
{
    return graph.nearest(
        node, [&](const ComfyNode &other) { return ComfyPass::isSampler(graph, other); }, follow);
}

// The first node that saves; else the first that shows; else the last sampler.
Exit findExit(const ComfyGraph &graph)
{
    const auto follow = [](std::string_view) { return true; };
    for (const std::string_view word : {"Save", "Preview", "Combine"}) {
        Exit exit;
        std::size_t savers = 0;
        for (const ComfyNode &node : graph.nodes()) {
            if (node.type.find(word) == std::string::npos || savers == kMostSavers)
                continue;
            ++savers;
            const ComfyNode *sampler = samplerBehind(graph, node, follow);
            if (sampler && exit.sampler)
                exit.isOneOfSeveral = exit.isOneOfSeveral || sampler != exit.sampler;
            else if (sampler)
                exit = {&node, sampler, false};
        }
        if (exit.sampler)
            return exit;
    }
    Exit exit;
    for (const ComfyNode &node : graph.nodes()) {
        if (ComfyPass::isSampler(graph, node))
            exit = {&node, &node, exit.sampler != nullptr};
    }
    return exit;
}

// The samplers that a picture goes through, the last first.
std::vector<const ComfyNode *> passesBefore(const ComfyGraph &graph, const ComfyNode &last)
{
    std::vector<const ComfyNode *> passes;
    for (const ComfyNode *node = &last; node && passes.size() < kMostPasses;) {
        if (std::find(passes.begin(), passes.end(), node) != passes.end())
            break;
        passes.push_back(node);
        node = samplerBehind(graph, *node, ComfyPass::isPictureInput);
    }
    return passes;
}

void setFromPass(PictureInfo &info, std::string_view name, const PictureField *field)
{
    if (field && field->state != FieldState::Unavailable)
        info.set(
            name, json(field->value), FieldState::Approximated, "Read from the last pass of a graph with several.");
}

// Another model goes on where the first left off.
void addRefiner(const ComfyGraph &graph, const ComfyPass &pass, PictureInfo &info)
{
    PictureInfo refiner;
    refiner.set("model", comfyModelName(graph, pass.sampler()));
    const PictureField *model = info.find("model");
    if (refiner.find("model")->value != "" && (!model || model->value != refiner.find("model")->value))
        setFromPass(info, "refiner", refiner.find("model"));
    const auto begin = pass.value({"start_at_step"});
    const auto first = begin ? numberOf(&begin->value) : std::nullopt;
    const PictureField *steps = info.find("steps");
    const auto all = steps ? numberOf(&steps->value) : std::nullopt;
    if (!info.find("refiner") || !first || !all || *first < 0 || *first > *all || *all < 1)
        return;
    refiner.set("refiner_switch_at", *first / *all);
    setFromPass(info, "refiner_switch_at", refiner.find("refiner_switch_at"));
}

// The picture is enlarged and sampled again.
void addSecondPass(const ComfyGraph &graph, const ComfyPass &pass, PictureInfo &info)
{
    PictureInfo second;
    pass.addSampling(second);
    setFromPass(info, "hires_steps", second.find("steps"));
    setFromPass(info, "strength", second.find("strength"));
    const auto setIfOther = [&](std::string_view name, std::string_view ours) {
        const PictureField *field = second.find(ours);
        const PictureField *first = info.find(ours);
        if (field && first && field->value != first->value)
            setFromPass(info, name, field);
    };
    setIfOther("hires_sampler", "sampler");
    setIfOther("hires_guidance", "guidance");

    const auto scales = [&](const ComfyNode &node) {
        return graph.input(node, "scale_by") || graph.input(node, "upscale_by")
            || (graph.input(node, "upscale_method") && graph.input(node, "width"));
    };
    const bool isOwn = scales(pass.sampler());
    const auto stopsAtSampler
        = [&](const ComfyNode &node) { return scales(node) || ComfyPass::isSampler(graph, node); };
    const ComfyNode *enlarger
        = isOwn ? &pass.sampler() : graph.nearest(pass.sampler(), stopsAtSampler, ComfyPass::isPictureInput);
    if (!enlarger || !scales(*enlarger))
        return;
    const auto read = [&](std::string_view name, std::initializer_list<std::string_view> inputs, const auto &set) {
        const auto field = comfyValue(graph, *enlarger, inputs);
        if (field && field->state == FieldState::Restored)
            set(&field->value);
        setFromPass(info, name, second.find(name));
    };
    read("hires_upscale", {"scale_by", "upscale_by"},
        [&](const json *value) { setNumber(second, "hires_upscale", *value, 0.05, 64); });
    read("hires_width", {"width"}, [&](const json *value) { setPixels(second, "hires_width", value); });
    read("hires_height", {"height"}, [&](const json *value) { setPixels(second, "hires_height", value); });
    read("hires_upscaler", {"upscale_method"}, [&](const json *value) { setText(second, "hires_upscaler", value); });
}

void addFields(const ComfyGraph &graph, const Exit &exit, PictureInfo &info)
{
    const auto passes = passesBefore(graph, *exit.sampler);
    const ComfyPass first(graph, *passes.back());
    first.addPrompts(info);
    first.addSampling(info);
    first.addSeed(info);
    first.addSize(info);
    first.addModels(info);
    addComfyVae(graph, *exit.saver, info);
    if (passes.size() < 2)
        return;
    const ComfyPass last(graph, *passes.front());
    const auto noise = last.value({"add_noise"});
    if (noise && noise->value == "disable")
        addRefiner(graph, last, info);
    else
        addSecondPass(graph, last, info);
}

void approximateAll(PictureInfo &info, const char *note)
{
    for (PictureField &field : info.fields) {
        if (field.state == FieldState::Restored) {
            field.state = FieldState::Approximated;
            field.note = note;
        }
    }
}

std::optional<ComfyGraph> graphIn(const PictureTexts &texts, std::string_view key, bool isWorkflow)
{
    const std::string *text = texts.find(key);
    auto record = text ? parseJsonText(*text) : std::nullopt;
    if (!record)
        return std::nullopt;
    return ComfyGraph::fromJson(isWorkflow ? comfyGraphOfWorkflow(*record) : std::move(*record));
}

} // namespace

std::optional<PictureInfo> parseComfyUi(const PictureTexts &texts)
{
    auto graph = graphIn(texts, "prompt", false);
    const bool isWorkflow = !graph;
    if (isWorkflow)
        graph = graphIn(texts, "workflow", true);
    if (!graph)
        return std::nullopt;
    PictureInfo info;
    info.source = sources::kComfyUi;
    const Exit exit = findExit(*graph);
    if (!exit.sampler)
        return info;
    addFields(*graph, exit, info);
    if (isWorkflow)
        approximateAll(info, "Read from the editor's graph, as the picture does not tell what was run.");
    else if (exit.isOneOfSeveral)
        approximateAll(info, "The graph makes several pictures; this may be said of another of them.");
    return info;
}

} // namespace calotype::formats
