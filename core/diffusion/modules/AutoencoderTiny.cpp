#include "core/diffusion/modules/AutoencoderTiny.h"

#include "core/base/Error.h"
#include "core/diffusion/modules/Resampling.h"

namespace calotype::diffusion {

namespace {

// One place without tensors may lie between others; so many in a row are the end.
constexpr std::int64_t kLongestGap = 2;

} // namespace

AutoencoderTiny::AutoencoderTiny(const Weights &weights)
    : m_encoder(readLayers(weights.scope("encoder.layers"), false))
    , m_decoder(readLayers(weights.scope("decoder.layers"), true))
{
    if (m_encoder.empty() && m_decoder.empty())
        throw Failure(ErrorCode::Damaged, "This file is no tiny autoencoder: it has neither encoder.layers nor decoder.layers.");
}

// The sequence follows from the names: a tensor right below the index is a convolution, `conv.N` below it a block. What
// has no tensors is, in the decoder, the activation after the first convolution, else an upsampling. In the encoder, the
// convolutions without a bias halve the size.
std::vector<AutoencoderTiny::Layer> AutoencoderTiny::readLayers(const Weights &weights, bool decoder)
{
    std::vector<Layer> layers;
    std::int64_t gap = 0;
    for (std::int64_t i = 0; gap < kLongestGap; ++i) {
        const Weights scope = weights.scope(i);
        Layer layer{Layer::Kind::Conv, {}};
        if (scope.has("weight")) {
            const bool bias = scope.has("bias");
            layer.conv.emplace_back(scope, -1, -1, Conv2dOptions{3, !decoder && !bias ? 2 : 1, 1, bias});
        } else if (scope.has("conv.0.weight")) {
            layer.kind = Layer::Kind::Block;
            for (const std::int64_t place : {0, 2, 4})
                layer.conv.emplace_back(scope.scope("conv").scope(place), -1, -1);
        } else {
            layer.kind = i == 1 ? Layer::Kind::Relu : Layer::Kind::Upsample;
            ++gap;
            layers.push_back(std::move(layer));
            continue;
        }
        gap = 0;
        layers.push_back(std::move(layer));
    }
    layers.resize(layers.size() - static_cast<std::size_t>(gap));
    return layers;
}

Tensor AutoencoderTiny::run(const std::vector<Layer> &layers, Tensor x)
{
    for (const Layer &layer : layers) {
        switch (layer.kind) {
        case Layer::Kind::Conv:
            x = layer.conv[0].forward(x);
            break;
        case Layer::Kind::Block: {
            const Tensor inner = layer.conv[1].forward(layer.conv[0].forward(x).relu_()).relu_();
            x = layer.conv[2].forward(inner).add_(x).relu_();
            break;
        }
        case Layer::Kind::Relu:
            x = at::relu(x);
            break;
        case Layer::Kind::Upsample:
            x = upsampleNearest(x, 2 * x.size(2), 2 * x.size(3));
            break;
        }
    }
    return x;
}

Tensor AutoencoderTiny::decode(const Tensor &latents) const
{
    if (m_decoder.empty())
        throw Failure(ErrorCode::Unsupported, "This tiny autoencoder has no decoder; choose the decoder's file.");
    return run(m_decoder, at::tanh(latents / 3).mul_(3)).mul_(2).sub_(1);
}

Tensor AutoencoderTiny::encode(const Tensor &image) const
{
    if (m_encoder.empty())
        throw Failure(ErrorCode::Unsupported, "This tiny autoencoder has no encoder; choose the encoder's file.");
    return run(m_encoder, (image + 1).div_(2));
}

} // namespace calotype::diffusion
