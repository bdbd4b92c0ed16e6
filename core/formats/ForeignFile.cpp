#include "core/formats/ForeignFile.h"

#include "core/base/Error.h"

#include <algorithm>
#include <string>

namespace calotype::formats {

namespace {

enum class Where { Start, Inside };

struct Mark {
    Where where;
    std::string_view text;
    std::string_view sentence; ///< after the file's name
};

constexpr std::string_view kOtherFamily
    = "is a model of another family (SD 3, FLUX or similar), which is not handled; SD 1.x, SD 2.x and SDXL are.";
constexpr std::string_view kLora = "is a LoRA, not a model; choose the model it was made for and add the LoRA to it.";
constexpr std::string_view kControlNet = "is a ControlNet, not a model; choose the model it was made for.";
constexpr std::string_view kEmbedding
    = "is a textual inversion embedding, not a model; choose the model it was made for.";
constexpr std::string_view kVae = "holds only a VAE; choose a model, and this file as its VAE.";
constexpr std::string_view kTinyVae = "is a tiny autoencoder, which serves for previews only.";
constexpr std::string_view kBareUNet
    = "holds only a UNet, in the original layout; choose the whole checkpoint with text encoder and VAE.";
constexpr std::string_view kDiffusersUNet
    = "holds only a UNet, in diffusers' layout; choose the folder with model_index.json that it belongs to.";
constexpr std::string_view kTextEncoder
    = "holds only a text encoder; choose the folder with model_index.json that it belongs to.";

// In order: the first mark that is found counts.
constexpr Mark kMarks[] = {
    {Where::Start, "lora_unet_", kLora},
    {Where::Start, "lora_te", kLora},
    {Where::Inside, ".lora_A.", kLora},
    {Where::Inside, ".lora_down.", kLora},
    {Where::Inside, ".lora.down.", kLora},
    {Where::Start, "control_model.", kControlNet},
    {Where::Start, "controlnet_cond_embedding.", kControlNet},
    {Where::Start, "input_hint_block.", kControlNet},
    {Where::Inside, "joint_blocks.", kOtherFamily},
    {Where::Inside, "double_blocks.", kOtherFamily},
    {Where::Inside, "single_transformer_blocks.", kOtherFamily},
    {Where::Start, "emb_params", kEmbedding},
    {Where::Start, "string_to_param", kEmbedding},
    {Where::Start, "clip_g", kEmbedding},
    {Where::Start, "input_blocks.", kBareUNet},
    {Where::Start, "down_blocks.", kDiffusersUNet},
    {Where::Start, "first_stage_model.", kVae},
    {Where::Start, "encoder.conv_in.", kVae},
    {Where::Start, "decoder.conv_in.", kVae},
    {Where::Start, "decoder.layers.", kTinyVae},
    {Where::Start, "text_model.", kTextEncoder},
    {Where::Start, "cond_stage_model.", kTextEncoder},
    {Where::Start, "conditioner.", kTextEncoder},
};

bool matches(std::string_view name, const Mark &mark)
{
    return mark.where == Where::Start ? name.starts_with(mark.text) : name.find(mark.text) != std::string_view::npos;
}

[[noreturn]] void refuse(const TensorFile &file, std::string_view sentence)
{
    throw Failure(ErrorCode::Unsupported, "“" + file.path().filename().string() + "” " + std::string(sentence));
}

} // namespace

void throwForeignFile(const TensorFile &file)
{
    const auto &tensors = file.tensors();
    for (const Mark &mark : kMarks) {
        if (std::any_of(tensors.begin(), tensors.end(), [&](const TensorView &t) { return matches(t.name, mark); }))
            refuse(file, mark.sentence);
    }
    refuse(file, "is no Stable Diffusion model: none of its tensors has a name that is known; choose another file.");
}

void refuseVariants(const TensorFile &file)
{
    if (file.find("edm_mean") || file.find("edm_vpred.sigma_max"))
        refuse(file, "is an SDXL model with EDM noise levels (Playground 2.5, CosXL), which is not handled.");
    const auto &tensors = file.tensors();
    if (std::any_of(tensors.begin(), tensors.end(), [](const auto &t) { return t.name.starts_with("control_model."); }))
        refuse(file, kControlNet);
}

} // namespace calotype::formats
