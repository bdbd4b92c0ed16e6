#pragma once

#include "core/base/Image.h"
#include "core/diffusion/Torch.h"
#include "core/diffusion/pipelines/Networks.h"
#include "core/engine/GenerationRequest.h"

#include <chrono>
#include <memory>
#include <optional>

namespace calotype::diffusion {

/// Makes the small pictures shown while sampling, by the method that the request asks for and the model allows.
class PreviewMaker
{
public:
    PreviewMaker(const Networks &networks, const GenerationRequest &request);

    /// Whether a preview is wanted, by the request's pace, after so many of a picture's steps. A yes counts as made.
    bool isDue(int stepsDone);

    /// @param latents  estimated clean latents, [1, 4, h, w] float32, CPU  @return RGB8, of w × h or 8w × 8h
    std::shared_ptr<const Image> make(const Tensor &latents) const;

private:
    const Networks &m_networks;
    PreviewMethod m_method;
    int m_every;
    double m_seconds;
    int m_lastStep = 0;
    std::optional<std::chrono::steady_clock::time_point> m_last;
};

} // namespace calotype::diffusion
