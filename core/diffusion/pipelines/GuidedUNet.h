#pragma once

#include "core/diffusion/Torch.h"
#include "core/diffusion/modules/TextProjections.h"
#include "core/diffusion/pipelines/Conditioning.h"
#include "core/diffusion/pipelines/Networks.h"

#include <stop_token>
#include <vector>

namespace calotype::diffusion {

/// The UNet as a sampler sees it: told what to show, and guided. At most two conditions run as one batch, so that many
/// prompts take no more memory than one; the negative one goes first, as the reference lays its batch. In turns each runs
/// alone. What the network makes of the texts is kept as long as they stay, and for the texts before: those of
/// an alternation come again.
class GuidedUNet
{
public:
    struct Guidance {
        double scale = 1;   ///< 1 and less: no more than what the prompts say
        double rescale = 0; ///< see rescaleGuidance()
    };

    /// @param networks  outlives this
    /// @param inTurns   see WorkPlan
    GuidedUNet(const Networks &networks, Conditioning conditioning, Guidance guidance, std::stop_token stop,
               bool inTurns = false);

    /// The guided answer for each picture of a group.
    /// @param input  scaled, [N, 4, h, w] float32, CPU
    /// @param extra  what an inpainting network takes beside, [N, 5, h, w]; undefined for others
    /// @param call   the evaluation's number, from 0: it chooses the texts
    /// @return [N, 4, h, w] float32, CPU
    /// @throws Failure Cancelled
    Tensor evaluate(const Tensor &input, double timestep, const Tensor &extra, int call);

private:
    using Call = std::vector<const UNetCondition *>;

    struct Batch {
        UNetCondition condition; ///< of one or two
        TextProjections projections;
    };

    struct Prepared {
        Call call; ///< what the batches are made of
        std::vector<Batch> batches;
    };

    std::vector<Batch> &batchesOf(const Call &call);
    Tensor combined(const std::vector<Tensor> &answers) const;

    const Networks &m_networks;
    Conditioning m_conditioning;
    Guidance m_guidance;
    std::stop_token m_stop;
    bool m_inTurns;
    std::vector<Prepared> m_prepared; ///< the latest first
};

} // namespace calotype::diffusion
