#include "core/diffusion/modules/Autoencoder.h"

#include "core/base/Error.h"
#include "core/diffusion/modules/Tiling.h"

namespace calotype::diffusion {

namespace {

Autoencoder::Moments split(const Tensor &moments)
{
    const auto halves = moments.chunk(2, 1);
    Autoencoder::Moments out;
    out.mean = halves[0];
    out.logvar = halves[1].clamp(-30.0, 20.0);
    out.std = (out.logvar * 0.5).exp_();
    return out;
}

} // namespace

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

Tensor Autoencoder::moments(const Tensor &image, const BlockPass &pass) const
{
    if (!encoder)
        throw Failure(ErrorCode::Unsupported, "This VAE file has no encoder; choose a whole one to start from a picture.");
    const Tensor hidden = encoder->forward(image, pass);
    return quant_conv ? quant_conv->forward(hidden) : hidden;
}

Autoencoder::Moments Autoencoder::encode(const Tensor &image, const std::stop_token &stop, const BlockTap *tap) const
{
    return split(moments(image, {stop, tap}));
}

Autoencoder::Moments Autoencoder::encodeTiled(const Tensor &image, std::int64_t tileLatent, std::int64_t overlap,
                                              const std::stop_token &stop) const
{
    const TileOptions options{tileLatent, overlap, m_scale, 1};
    return split(mapInTiles(image, options, [&](const Tensor &piece) { return moments(piece, {stop}); }));
}

Tensor Autoencoder::decode(const Tensor &latents, const std::stop_token &stop, const BlockTap *tap) const
{
    return decoder.forward(post_quant_conv ? post_quant_conv->forward(latents) : latents, {stop, tap});
}

Tensor Autoencoder::decodeTiled(const Tensor &latents, std::int64_t tileLatent, std::int64_t overlap,
                                const std::stop_token &stop) const
{
    const TileOptions options{tileLatent, overlap, 1, m_scale};
    return mapInTiles(latents, options, [&](const Tensor &piece) { return decode(piece, stop); });
}

} // namespace calotype::diffusion
