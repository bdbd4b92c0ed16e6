#include "core/diffusion/modules/Autoencoder.h"
#include "packaging/starter/Colours.h"
#include "packaging/starter/PictureTensor.h"
#include "packaging/starter/Training.h"

#include <cstdio>

namespace calotype::starter {

namespace {

using diffusion::Autoencoder;

constexpr double kKlWeight = 1e-4; // of the mean over the latents' elements
constexpr double kHighestRate = 1.5e-3;
constexpr double kFirstLogVariance = -10; // a wide posterior at the beginning shuts channels for good, colour first
constexpr double kLatentError = 0.1; // of the latents' deviation, what the decoder learns to forgive

// Every picture on white, as it is and in each colour.
Tensor allPictures(const std::vector<Concept> &concepts)
{
    std::vector<QImage> pictures;
    for (const Concept &one : concepts) {
        pictures.push_back(onWhite(one.picture));
        if (const auto hue = mainHue(one.picture)) {
            for (const Colour &colour : colours())
                pictures.push_back(onWhite(recoloured(one.picture, *hue, colour)));
        }
    }
    return bytesOf(pictures);
}

// Some of the pictures at random, half of them mirrored, in -1..1.
Tensor sample(const Tensor &pictures, std::int64_t count, const torch::Device &device)
{
    const Tensor rows = torch::randint(pictures.size(0), {count}, torch::kInt64);
    const Tensor chosen = pictures.index_select(0, rows);
    const Tensor mirror = torch::rand({count, 1, 1, 1}) < 0.5;
    return toUnit(torch::where(mirror, chosen.flip({3}), chosen).to(device));
}

Tensor pictureLoss(const Tensor &made, const Tensor &wanted)
{
    const Tensor difference = made - wanted;
    const auto last = difference.size(3) - 1;
    const Tensor across = difference.narrow(3, 1, last) - difference.narrow(3, 0, last);
    const Tensor down = difference.narrow(2, 1, last) - difference.narrow(2, 0, last);
    // Shape alone would be learnt first, and long after it colour: what differs from grey counts again.
    const Tensor chroma = difference - difference.mean(1, true);
    return chroma.abs().mean() + difference.abs().mean() + difference.square().mean() + across.abs().mean() + down.abs().mean();
}

void writeSheet(const Run &run, const Autoencoder &vae, const Tensor &pictures, const char *name)
{
    const at::NoGradGuard noGrad;
    std::vector<QImage> cells;
    const auto stride = std::max<std::int64_t>(1, pictures.size(0) / 24);
    for (std::int64_t i = 0; i < 24; ++i) {
        const Tensor picture = toUnit(pictures.narrow(0, i * stride % pictures.size(0), 1)).to(run.device);
        cells.push_back(toImage(picture[0]));
        cells.push_back(toImage(vae.decode(vae.encode(picture, {}).mean, {})[0]));
    }
    contactSheet(cells, 12).save(QString::fromStdString((run.folder / name).string()));
}

// Takes the pictures' mean off the latents, channel by channel: sampling begins at noise of mean zero, and things on
// white are far from it. What quant_conv takes off, post_quant_conv puts back.
void centreLatents(const Run &run, Tensors &weights, const Tensor &pictures)
{
    const at::NoGradGuard noGrad;
    Parameters parameters("", run.device, run.seed);
    parameters.tensors() = weights;
    const Autoencoder vae(run.plan.vae, parameters.weights());
    std::vector<Tensor> means;
    for (const Tensor &some : pictures.split(16))
        means.push_back(vae.encode(toUnit(some).to(run.device), {}).mean.mean({0, 2, 3}));
    const Tensor mean = torch::stack(means).mean(0);
    const auto channels = mean.size(0);
    weights.at("quant_conv.bias").narrow(0, 0, channels).sub_(mean);
    weights.at("post_quant_conv.bias").add_(weights.at("post_quant_conv.weight").view({channels, channels}).mv(mean));
}

void writeVae(const Run &run, Tensors average, const Tensor &pictures)
{
    saveTensors(run.folder / "vae.safetensors", average);
    Parameters shipped("", run.device, run.seed);
    shipped.tensors() = std::move(average);
    const Autoencoder vae(run.plan.vae, shipped.weights());
    writeSheet(run, vae, pictures, "vae.png");
}

} // namespace

void trainVae(const Run &run, const std::vector<Concept> &concepts)
{
    const Tensor pictures = allPictures(concepts);
    std::printf("%lld pictures of %zu concepts\n", static_cast<long long>(pictures.size(0)), concepts.size());
    Parameters parameters("", run.device, run.seed);
    const Autoencoder vae(run.plan.vae, parameters.weights());
    const auto channels = run.plan.vae.latentChannels;
    {
        const at::NoGradGuard noGrad;
        parameters.tensors().at("quant_conv.bias").narrow(0, channels, channels).fill_(kFirstLogVariance);
    }
    AdamW optimizer(parameters.tensors(), {});

    train(run, "vae", optimizer, run.steps ? run.steps : run.plan.vaeSteps, kHighestRate, [&](auto &) {
        const Tensor wanted = sample(pictures, run.plan.vaeBatch, run.device);
        const auto posterior = vae.encode(wanted, {});
        const Tensor latents = posterior.mean + posterior.std * torch::randn_like(posterior.mean);
        const Tensor divergence
            = 0.5 * (posterior.mean.square() + posterior.logvar.exp() - posterior.logvar - 1.0).mean();
        return pictureLoss(vae.decode(latents, {}), wanted) + kKlWeight * divergence;
    });
    Tensors average = optimizer.average();
    centreLatents(run, average, pictures);
    writeVae(run, average, pictures);
}

void refineDecoder(const Run &run, const std::vector<Concept> &concepts)
{
    const Tensor pictures = allPictures(concepts);
    Parameters parameters("", run.device, run.seed);
    parameters.tensors() = loadTensors(run.folder / "vae.safetensors");
    Tensors held, trained;
    for (auto &[name, tensor] : parameters.tensors()) {
        const bool encodes = name.rfind("encoder.", 0) == 0 || name.rfind("quant_conv.", 0) == 0;
        tensor = tensor.to(run.device).set_requires_grad(!encodes);
        (encodes ? held : trained).emplace(name, tensor);
    }
    const Autoencoder vae(run.plan.vae, parameters.weights());
    AdamW optimizer(trained, {});

    train(run, "decoder", optimizer, run.steps ? run.steps : run.plan.decoderSteps, kHighestRate / 3, [&](auto &) {
        const Tensor wanted = sample(pictures, run.plan.vaeBatch, run.device);
        Tensor latents;
        {
            const at::NoGradGuard noGrad;
            latents = vae.encode(wanted, {}).mean;
            latents = latents + torch::randn_like(latents) * (kLatentError * latents.std().item<double>());
        }
        return pictureLoss(vae.decode(latents, {}), wanted);
    });
    Tensors whole = optimizer.average();
    whole.insert(held.begin(), held.end());
    writeVae(run, whole, pictures);
}

} // namespace calotype::starter
