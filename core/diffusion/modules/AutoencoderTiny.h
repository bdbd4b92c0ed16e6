#pragma once

#include "core/diffusion/modules/Conv2d.h"
#include "core/diffusion/weights/Weights.h"

#include <string>
#include <vector>

namespace calotype::diffusion {

/// TAESD, the tiny autoencoder (Ollin Boer Bohan, 2023): a few plain convolutions that show what latents hold at a
/// fraction of the VAE's cost. Its latents are those of the UNet: no scaling factor stands between them. The layers
/// are read from the file's names; encoder and decoder may come alone.
class AutoencoderTiny
{
public:
    /// @throws Failure Damaged if the file holds neither half, or tensors that do not fit each other
    explicit AutoencoderTiny(const Weights &weights);

    bool hasEncoder() const { return !m_encoder.empty(); }
    bool hasDecoder() const { return !m_decoder.empty(); }

    /// @param latents  [B, 4, h, w], as the UNet sees them
    /// @return [B, 3, 8h, 8w], about -1..1, not clamped
    /// @throws Failure Unsupported without a decoder
    Tensor decode(const Tensor &latents) const;
    /// @param image  [B, 3, H, W], -1..1
    /// @return [B, 4, H/8, W/8]
    /// @throws Failure Unsupported without an encoder
    Tensor encode(const Tensor &image) const;

private:
    /// One place of the sequence: a convolution, a residual block of three, an activation or an upsampling.
    struct Layer {
        enum class Kind { Conv, Block, Relu, Upsample } kind;
        std::vector<Conv2d> conv;
    };

    static std::vector<Layer> readLayers(const Weights &weights, bool decoder);
    static Tensor run(const std::vector<Layer> &layers, Tensor x);

    std::vector<Layer> m_encoder;
    std::vector<Layer> m_decoder;
};

} // namespace calotype::diffusion
