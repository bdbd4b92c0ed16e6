#include "core/formats/metadata/ComfyPass.h"

#include "core/formats/metadata/ComfyModels.h"
#include "core/formats/metadata/ComfyText.h"
#include "core/formats/metadata/JsonFields.h"

#include <array>
#include <string>
#include <utility>

namespace calotype::formats {

namespace {

using nlohmann::json;

constexpr int kMostSigmaNodes = 20;

// Nodes that are a sampler or a schedule themselves, instead of naming one.
using Name = std::pair<std::string_view, std::string_view>;
constexpr std::array<Name, 8> kSamplers{{
    {"SamplerEulerAncestral", "euler_ancestral"},
    {"SamplerDPMPP_2M_SDE", "dpmpp_2m_sde"},
    {"SamplerDPMPP_3M_SDE", "dpmpp_3m_sde"},
    {"SamplerDPMPP_SDE", "dpmpp_sde"},
    {"SamplerDPMPP_2S_Ancestral", "dpmpp_2s_ancestral"},
    {"SamplerDPMAdaptative", "dpm_adaptive"},
    {"SamplerLMS", "lms"},
    {"SamplerLCMUpscale", "lcm"},
}};
constexpr std::array<Name, 3> kSchedules{{
    {"KarrasScheduler", "karras"},
    {"ExponentialScheduler", "exponential"},
    {"PolyexponentialScheduler", "polyexponential"},
}};

template <std::size_t count>
std::optional<PictureField> named(const std::array<Name, count> &names, const std::vector<const ComfyNode *> &parts)
{
    for (const ComfyNode *part : parts) {
        for (const auto &[type, name] : names) {
            if (part->type == type)
                return PictureField{{}, json(name), FieldState::Restored, {}};
        }
    }
    return std::nullopt;
}

template <typename Set>
void put(PictureInfo &info, std::string_view name, const std::optional<PictureField> &field, const Set &set)
{
    if (field && field->state == FieldState::Unavailable)
        info.set(name, field->value, field->state, field->note);
    else if (field)
        set(&field->value);
}

} // namespace

bool ComfyPass::isSampler(const ComfyGraph &graph, const ComfyNode &node)
{
    // Detailers sample again, but only small parts of a finished picture.
    if (node.type == "KSamplerSelect" || node.type.find("Detailer") != std::string::npos)
        return false;
    if (node.type.starts_with("KSampler") || node.type.starts_with("SamplerCustom"))
        return true;
    const bool hasSeed = graph.input(node, "seed") || graph.input(node, "noise_seed");
    return hasSeed && graph.input(node, "steps") && graph.input(node, "sampler_name");
}

bool ComfyPass::isPictureInput(std::string_view input)
{
    for (const std::string_view word : {"latent", "sample", "pixel", "image"}) {
        if (input.find(word) != std::string_view::npos && input != "sampler")
            return true;
    }
    return false;
}

ComfyPass::ComfyPass(const ComfyGraph &graph, const ComfyNode &sampler)
    : m_graph(graph)
    , m_parts{&sampler}
{
    for (const std::string_view name : {"guider", "noise", "sampler"}) {
        if (const ComfyNode *part = graph.linked(sampler, name))
            m_parts.push_back(part);
    }
    // Sigmas may be split or turned on their way.
    const ComfyNode *sigmas = graph.linked(sampler, "sigmas");
    for (int i = 0; sigmas && i < kMostSigmaNodes; ++i) {
        m_parts.push_back(sigmas);
        sigmas = graph.linked(*sigmas, "sigmas");
    }
}

std::optional<PictureField> ComfyPass::value(std::initializer_list<std::string_view> inputs) const
{
    for (const ComfyNode *part : m_parts) {
        if (auto field = comfyValue(m_graph, *part, inputs))
            return field;
    }
    return std::nullopt;
}

const ComfyNode *ComfyPass::linked(std::initializer_list<std::string_view> inputs) const
{
    for (const std::string_view input : inputs) {
        for (const ComfyNode *part : m_parts) {
            if (const ComfyNode *node = m_graph.linked(*part, input))
                return node;
        }
    }
    return nullptr;
}

void ComfyPass::addSampling(PictureInfo &info) const
{
    auto sampler = value({"sampler_name"});
    if (!sampler)
        sampler = named(kSamplers, m_parts);
    auto schedule = value({"scheduler"});
    if (!schedule)
        schedule = named(kSchedules, m_parts);
    put(info, "steps", value({"steps"}), [&](const json *value) { setSteps(info, value); });
    put(info, "sampler", sampler, [&](const json *value) { setText(info, "sampler", value); });
    put(info, "schedule", schedule, [&](const json *value) { setText(info, "schedule", value); });
    put(info, "guidance", value({"cfg"}), [&](const json *value) { setGuidance(info, "guidance", value); });
    put(info, "strength", value({"denoise"}), [&](const json *value) { setFraction(info, "strength", value); });
}

void ComfyPass::addSeed(PictureInfo &info) const
{
    put(info, "seed", value({"seed", "noise_seed"}), [&](const json *value) { setSeedOf(info, value); });
}

void ComfyPass::addPrompts(PictureInfo &info) const
{
    const auto add = [&](const ComfyNode *conditioning, std::string_view side) {
        if (!conditioning)
            return;
        if (auto field = comfyPrompt(m_graph, *conditioning, side))
            info.set(field->name, std::move(field->value), field->state, std::move(field->note));
    };
    const ComfyNode *positive = linked({"positive", "conditioning", "cond1"});
    add(positive, "positive");
    add(linked({"negative"}), "negative");
    if (positive)
        addComfyConditioning(m_graph, *positive, info);
}

void ComfyPass::addModels(PictureInfo &info) const
{
    for (const ComfyNode *part : m_parts) {
        if (m_graph.linked(*part, "model"))
            return addComfyModels(m_graph, *part, info);
    }
}

void ComfyPass::addSize(PictureInfo &info) const
{
    const std::array<std::array<std::string_view, 2>, 2> names{
        {{"width", "height"}, {"empty_latent_width", "empty_latent_height"}}};
    for (const auto &[width, height] : names) {
        // Named anew, as clang up to 15 lets no lambda catch a part of a pair.
        const auto has = [this, width = width, height = height](const ComfyNode &node) {
            return m_graph.input(node, width) && m_graph.input(node, height);
        };
        const ComfyNode *node = m_graph.nearest(sampler(), has, isPictureInput);
        if (!node)
            continue;
        put(info, "width", comfyValue(m_graph, *node, {width}),
            [&](const json *value) { setPixels(info, "width", value); });
        put(info, "height", comfyValue(m_graph, *node, {height}),
            [&](const json *value) { setPixels(info, "height", value); });
        return;
    }
}

} // namespace calotype::formats
