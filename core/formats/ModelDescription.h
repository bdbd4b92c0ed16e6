#pragma once

#include "core/engine/ModelInfo.h"
#include "core/formats/TensorFile.h"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace calotype::formats {

enum class Activation { QuickGelu, Gelu };

/// A CLIP text encoder's shape. Defaults are those of CLIP ViT-L/14.
struct ClipTextConfig {
    std::int64_t vocabSize = 49408;
    std::int64_t maxPositions = 77;
    std::int64_t hiddenSize = 768;
    std::int64_t intermediateSize = 3072;
    std::int64_t layers = 12; ///< layers in the file that are used
    std::int64_t heads = 12;
    Activation activation = Activation::QuickGelu;
    double layerNormEps = 1e-5;
    std::int64_t projectionDim = 0; ///< 0: no text_projection
    std::int64_t bosId = 49406;
    std::int64_t eosId = 49407; ///< legacy configs say 2: then the pooled token is the highest id
    std::int64_t padId = 49407;
};

/// A UNet2DConditionModel's shape, one entry per level from the top. Defaults are those of SD 1.x.
struct UNetConfig {
    std::int64_t inChannels = 4;
    std::int64_t outChannels = 4;
    std::vector<std::int64_t> blockOutChannels{320, 640, 1280, 1280};
    std::int64_t layersPerBlock = 2;
    std::vector<std::int64_t> transformerDepth{1, 1, 1, 0}; ///< 0: a level without attention
    std::int64_t midTransformerDepth = 1;
    std::vector<std::int64_t> heads{8, 8, 8, 8};            ///< attention heads per level
    std::int64_t crossAttentionDim = 768;
    bool linearProjection = false;  ///< proj_in/out as linear layers
    std::int64_t normGroups = 32;
    double normEps = 1e-5;
    bool upcastAttention = false;
    bool flipSinToCos = true;
    double freqShift = 0;
    std::int64_t additionTimeEmbedDim = 0; ///< SDXL: 256; 0: no added conditioning
    std::int64_t additionInputDim = 0;     ///< projection_class_embeddings_input_dim
    std::int64_t sampleSize = 64;          ///< native latent size; 0: unknown
};

/// An AutoencoderKL's or (tiny) AutoencoderTiny's shape.
struct VaeConfig {
    std::int64_t inChannels = 3;
    std::int64_t outChannels = 3;
    std::int64_t latentChannels = 4;
    std::vector<std::int64_t> blockOutChannels{128, 256, 512, 512};
    std::int64_t layersPerBlock = 2;
    std::int64_t normGroups = 32;
    double scalingFactor = 0.18215;
    bool forceUpcast = false; ///< half precision overflows: run in float32
    bool useQuantConv = true;
    bool usePostQuantConv = true;
    bool midAttention = true;
};

/// How tensor names of a part are spelled in its files.
enum class NameLayout {
    Diffusers, ///< one file (or shards) per part, names as the diffusers modules have them
    Original,  ///< CompVis / Stability single file: model.diffusion_model.*, first_stage_model.*, cond_stage_model.*
    OpenClip,  ///< a text encoder in OpenCLIP's words (SD 2 and SDXL's second, in single files)
};

/// Where one part's tensors come from.
struct PartSource {
    bool present = false;
    NameLayout layout = NameLayout::Diffusers;
    std::string prefix; ///< stripped from names before they are mapped, e.g. "model.diffusion_model."
    std::vector<std::shared_ptr<const TensorFile>> files; ///< shards; several parts may share one
};

struct TokenizerSource {
    std::filesystem::path vocab;  ///< vocab.json; empty: the built-in CLIP vocabulary
    std::filesystem::path merges; ///< merges.txt
    std::int64_t maxLength = 77;
    std::int64_t padId = 49407; ///< 0 for SD 2.x and SDXL's second
};

/// Rough colours of latents: a linear map of the four channels, and a constant, that give red, green and blue in −1..1.
struct LatentColours {
    std::array<std::array<float, 3>, 4> rgbOfChannel{};
    std::array<float, 3> constant{};
};

/// All that is needed to build the networks of a model: configurations, and files with checked tensors.
struct ModelDescription {
    ModelInfo info;
    UNetConfig unet;
    VaeConfig vae;
    ClipTextConfig text;
    std::optional<ClipTextConfig> text2; ///< SDXL
    PartSource unetSource, vaeSource, textSource, text2Source;
    TokenizerSource tokenizer, tokenizer2;
    std::string schedulerConfigJson; ///< scheduler_config.json's text, or what the kind implies, prediction_type resolved
    std::optional<LatentColours> latentColours; ///< where the folder's calotype.json has them; else those of the kind
    bool forceZerosForEmptyPrompt = false; ///< SDXL base
    /// SDXL: hidden_states[-2] is asked for. SD 2 needs it not: folders lack the unused last layer, and for single files
    /// it is left out of ClipTextConfig::layers.
    bool usePenultimate = false;
};

/// Looks at a model file or folder: kind, parts, shapes, prediction type. Reads headers and JSON only.
/// @param prediction  the user's choice, if any; wins over everything
/// @throws Failure NotFound, Damaged, Unsupported — with a sentence naming the file
ModelDescription describeModel(const std::filesystem::path &path, std::optional<PredictionType> prediction = {});

/// As describeModel, for listings: never throws; faults become ModelInfo::warnings and missing.
ModelInfo inspectModel(const std::filesystem::path &path);

/// A VAE of its own file or folder (either layout), for ModelSpec::vaePath: a VAE's folder, a whole model's, a file with
/// nothing else in it, or a checkpoint with a VAE inside. For an AutoencoderTiny see describeTinyVae().
/// @param config  on entry that of the model the VAE is for: what the file does not tell (scaling factor, whether it
///                overflows in half precision) is kept from it
/// @throws Failure NotFound, Damaged, Unsupported; then both arguments are as before
void describeVae(const std::filesystem::path &path, VaeConfig &config, PartSource &source);

/// A tiny autoencoder (TAESD) for ModelSpec::taesdPath: its file, or the folder that holds it.
/// @throws Failure
PartSource describeTinyVae(const std::filesystem::path &path);

/// Reads a JSON file. @throws Failure NotFound, Damaged (with line and column)
nlohmann::json readJsonFile(const std::filesystem::path &path);

} // namespace calotype::formats
