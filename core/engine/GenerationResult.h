#pragma once

#include "core/base/Image.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace calotype {

/// Latents as the UNet sees them, before the division by the VAE's scaling factor.
struct Latents {
    std::array<std::int64_t, 4> shape{}; ///< N, 4, H/8, W/8
    std::vector<float> values;           ///< row-major
};

/// How a run was resolved: what its request left open, and the schedule that came of it.
struct RunDetails {
    std::string modelName;
    std::string modelPath;
    std::string vaePath;    ///< of another VAE than the model's own, else empty
    std::string prediction; ///< "epsilon", "v_prediction", "sample"
    std::string device;     ///< "cpu", "cuda:0", "mps"
    std::string dtype;      ///< "float32", "float16", "bfloat16"
    std::string memory;     ///< "fast", "balanced", "low", the last also where a run had to work so; "": not known
    std::string vaeTiles;   ///< "on", "off"; "": not known
    std::string engine;     ///< what computed it: "libtorch 1.13.1"; "": not known
    std::string sampler;    ///< canonical ids
    std::string schedule;
    int width = 0;
    int height = 0;
    std::vector<double> timesteps; ///< as given to the UNet, in order
    std::vector<double> sigmas;    ///< empty where the sampler has none
};

/// One finished picture. It carries what made it, so that it can be saved before the rest of its run is done.
struct GeneratedImage {
    Image image; ///< RGB8
    std::int64_t seed = 0;
    int index = 0; ///< in its request
    std::shared_ptr<const RunDetails> run; ///< never null from a real backend
};

/// Wall-clock seconds by stage.
struct StageSeconds {
    double load = 0;
    double text = 0;
    double encode = 0;          ///< init image and mask through the VAE
    std::vector<double> denoise; ///< one value per sampling step, all pictures in turn
    double decode = 0;
};

/// What one run of GenerationBackend::generate() made, and how.
struct GenerationResult : RunDetails {
    std::vector<GeneratedImage> images; ///< in the order of the request's seeds; fewer after a cancel
    bool cancelled = false;             ///< stopped by the user; the pictures that were done are kept
    StageSeconds seconds;
    std::int64_t peakMemoryBytes = 0; ///< of the process (CPU) or the device's allocator
    std::int64_t samplingPeakBytes = 0; ///< the same when the first picture was about to be decoded; 0: none was
    std::vector<std::string> notes;   ///< plain sentences: what was truncated, what fell back
    Latents latents;                  ///< filled when the request keeps them
};

} // namespace calotype
