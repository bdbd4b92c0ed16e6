#pragma once

#include "core/base/Image.h"
#include "core/engine/ResumePoint.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace calotype {

/// Bounds that every front end enforces before anything is spent (see validate()).
namespace bounds {
inline constexpr int kSizeStep = 8;
inline constexpr int kSizeMin = 64;
inline constexpr int kSizeMax = 8192;
inline constexpr int kCountMax = 200;
inline constexpr int kStepsMax = 250;
inline constexpr double kGuidanceMax = 30.0;
inline constexpr int kClipSkipMax = 12;
inline constexpr std::int64_t kSeedMax = 4294967295; ///< 2^32 − 1
} // namespace bounds

/// How intermediate latents are shown while sampling.
enum class PreviewMethod {
    Off,
    LatentRgb, ///< a linear map of the latents, an eighth of the size, costs nothing
    Taesd,     ///< the tiny autoencoder where its file is present, else LatentRgb
};

/// Everything a picture depends on, the model file aside. A plain value: it can be stored,
/// compared and sent. Sizes are in pixels.
struct GenerationRequest {
    std::string prompt;
    std::optional<std::string> negativePrompt; ///< absent: what the model's configuration says (SDXL: zeros), else ""
    std::optional<std::string> prompt2;         ///< SDXL's second encoder; absent: prompt
    std::optional<std::string> negativePrompt2; ///< absent: negativePrompt

    std::string sampler;  ///< canonical sampler id; "": the model's own
    std::string schedule = "default"; ///< canonical schedule id
    int steps = 25;
    double guidance = 7.5;       ///< classifier-free guidance scale; none at <= 1
    double guidanceRescale = 0.0; ///< 0..1 (Lin et al. 2023, section 3.4)
    double eta = 0.0;             ///< DDIM and TCD's stochasticity, 0..1

    int width = 0;  ///< 0: the model's native size
    int height = 0; ///< 0: the model's native size
    int clipSkip = 1; ///< of the prompt: 1 is none, 2 the last layer but one; the negative prompt skips none

    /// One picture for each seed. Picture k depends on seeds[k] alone.
    std::vector<std::int64_t> seeds{0};
    /// Draw the noise of all pictures from one generator seeded with seeds[0], as the reference does for a batch.
    bool batchNoise = false;

    std::shared_ptr<const Image> initImage; ///< RGB8 of width × height; null: text to image
    std::shared_ptr<const Image> mask;      ///< grey8 of width × height, >= 128 is painted anew; needs initImage
    double strength = 0.75;                 ///< img2img strength 0..1; only with initImage
    /// SHA-256 of the file that initImage was taken from, lower-case hexadecimal; "": not known. Changes nothing in the
    /// picture: it is the lineage that is written into it.
    std::string parentHash;

    /// SDXL micro-conditioning, {height, width}; absent: the picture's size, and no crop.
    std::optional<std::pair<int, int>> originalSize;
    std::optional<std::pair<int, int>> targetSize;
    std::pair<int, int> cropTopLeft{0, 0};

    PreviewMethod preview = PreviewMethod::Off;
    bool keepLatents = false;     ///< put the final latents into the result
    bool keepStepLatents = false; ///< put the latents of each step into Progress

    /// Go on from here: the pictures before resume->image are taken as done and not made again. Null: from the start.
    std::shared_ptr<const ResumePoint> resume;
    double resumePointSeconds = 0; ///< send a resume point with Progress at most this often; 0: never

    bool operator==(const GenerationRequest &) const = default;
};

} // namespace calotype
