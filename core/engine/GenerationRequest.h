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
inline constexpr int kSourceMax = 16384; ///< a side of a picture of which only a part is painted anew
inline constexpr int kMaskPaddingMax = 1024;
inline constexpr int kCountMax = 200;
inline constexpr int kStepsMax = 250;
inline constexpr double kGuidanceMax = 30.0;
inline constexpr int kClipSkipMax = 12;
/// Of a word, its brackets multiplied, and of a part that AND joins; as far below 0. The web UI has no bound, but far beyond
/// this one the latents are no numbers any more.
inline constexpr double kPromptWeightMax = 100.0;
inline constexpr std::int64_t kSeedMax = 4294967295; ///< 2^32 − 1
} // namespace bounds

/// How intermediate latents are shown while sampling.
enum class PreviewMethod {
    Off,
    LatentRgb, ///< a linear map of the latents, an eighth of the size, costs nothing
    Taesd,     ///< the tiny autoencoder where its file is present, else LatentRgb
};

/// Where the noise comes from. It is always made on the CPU, so that a seed gives the same on every device.
enum class NoiseMode {
    PerImage, ///< a Mersenne Twister for each picture, seeded with its seed
    Batch,    ///< one for all pictures, seeded with seeds[0], as the reference draws a batch
    Nv,       ///< Philox for each picture: the numbers that an NVIDIA card gives to other programs
};

/// How prompts are read.
enum class PromptSyntax {
    Plain,    ///< as they stand, as the reference pipelines do; what is beyond 75 tokens is cut off
    Weighted, ///< with the grammar of AUTOMATIC1111's web UI (see core/engine/prompt), of any length; “<lora:…>” is left out
};

/// The first noise of a picture is not that of its seed alone: a way along the sphere from there to that of another.
struct Variation {
    std::int64_t seed = 0;  ///< of the request's first picture; those that follow have the next ones (see PictureSeeds.h)
    double strength = 0.0;  ///< 0..1: 0 is the picture's own noise, 1 that of the variation's seed

    bool operator==(const Variation &) const = default;
};

/// Everything a picture depends on, the model file aside. A plain value: it can be stored,
/// compared and sent. Sizes are in pixels.
struct GenerationRequest {
    std::string prompt;
    std::optional<std::string> negativePrompt; ///< absent: what the model's configuration says (SDXL: zeros), else ""
    std::optional<std::string> prompt2;         ///< SDXL's second encoder; absent: prompt
    std::optional<std::string> negativePrompt2; ///< absent: negativePrompt
    PromptSyntax promptSyntax = PromptSyntax::Plain;

    std::string sampler;  ///< canonical sampler id; "": the model's own
    std::string schedule = "default"; ///< canonical schedule id
    int steps = 25;
    double guidance = 7.5;       ///< classifier-free guidance scale; none at <= 1
    double guidanceRescale = 0.0; ///< 0..1 (Lin et al. 2023, section 3.4)
    double eta = 0.0;             ///< DDIM and TCD's stochasticity, 0..1

    int width = 0;  ///< 0: the model's native size
    int height = 0; ///< 0: the model's native size
    /// 1 is none, 2 the last layer but one. Of the prompt; the negative one skips none, but with PromptSyntax::Weighted as
    /// many, as the programs do whose grammar that is.
    int clipSkip = 1;

    /// One picture for each seed. Picture k is the one that requestOfPicture() makes alone.
    std::vector<std::int64_t> seeds{0};
    NoiseMode noise = NoiseMode::PerImage;
    std::optional<Variation> variation;

    /// RGB8 of width × height, or, with inpaintOnlyMasked, of any size from bounds::kSizeMin to bounds::kSourceMax a side,
    /// which is then the size of the finished picture. Null: text to image.
    std::shared_ptr<const Image> initImage;
    /// Grey8 of initImage's size, which it needs; >= 128 is painted anew. A soft one (with values between 0 and 255) also
    /// lays the finished picture over initImage, as far as its values say.
    std::shared_ptr<const Image> mask;
    /// Only the masked part of initImage and maskPadding pixels around it are made anew, at width × height, and laid back
    /// into it through the mask: what is not masked stays as it is to the byte. Only with a mask.
    bool inpaintOnlyMasked = false;
    int maskPadding = 32; ///< of initImage's pixels; counts only with inpaintOnlyMasked
    double strength = 0.75;                 ///< img2img strength 0..1; only with initImage
    /// SHA-256 of the file that initImage was taken from, lower-case hexadecimal; "": not known. Changes nothing in the
    /// picture: it is the lineage that is written into it.
    std::string parentHash;

    /// SDXL micro-conditioning, {height, width}; absent: the picture's size, and no crop.
    std::optional<std::pair<int, int>> originalSize;
    std::optional<std::pair<int, int>> targetSize;
    std::pair<int, int> cropTopLeft{0, 0};

    PreviewMethod preview = PreviewMethod::Off;
    int previewEvery = 1;      ///< steps from one preview to the next
    double previewSeconds = 0; ///< at least so long from one preview to the next
    bool keepLatents = false;     ///< put the final latents into the result
    bool keepStepLatents = false; ///< put the latents of each step into Progress

    /// Go on from here: the pictures before resume->image are taken as done and not made again. Null: from the start.
    std::shared_ptr<const ResumePoint> resume;
    double resumePointSeconds = 0; ///< send a resume point with Progress at most this often; 0: never

    bool operator==(const GenerationRequest &) const = default;
};

} // namespace calotype
