#pragma once

#include "core/diffusion/Torch.h"
#include "core/diffusion/pipelines/RunIdentity.h"
#include "core/diffusion/schedulers/Scheduler.h"
#include "core/engine/ResumePoint.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace calotype::diffusion {

/// Where a group of pictures stands between two evaluations of the network. All else is made again as a fresh run makes
/// it: conditioning, source picture, initial noise; the generators are brought to their place by drawing again.
struct ResumeState {
    int image = 0;             ///< the group's first picture
    int evaluation = 0;        ///< evaluations done of it
    bool vaeInFloat32 = false; ///< the VAE runs in float32, be it that it overflowed in half precision
    Tensor latents;            ///< [N, 4, h, w] float32, CPU; undefined before the first evaluation
    std::map<std::string, Tensor> sampler; ///< by the names of Scheduler::visitState(), shaped as the latents

    /// The bytes of a ResumePoint. The format is this file's own: safetensors, "latents" and "sampler.…".
    std::vector<std::uint8_t> toBytes(const RunIdentity &run) const;

    /// What the run that is to go on has room for.
    struct Bounds {
        int images = 0;
        int evaluations = 0;             ///< of one group
        std::vector<std::int64_t> shape; ///< of a group's latents
    };

    /// @param modelName  for messages
    /// @throws Failure Damaged for bytes that toBytes() did not write or that changed since; WrongUse for another run's;
    ///         Unsupported for another version's
    static ResumeState open(const ResumePoint &point, const Bounds &bounds, const RunIdentity &run,
                            const std::string &modelName);

    /// Takes the sampler's tensors as they are now.
    void takeFrom(Scheduler &scheduler);

    /// Brings a fresh scheduler and the noise, as they are at evaluation @p begin, to where this state was taken: the
    /// evaluations are gone through with empty samples, which draws the noise and sets all that is no tensor; then the
    /// tensors are put in. So nothing but tensors need be trusted.
    /// @throws Failure Damaged if the sampler carries other tensors at that place
    void giveTo(Scheduler &scheduler, StepNoise &noise, int begin) const;
};

} // namespace calotype::diffusion
