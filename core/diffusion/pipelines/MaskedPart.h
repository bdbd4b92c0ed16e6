#pragma once

#include "core/engine/GenerationRequest.h"
#include "core/engine/Inpainting.h"

#include <memory>

namespace calotype::diffusion {

/// What a mask asks for beyond the latents: the network's work cut out of a larger picture, and its outcome laid back.
class MaskedPart final
{
public:
    /// @param width, height  of what the network works on, in pixels
    /// @throws Failure WrongUse where only the masked part is wanted of a picture without one
    MaskedPart(const GenerationRequest &request, int width, int height);

    /// What the network works on: the request itself, or with init image and mask of its region of them, width × height.
    const GenerationRequest &request() const { return m_request; }

    /// The finished picture of what came out of the network: RGB8 of the init image's size where a part of that was made,
    /// else of width × height.
    Image finished(Image made) const;

private:
    GenerationRequest m_request;
    std::shared_ptr<const Image> m_below; ///< null: what was made is finished
    std::shared_ptr<const Image> m_mask;
    MaskedRegion m_region;
};

} // namespace calotype::diffusion
