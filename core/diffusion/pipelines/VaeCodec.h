#pragma once

#include "core/diffusion/Torch.h"
#include "core/diffusion/pipelines/Networks.h"

#include <stop_token>
#include <string>
#include <vector>

namespace calotype::diffusion {

/// Between pictures and the latents that the UNet sees: the VAE with its scaling factor, and its fall-backs. Where half
/// precision yields values that are not finite, the VAE is read again in float32; where the device's memory runs out,
/// it works in tiles. Both leave a note. In MemoryMode::Low it always works in tiles, smaller ones.
class VaeCodec
{
public:
    VaeCodec(Networks &networks, std::vector<std::string> &notes);

    /// The picture's posterior. @param picture  [1, 3, H, W] float32 in −1..1, CPU
    Autoencoder::Moments encode(const Tensor &picture, const std::stop_token &stop);

    /// A scaled draw from the posterior: (mean + std · noise) · scaling factor. float32, CPU
    /// @param noise  unit Gaussian of the latents' shape
    Tensor sample(const Autoencoder::Moments &moments, const Tensor &noise) const;

    /// @param latents  [1, 4, h, w] float32, as the UNet sees them  @return [1, 3, 8h, 8w] float32, CPU
    Tensor decode(const Tensor &latents, const std::stop_token &stop);

private:
    Autoencoder::Moments encodeOnce(const Tensor &picture, const std::stop_token &stop);
    Tensor decodeOnce(const Tensor &latents, const std::stop_token &stop);
    void fallBackToFloat32(const std::stop_token &stop);

    Networks &m_networks;
    std::vector<std::string> &m_notes;
};

} // namespace calotype::diffusion
