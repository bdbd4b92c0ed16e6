#include "core/diffusion/modules/Autoencoder.h"

#include "core/base/Error.h"

namespace calotype::diffusion {

Autoencoder::Autoencoder(const formats::VaeConfig &config, const Weights &weights)
    : m_scale(std::int64_t{1} << (config.blockOutChannels.size() - 1))
    , decoder(weights.scope("decoder"), config)
{
    const auto latents = config.latentChannels;
    if (weights.has("encoder.conv_in.weight")) {
        encoder.emplace(weights.scope("encoder"), config);
        if (config.useQuantConv)
            quant_conv.emplace(weights.scope("quant_conv"), 2 * latents, 2 * latents, kPointwise);
    }
    if (config.usePostQuantConv)
        post_quant_conv.emplace(weights.scope("post_quant_conv"), latents, latents, kPointwise);
}

const VaeEncoder &Autoencoder::needEncoder() const
{
    if (!encoder)
        throw Failure(ErrorCode::Unsupported, "This VAE file has no encoder; choose a whole one to start from a picture.");
    return *encoder;
}

Autoencoder::Moments Autoencoder::momentsOf(const Tensor &encoded) const
{
    const auto halves = (quant_conv ? quant_conv->forward(encoded) : encoded).chunk(2, 1);
    Moments out;
    out.mean = halves[0];
    out.logvar = halves[1].clamp(-30.0, 20.0);
    out.std = (out.logvar * 0.5).exp_();
    return out;
}

Autoencoder::Moments Autoencoder::encode(const Tensor &image, const std::stop_token &stop, const BlockTap *tap) const
{
    return momentsOf(needEncoder().forward(image, {stop, tap}));
}

Autoencoder::Moments Autoencoder::encodeInStrips(const Tensor &image, std::int64_t rows, const std::stop_token &stop) const
{
    return momentsOf(needEncoder().forwardInStrips(image, rows, {stop}));
}

Tensor Autoencoder::decode(const Tensor &latents, const std::stop_token &stop, const BlockTap *tap) const
{
    return decoder.forward(post_quant_conv ? post_quant_conv->forward(latents) : latents, {stop, tap});
}

Tensor Autoencoder::decodeInStrips(const Tensor &latents, std::int64_t rows, const std::stop_token &stop) const
{
    return decoder.forwardInStrips(post_quant_conv ? post_quant_conv->forward(latents) : latents, rows, {stop});
}

} // namespace calotype::diffusion
