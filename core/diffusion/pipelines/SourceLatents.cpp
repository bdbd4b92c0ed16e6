#include "core/diffusion/pipelines/SourceLatents.h"

#include "core/diffusion/pipelines/ImageTensor.h"

namespace calotype::diffusion {

namespace {

Autoencoder::Moments flatGrey(int width, int height, VaeCodec &vae, const std::stop_token &stop)
{
    return vae.encode(torch::zeros({1, 3, height, width}), stop);
}

} // namespace

SourceImage encodeSource(const GenerationRequest &request, bool inpaintingUnet, int width, int height, VaeCodec &vae,
                         const std::stop_token &stop)
{
    SourceImage source;
    Tensor picture;
    if (request.initImage) {
        picture = imageToTensor(*request.initImage);
        source.strength = request.strength;
        // A 9-channel UNet that starts from pure noise sees the picture through its extra channels alone.
        if (!(inpaintingUnet && request.mask && request.strength >= 1.0))
            source.image = vae.encode(picture, stop);
    }

    if (request.mask) {
        const Tensor mask = maskToTensor(*request.mask);
        source.mask = at::upsample_nearest2d(mask, {height / 8, width / 8});
        if (inpaintingUnet)
            source.maskedImage = vae.encode(picture * mask.lt(0.5).to(torch::kFloat32), stop);
    } else if (inpaintingUnet) {
        source.mask = torch::ones({1, 1, height / 8, width / 8});
        source.maskedImage = flatGrey(width, height, vae, stop);
    }
    return source;
}

StartLatents startLatents(const SourceImage &source, bool inpaintingUnet, ImageNoise &noise, const Scheduler &scheduler,
                          int beginIndex, const VaeCodec &vae)
{
    StartLatents start;
    if (source.image)
        start.clean = vae.sample(*source.image, noise.posterior());
    start.noise = noise.initial();
    const auto count = start.noise.size(0);
    if (start.clean.defined())
        start.clean = start.clean.expand({count, -1, -1, -1}).contiguous();

    // Inpainting at full strength begins with pure noise; image to image never does.
    const bool pureNoise = !start.clean.defined() || (source.mask.defined() && source.strength >= 1.0);
    start.latents = pureNoise ? start.noise * scheduler.initNoiseSigma()
                              : scheduler.addNoise(start.clean, start.noise, beginIndex);

    if (source.mask.defined()) {
        const Tensor drawn = noise.posterior(); // also for an ordinary UNet, which has no use for it: as the reference
        if (inpaintingUnet) {
            const Tensor masked = vae.sample(*source.maskedImage, drawn);
            start.extra = torch::cat({source.mask.expand({masked.size(0), -1, -1, -1}), masked}, 1);
        }
    }
    return start;
}

Tensor keepUnmasked(const Tensor &latents, const StartLatents &start, const Tensor &mask, const Scheduler &scheduler, int next)
{
    const bool last = next >= static_cast<int>(scheduler.timesteps().size());
    const Tensor kept = last ? start.clean : scheduler.addNoise(start.clean, start.noise, next);
    return (1.0 - mask) * kept + mask * latents;
}

} // namespace calotype::diffusion
