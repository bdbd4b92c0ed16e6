#pragma once

#include "core/formats/metadata/ComfyGraph.h"
#include "core/formats/metadata/PictureInfo.h"

#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

namespace calotype::formats {

/// One sampling of a ComfyUI graph: a sampler node, and the nodes that hold its settings where they are not its own
/// (guider, noise, sampler, sigmas).
class ComfyPass
{
public:
    /// Whether the node samples, by its name or by its inputs.
    static bool isSampler(const ComfyGraph &graph, const ComfyNode &node);
    /// Whether the picture itself comes in by this input, as pixels or as latents.
    static bool isPictureInput(std::string_view input);

    ComfyPass(const ComfyGraph &graph, const ComfyNode &sampler);

    const ComfyNode &sampler() const { return *m_parts.front(); }
    /// The value of the first input of that name. Unavailable if another node keeps it.
    std::optional<PictureField> value(std::initializer_list<std::string_view> inputs) const;
    /// The node that the first link of that name leads to; null if there is none.
    const ComfyNode *linked(std::initializer_list<std::string_view> inputs) const;

    // Each puts in what the pass says.
    void addSampling(PictureInfo &info) const; ///< steps, sampler, schedule, guidance, strength
    void addSeed(PictureInfo &info) const;
    void addPrompts(PictureInfo &info) const; ///< with clip_skip and distilled_guidance
    void addModels(PictureInfo &info) const;
    void addSize(PictureInfo &info) const; ///< of the latents that it begins with

private:
    const ComfyGraph &m_graph;
    std::vector<const ComfyNode *> m_parts;
};

} // namespace calotype::formats
