#include "core/diffusion/pipelines/Conditioning.h"

#include "core/diffusion/pipelines/TextStates.h"
#include "core/diffusion/pipelines/WeightedConditioning.h"

#include <algorithm>

namespace calotype::diffusion {

namespace {

constexpr int kNoSkip = 1;

Tensor tokenIds(const ClipTokenizer &tokenizer, const ClipTextEncoder &encoder, const std::string &text,
                std::vector<std::string> &notes)
{
    const auto encoded = tokenizer.encodePadded(text);
    if (encoded.truncated) {
        const std::string note = "The prompt is longer than " + std::to_string(encoded.ids.size() - 2)
                                 + " tokens; this was left out: “" + encoded.cut + "”.";
        if (std::find(notes.begin(), notes.end(), note) == notes.end())
            notes.push_back(note);
    }
    return idTensor(tokenizer, encoder, encoded.ids);
}

UNetCondition encodeSd(const Networks &networks, const std::string &text, int clipSkip,
                       std::vector<std::string> &notes, const std::stop_token &stop)
{
    const ClipTextEncoder &encoder = *networks.text;
    noteUnknownWords(*networks.tokenizer, encoder, text, notes);
    const TextOutput output
        = encoder.forward(tokenIds(*networks.tokenizer, encoder, text, notes).to(networks.device), stop);
    return {sdState(encoder, output, clipSkip), {}, {}};
}

UNetCondition encodeSdxl(const Networks &networks, const std::string &text, const std::string &text2, int clipSkip,
                         const Tensor &timeIds, std::vector<std::string> &notes, const std::stop_token &stop)
{
    const TextOutput first = networks.text->forward(
        tokenIds(*networks.tokenizer, *networks.text, text, notes).to(networks.device), stop);
    const TextOutput second = networks.text2->forward(
        tokenIds(*networks.tokenizer2, *networks.text2, text2, notes).to(networks.device), stop);
    return {torch::cat({sdxlState(first, clipSkip), sdxlState(second, clipSkip)}, -1), second.textEmbeds, timeIds};
}

UNetCondition zerosLike(const UNetCondition &condition)
{
    return {torch::zeros_like(condition.context), torch::zeros_like(condition.textEmbeds), condition.timeIds};
}

Conditioning encodePlainPrompts(const Networks &networks, const GenerationRequest &request,
                                const ConditioningFrame &frame, const std::stop_token &stop)
{
    Conditioning result;
    const bool isXl = networks.text2 != nullptr;
    const Tensor ids = isXl ? timeIds(request, frame.width, frame.height).to(networks.device) : Tensor();
    const auto encode = [&](const std::string &text, const std::optional<std::string> &text2, int clipSkip) {
        return isXl ? encodeSdxl(networks, text, text2.value_or(text), clipSkip, ids, result.notes, stop)
                    : encodeSd(networks, text, clipSkip, result.notes, stop);
    };
    const UNetCondition positive = encode(request.prompt, request.prompt2, request.clipSkip);
    result.parts.push_back({{{positive}, {}}, 1});
    if (request.guidance <= 1.0)
        return result;
    const bool takesZeros = isXl && !request.negativePrompt && networks.description.forceZerosForEmptyPrompt;
    result.negative.conditions.push_back(
        takesZeros ? zerosLike(positive) : encode(request.negativePrompt.value_or(""), request.negativePrompt2, kNoSkip));
    return result;
}

} // namespace

Conditioning encodePrompts(const Networks &networks, const GenerationRequest &request, const ConditioningFrame &frame,
                           const std::stop_token &stop)
{
    if (request.promptSyntax == PromptSyntax::Weighted)
        return encodeWeightedPrompts(networks, request, frame, stop);
    return encodePlainPrompts(networks, request, frame, stop);
}

} // namespace calotype::diffusion
