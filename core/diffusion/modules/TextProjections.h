#pragma once

#include "core/diffusion/modules/Attention.h"

#include <map>

namespace calotype::diffusion {

/// The keys and values that a network's cross attentions make of one text. They are made at the first pass and serve all
/// later ones: while a picture is sampled, the text stays. For one network and one batch of texts; takes
/// 2 · B · T · 4 bytes for each channel of each cross attention (SD 1.5 with guidance: 15 MB, SDXL: 102 MB).
class TextProjections
{
public:
    /// @param context  the same at every call
    const KeysAndValues &of(const Attention &attention, const Tensor &context)
    {
        const auto known = m_made.find(&attention);
        return known != m_made.end() ? known->second : m_made.emplace(&attention, attention.project(context)).first->second;
    }

private:
    std::map<const Attention *, KeysAndValues> m_made;
};

} // namespace calotype::diffusion
