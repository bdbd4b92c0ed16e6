#pragma once

#include "core/formats/ModelDescription.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace calotype::diffusion {

/// What a file's tensor, or a part of it, is called by diffusers and transformers.
struct MappedName {
    /// What must be done to the tensor. Each can be done to a view.
    enum class Change {
        None,
        ToLinear,  ///< a 1×1 convolution [o, i, 1, 1] that is a linear layer [o, i] there; linear ones stay
        Transpose, ///< a matrix that was stored the other way round
        FirstThird, ///< of the first dimension: q of a joint q, k, v
        SecondThird,
        LastThird,
    };

    std::string name;
    Change change = Change::None;
    bool operator==(const MappedName &) const = default;
};

/// Translates the tensor names of one part of a model: CompVis' UNet and VAE, CLIP as single files have it, OpenCLIP's
/// text transformer, TAESD's own files, and older spellings of diffusers. How many layers and levels there are, is
/// taken from the names themselves.
class NameMap
{
public:
    /// @param layout  how the part's names are spelled
    /// @param names   all names of the part, without their prefix
    NameMap(formats::NameLayout layout, const std::vector<std::string> &names);

    /// The names under which the tensor @p name is known; empty if it is no weight (position ids, buffers).
    std::vector<MappedName> map(std::string_view name) const;

private:
    enum class Family { Plain, UNet, Vae, Clip, OpenClip, TaesdEncoder, TaesdDecoder };

    static Family familyOf(formats::NameLayout layout, const std::vector<std::string> &names);

    Family m_family = Family::Plain;
    std::map<std::string, std::string, std::less<>> m_unetModules; ///< "input_blocks.1.0" → "down_blocks.0.resnets.0"
    std::int64_t m_vaeLevels = 0;                                  ///< of the decoder, whose order is reversed
};

} // namespace calotype::diffusion
