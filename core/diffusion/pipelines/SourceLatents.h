#pragma once

#include "core/diffusion/Torch.h"
#include "core/diffusion/noise/ImageNoise.h"
#include "core/diffusion/pipelines/VaeCodec.h"
#include "core/diffusion/schedulers/Scheduler.h"
#include "core/engine/GenerationRequest.h"

#include <optional>
#include <stop_token>

namespace calotype::diffusion {

/// What the init image and the mask of a request contribute, whatever the seed: encoded once for all pictures.
struct SourceImage {
    std::optional<Autoencoder::Moments> image;       ///< of the init image
    std::optional<Autoencoder::Moments> maskedImage; ///< of the init image with the masked part grey (9-channel UNets)
    Tensor mask;                                     ///< [1, 1, h, w], one is painted anew; undefined without mask
    double strength = 1.0;
};

/// Encodes what @p request brings. A 9-channel UNet without a mask paints everything anew.
/// @param inpaintingUnet  the UNet takes 9 channels
SourceImage encodeSource(const GenerationRequest &request, bool inpaintingUnet, int width, int height, VaeCodec &vae,
                         const std::stop_token &stop);

/// Latents of one group of pictures at the beginning of sampling, and what each step needs besides.
struct StartLatents {
    Tensor latents;   ///< [N, 4, h, w]
    Tensor noise;     ///< the initial unit noise
    Tensor clean;     ///< clean latents of the init image; undefined if none were drawn
    Tensor extra;     ///< [N, 5, h, w]: mask and masked latents for a 9-channel UNet; undefined otherwise
};

/// Draws in the reference's order: posterior of the image (if it is needed), noise, posterior of the masked image
/// (wherever there is a mask, even if the UNet does not see that image).
StartLatents startLatents(const SourceImage &source, bool inpaintingUnet, ImageNoise &noise, const Scheduler &scheduler,
                          int beginIndex, const VaeCodec &vae);

/// After an evaluation of an ordinary UNet with a mask: keeps what is not masked at the level of evaluation @p next.
/// @param next  index of the evaluation to come; past the last one the clean latents are kept
Tensor keepUnmasked(const Tensor &latents, const StartLatents &start, const Tensor &mask, const Scheduler &scheduler, int next);

} // namespace calotype::diffusion
