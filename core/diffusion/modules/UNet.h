#pragma once

#include "core/diffusion/modules/BlockTap.h"
#include "core/diffusion/modules/Conv2d.h"
#include "core/diffusion/modules/Norms.h"
#include "core/diffusion/modules/TimestepEmbedding.h"
#include "core/diffusion/modules/UNetBlocks.h"
#include "core/diffusion/weights/Weights.h"
#include "core/formats/ModelDescription.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace calotype::diffusion {

/// What a UNet is told besides the noisy latents.
struct UNetCondition {
    Tensor context;    ///< text states, [B, 77 * k, crossAttentionDim], of the weights' dtype
    Tensor textEmbeds; ///< SDXL: pooled text, [B, p]; else undefined
    Tensor timeIds;    ///< SDXL: height, width, top, left, target height, target width, [B, 6]; else undefined
};

/// The noise predictor of latent diffusion (Rombach et al. 2022; SDXL: Podell et al. 2023): a U of residual and
/// transformer blocks. Sizes that do not halve evenly work: the upward path takes the size of the skip tensors.
class UNet
{
public:
    /// @throws Failure Damaged if a tensor is missing or has another shape than @p config says
    UNet(const formats::UNetConfig &config, const Weights &weights);

    /// @param sample    noisy latents (inpainting: latents, mask, masked latents), [B, inChannels, h, w], weights' dtype
    /// @param timestep  training timestep, may be fractional; one for the whole batch
    /// @param stop      looked at before each block, and between a resnet's convolutions
    /// @param tap       told each block's output; for tests
    /// @param projections  what earlier passes with the same context made of it, and later ones may use; null: nothing kept
    /// @return [B, outChannels, h, w]: noise, v or sample, whatever the model was trained for
    /// @throws Failure Cancelled; WrongUse if SDXL's textEmbeds or timeIds are missing
    Tensor forward(const Tensor &sample, double timestep, const UNetCondition &condition, const std::stop_token &stop,
                   const BlockTap *tap = nullptr, TextProjections *projections = nullptr) const;

    /// The same with a timestep for each sample of the batch.
    /// @param timesteps  [B], float32, on the sample's device
    Tensor forward(const Tensor &sample, const Tensor &timesteps, const UNetCondition &condition,
                   const std::stop_token &stop, const BlockTap *tap = nullptr,
                   TextProjections *projections = nullptr) const;

    const formats::UNetConfig &config() const { return m_config; }

private:
    Tensor timeEmbedding(const Tensor &sample, const Tensor &timesteps, const UNetCondition &condition,
                         const BlockTap *tap) const;

    formats::UNetConfig m_config;
    Conv2d conv_in;
    TimestepEmbedding time_embedding;
    std::optional<TimestepEmbedding> add_embedding;
    std::vector<DownBlock> down_blocks;
    MidBlock mid_block;
    std::vector<UpBlock> up_blocks;
    GroupNorm conv_norm_out;
    Conv2d conv_out;
};

} // namespace calotype::diffusion
