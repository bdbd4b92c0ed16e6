#pragma once

#include "core/diffusion/Torch.h"
#include "core/diffusion/pipelines/Networks.h"

#include <exception>
#include <stop_token>
#include <string>
#include <vector>

namespace calotype::diffusion {

/// Between pictures and the latents that the UNet sees: the VAE with its scaling factor, and its fall-backs. Where half
/// precision yields values that are not finite, the VAE is read again in float32; where the device's memory runs out,
/// it works in tiles from then on: strips as wide as the picture, which leave no seams. Both leave a note.
class VaeCodec
{
public:
    /// @param inTiles  from the beginning, see WorkPlan
    VaeCodec(Networks &networks, std::vector<std::string> &notes, bool inTiles = false);

    bool isInTiles() const { return m_inTiles; }

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
    void fallBackToTiles(const std::exception &error, const char *note);
    void fallBackToFloat32(const std::stop_token &stop);

    Networks &m_networks;
    std::vector<std::string> &m_notes;
    bool m_inTiles;
};

} // namespace calotype::diffusion
