#pragma once

#include "core/diffusion/modules/BlockTap.h"
#include "core/diffusion/modules/Conv2d.h"
#include "core/diffusion/modules/VaeDecoder.h"
#include "core/diffusion/modules/VaeEncoder.h"
#include "core/diffusion/weights/Weights.h"
#include "core/formats/ModelDescription.h"

#include <cstdint>
#include <optional>
#include <stop_token>

namespace calotype::diffusion {

/// The KL-regularised autoencoder of latent diffusion (Rombach et al. 2022). No scaling factor is applied inside:
/// latents here are raw, images run from -1 to 1. All tensors have the weights' dtype.
class Autoencoder
{
public:
    /// The posterior of the encoder, a diagonal Gaussian; each [B, latentChannels, H/8, W/8].
    struct Moments {
        Tensor mean;
        Tensor logvar; ///< clamped to -30..20
        Tensor std;    ///< exp(logvar / 2)
    };

    /// A file without encoder tensors makes an autoencoder that only decodes.
    /// @throws Failure Damaged if a tensor is missing or has another shape than @p config says
    Autoencoder(const formats::VaeConfig &config, const Weights &weights);

    bool hasEncoder() const { return encoder.has_value(); }
    /// Pixels along one side of a latent element: 8 for every known model.
    std::int64_t scale() const { return m_scale; }

    /// @param image  [B, inChannels, H, W], -1..1, H and W multiples of scale()
    /// @param stop   looked at before each block, and between a block's convolutions
    /// @param tap    told each block's output ("encoder.down_blocks.0.resnets.0"); for tests
    /// @throws Failure Cancelled; Unsupported without an encoder
    Moments encode(const Tensor &image, const std::stop_token &stop, const BlockTap *tap = nullptr) const;
    /// As encode(), but for the rounding, with less memory and more time: see VaeEncoder::forwardInStrips().
    Moments encodeInStrips(const Tensor &image, std::int64_t rows, const std::stop_token &stop) const;

    /// @param latents  [B, latentChannels, h, w], any size
    /// @param stop     looked at before each block, and between a block's convolutions
    /// @param tap      told each block's output ("decoder.up_blocks.0.resnets.0"); for tests
    /// @return [B, outChannels, 8h, 8w], about -1..1, not clamped
    /// @throws Failure Cancelled
    Tensor decode(const Tensor &latents, const std::stop_token &stop, const BlockTap *tap = nullptr) const;
    /// As decode(), but for the rounding, with less memory and more time: see VaeDecoder::forwardInStrips().
    Tensor decodeInStrips(const Tensor &latents, std::int64_t rows, const std::stop_token &stop) const;

private:
    const VaeEncoder &needEncoder() const;
    Moments momentsOf(const Tensor &encoded) const;

    std::int64_t m_scale;
    std::optional<VaeEncoder> encoder;
    std::optional<Conv2d> quant_conv;
    std::optional<Conv2d> post_quant_conv;
    VaeDecoder decoder;
};

} // namespace calotype::diffusion
