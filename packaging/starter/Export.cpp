#include "packaging/starter/Export.h"

#include "core/base/Error.h"
#include "core/diffusion/modules/Autoencoder.h"
#include "core/gallery/AtomicFile.h"
#include "core/tokenizer/BuiltInMerges.h"
#include "core/tokenizer/ClipVocabulary.h"
#include "packaging/starter/NoiseSchedule.h"
#include "packaging/starter/Parameters.h"
#include "packaging/starter/PictureTensor.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <span>

namespace calotype::starter {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

void writeText(const fs::path &path, std::string_view text)
{
    const std::span bytes(reinterpret_cast<const std::uint8_t *>(text.data()), text.size());
    if (auto written = gallery::writeAtomically(QString::fromStdString(path.string()), bytes); !written)
        throw Failure(written.error());
}

void writeJson(const fs::path &path, const json &content)
{
    writeText(path, content.dump(2) + "\n");
}

const json kTokenizer{{"tokenizer_class", "CLIPTokenizer"}, {"model_max_length", 77}, {"pad_token", "<|endoftext|>"}};

// Calotype has the vocabulary built in; other programs read it from the folder.
void writeTokenizer(const fs::path &folder)
{
    const ClipVocabulary vocabulary = ClipVocabulary::builtIn();
    json ids = json::object();
    for (std::int64_t id = 0; id < vocabulary.size(); ++id)
        ids[std::string(vocabulary.token(id))] = id;
    writeText(folder / "vocab.json", ids.dump() + "\n");
    writeText(folder / "merges.txt", builtInMerges());
    writeJson(folder / "tokenizer_config.json", kTokenizer);
}

void writeHalf(const fs::path &from, const fs::path &to)
{
    Tensors tensors = loadTensors(from);
    for (auto &[name, tensor] : tensors)
        tensor = tensor.to(torch::kFloat16);
    fs::create_directories(to.parent_path());
    saveTensors(to, tensors, {{"format", "pt"}});
}

json blockTypes(std::size_t count, const char *name)
{
    return json(std::vector<std::string>(count, name));
}

json unetConfig(const formats::UNetConfig &unet)
{
    json down = json::array(), up = json::array(), headWidths = json::array();
    for (std::size_t i = 0; i < unet.blockOutChannels.size(); ++i) {
        down.push_back(unet.transformerDepth[i] ? "CrossAttnDownBlock2D" : "DownBlock2D");
        up.insert(up.begin(), unet.transformerDepth[i] ? "CrossAttnUpBlock2D" : "UpBlock2D");
        headWidths.push_back(unet.heads[i]);
    }
    return {{"_class_name", "UNet2DConditionModel"},
            {"act_fn", "silu"},
            {"attention_head_dim", headWidths}, // the number of heads, by an old mistake in the name
            {"block_out_channels", unet.blockOutChannels},
            {"cross_attention_dim", unet.crossAttentionDim},
            {"down_block_types", down},
            {"up_block_types", up},
            {"in_channels", unet.inChannels},
            {"out_channels", unet.outChannels},
            {"layers_per_block", unet.layersPerBlock},
            {"norm_num_groups", unet.normGroups},
            {"norm_eps", unet.normEps},
            {"sample_size", unet.sampleSize},
            {"flip_sin_to_cos", unet.flipSinToCos},
            {"freq_shift", unet.freqShift},
            {"use_linear_projection", unet.linearProjection}};
}

json vaeConfig(const formats::VaeConfig &vae, int size, double scalingFactor)
{
    const auto levels = vae.blockOutChannels.size();
    return {{"_class_name", "AutoencoderKL"},
            {"act_fn", "silu"},
            {"block_out_channels", vae.blockOutChannels},
            {"down_block_types", blockTypes(levels, "DownEncoderBlock2D")},
            {"up_block_types", blockTypes(levels, "UpDecoderBlock2D")},
            {"in_channels", vae.inChannels},
            {"out_channels", vae.outChannels},
            {"latent_channels", vae.latentChannels},
            {"layers_per_block", vae.layersPerBlock},
            {"norm_num_groups", vae.normGroups},
            {"sample_size", size},
            {"scaling_factor", scalingFactor}};
}

json textConfig(const formats::ClipTextConfig &text)
{
    return {{"architectures", {"CLIPTextModel"}},
            {"model_type", "clip_text_model"},
            {"vocab_size", text.vocabSize},
            {"hidden_size", text.hiddenSize},
            {"intermediate_size", text.intermediateSize},
            {"num_hidden_layers", text.layers},
            {"num_attention_heads", text.heads},
            {"max_position_embeddings", text.maxPositions},
            {"hidden_act", "quick_gelu"},
            {"layer_norm_eps", text.layerNormEps},
            {"projection_dim", text.hiddenSize},
            {"bos_token_id", text.bosId},
            {"eos_token_id", text.eosId},
            {"pad_token_id", text.padId}};
}

const json kIndex{{"_class_name", "StableDiffusionPipeline"},
                  {"scheduler", {"diffusers", "DPMSolverMultistepScheduler"}},
                  {"text_encoder", {"transformers", "CLIPTextModel"}},
                  {"tokenizer", {"transformers", "CLIPTokenizer"}},
                  {"unet", {"diffusers", "UNet2DConditionModel"}},
                  {"vae", {"diffusers", "AutoencoderKL"}},
                  {"feature_extractor", {nullptr, nullptr}},
                  {"safety_checker", {nullptr, nullptr}},
                  {"requires_safety_checker", false}};

json scheduler()
{
    return {{"_class_name", "DPMSolverMultistepScheduler"},
            {"trained_betas", noiseSchedule().trainedBetas},
            {"clip_sample", false}, // DDPM would clip latents to one otherwise
            {"num_train_timesteps", 1000},
            {"prediction_type", "v_prediction"},
            {"algorithm_type", "dpmsolver++"},
            {"solver_order", 2},
            {"timestep_spacing", "trailing"}}; // from noise alone
}

// By least squares: what each latent tells of the mean colour of the pixels behind it.
json latentColours(const Plan &plan, const fs::path &work, double scalingFactor, const std::vector<Concept> &concepts)
{
    const at::NoGradGuard noGrad;
    Parameters parameters("", torch::kCPU, 0);
    parameters.tensors() = loadTensors(work / "vae.safetensors");
    const diffusion::Autoencoder vae(plan.vae, parameters.weights());
    const auto rows = [](const Tensor &maps) { return maps.permute({0, 2, 3, 1}).reshape({-1, maps.size(1)}); };
    std::vector<Tensor> known, wanted;
    for (const Concept &one : concepts) {
        const Tensor pixels = toUnit(bytesOf({onWhite(one.picture)}));
        const Tensor latents = rows(vae.encode(pixels, {}).mean * scalingFactor);
        known.push_back(torch::cat({latents, torch::ones({latents.size(0), 1})}, 1));
        wanted.push_back(rows(at::avg_pool2d(pixels, 8)));
    }
    const Tensor from = torch::cat(known).to(torch::kFloat64), to = torch::cat(wanted).to(torch::kFloat64);
    const Tensor factors = at::linalg_solve(from.t().mm(from), from.t().mm(to)); // [5, 3]
    json out = json::array();
    for (std::int64_t row = 0; row < factors.size(0); ++row) {
        out.push_back(json::array());
        for (std::int64_t colour = 0; colour < factors.size(1); ++colour)
            out.back().push_back(std::round(factors[row][colour].item<double>() * 1e4) / 1e4);
    }
    return out;
}

json advice(const Plan &plan, json latentRgb)
{
    return {{"latent_rgb", std::move(latentRgb)},
            {"steps", plan.steps},
            {"guidance", plan.guidance},
            {"example_prompts", {"a red apple", "a blue fish", "a 3d icon of a cupcake"}}};
}

} // namespace

void exportModel(const Plan &plan, const fs::path &work, const fs::path &target, const std::vector<Concept> &concepts)
{
    const auto unet = formats::openTensorFile(work / "unet.safetensors");
    const double factor = std::stod(unet->metadata().at("scaling_factor"));
    writeHalf(work / "unet.safetensors", target / "unet" / "diffusion_pytorch_model.safetensors");
    writeHalf(work / "vae.safetensors", target / "vae" / "diffusion_pytorch_model.safetensors");
    writeHalf(work / "text.safetensors", target / "text_encoder" / "model.safetensors");
    writeJson(target / "unet" / "config.json", unetConfig(plan.unet));
    writeJson(target / "vae" / "config.json", vaeConfig(plan.vae, plan.size, factor));
    writeJson(target / "text_encoder" / "config.json", textConfig(plan.text));
    writeTokenizer(target / "tokenizer");
    writeJson(target / "scheduler" / "scheduler_config.json", scheduler());
    writeJson(target / "model_index.json", kIndex);
    writeJson(target / "calotype.json", advice(plan, latentColours(plan, work, factor, concepts)));
}

} // namespace calotype::starter
