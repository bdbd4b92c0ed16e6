#pragma once

#include "packaging/starter/AdamW.h"
#include "packaging/starter/Concepts.h"
#include "packaging/starter/Networks.h"

#include <functional>
#include <random>

namespace calotype::starter {

/// Where and how a training runs.
struct Run {
    std::filesystem::path folder;       ///< checkpoints and sample sheets
    torch::Device device = torch::kCPU;
    torch::ScalarType dtype = torch::kFloat32; ///< what the UNet computes in; its weights are kept in float32
    std::uint64_t seed = 1;
    std::int64_t steps = 0;             ///< 0: the plan's
    Plan plan;
};

/// Trains the autoencoder: L1, L2 and the L1 of the gradients of the picture, and the Kullback–Leibler term. Goes on
/// from vae.ckpt.safetensors in the folder; leaves vae.safetensors (averaged weights) and vae.png.
void trainVae(const Run &run, const std::vector<Concept> &concepts);

/// Trains the decoder further, the encoder held, on latents with the small errors that sampling leaves in them.
void refineDecoder(const Run &run, const std::vector<Concept> &concepts);

/// Trains UNet and text encoder together on the autoencoder's latents. Goes on from unet.ckpt.safetensors; leaves
/// unet.safetensors and text.safetensors (averaged weights).
void trainUNet(const Run &run, const std::vector<Concept> &concepts);

/// The learning rate after @p progress, 0..1, of a training: a short warm-up, then a cosine to a fiftieth.
double learningRate(double highest, double progress);

/// Calls @p step for each step that is left, prints the mean loss with time and rate, saves the optimiser's state every
/// few minutes and at the end. An interrupt saves, too, and ends the program.
/// @param step  computes the loss of one batch, a scalar with a gradient. What it draws from torch's own generator and from
///              the one that it is given goes by the run's seed and the step at which this training began or went on.
/// @throws Failure if a loss or its gradient is no number; the checkpoint stays as it was then
void train(const Run &run, const std::string &name, AdamW &optimizer, std::int64_t steps, double highestRate,
           const std::function<Tensor(std::mt19937_64 &random)> &step);

} // namespace calotype::starter
