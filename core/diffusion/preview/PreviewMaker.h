#pragma once

#include "core/base/Image.h"
#include "core/diffusion/Torch.h"
#include "core/diffusion/pipelines/Networks.h"
#include "core/engine/GenerationRequest.h"

#include <memory>

namespace calotype::diffusion {

/// Makes the small pictures shown while sampling, by the method that the request asks for and the model allows.
class PreviewMaker
{
public:
    PreviewMaker(const Networks &networks, PreviewMethod method);

    bool isOn() const { return m_method != PreviewMethod::Off; }

    /// @param latents  estimated clean latents, [1, 4, h, w] float32, CPU  @return RGB8, of w × h or 8w × 8h
    std::shared_ptr<const Image> make(const Tensor &latents) const;

private:
    const Networks &m_networks;
    PreviewMethod m_method;
};

} // namespace calotype::diffusion
