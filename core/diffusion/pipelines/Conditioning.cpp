#include "core/diffusion/pipelines/Conditioning.h"

#include "core/diffusion/pipelines/TextEncoding.h"
#include "core/diffusion/pipelines/TextStates.h"
#include "core/diffusion/pipelines/WeightedConditioning.h"
#include "core/engine/prompt/NetworkTags.h"

#include <algorithm>

namespace calotype::diffusion {

namespace {

constexpr int kNoSkip = 1;

std::vector<std::int64_t> tokenIds(const ClipTokenizer &tokenizer, const std::string &text, std::vector<std::string> &notes)
{
    auto encoded = tokenizer.encodePadded(text);
    if (encoded.truncated) {
        const std::string note = "The prompt is longer than " + std::to_string(encoded.ids.size() - 2)
                                 + " tokens; this was left out: “" + encoded.cut + "”.";
        if (std::find(notes.begin(), notes.end(), note) == notes.end())
            notes.push_back(note);
    }
    return std::move(encoded.ids);
}

UNetCondition encodeSd(Networks &networks, const std::string &text, int clipSkip,
                       std::vector<std::string> &notes, const std::stop_token &stop)
{
    noteUnknownWords(networks, text, notes, stop);
    return {encodedText(networks, 0, tokenIds(*networks.tokenizer, text, notes), clipSkip, stop).state, {}, {}};
}

UNetCondition encodeSdxl(Networks &networks, const std::string &text, const std::string &text2, int clipSkip,
                         const Tensor &timeIds, std::vector<std::string> &notes, const std::stop_token &stop)
{
    const EncodedText first = encodedText(networks, 0, tokenIds(*networks.tokenizer, text, notes), clipSkip, stop);
    const EncodedText second = encodedText(networks, 1, tokenIds(*networks.tokenizer2, text2, notes), clipSkip, stop);
    return {torch::cat({first.state, second.state}, -1), second.pooled, timeIds};
}

UNetCondition zerosLike(const UNetCondition &condition)
{
    return {torch::zeros_like(condition.context), torch::zeros_like(condition.textEmbeds), condition.timeIds};
}

Conditioning encodePlainPrompts(Networks &networks, const GenerationRequest &request,
                                const ConditioningFrame &frame, const std::stop_token &stop)
{
    Conditioning result;
    const bool isXl = networks.isXl();
    const Tensor ids = isXl ? timeIds(request, frame.width, frame.height).to(networks.device) : Tensor();
    const auto encode = [&](const std::string &text, const std::optional<std::string> &text2, int clipSkip) {
        return isXl ? encodeSdxl(networks, text, text2.value_or(text), clipSkip, ids, result.notes, stop)
                    : encodeSd(networks, text, clipSkip, result.notes, stop);
    };
    const UNetCondition positive = encode(request.prompt, request.prompt2, request.clipSkip);
    result.parts.push_back({{{positive}, {}}, 1});
    const std::string text2 = request.prompt2.value_or(request.prompt);
    if (std::string note = prompt::networkTagsNote({request.prompt, text2}, false); !note.empty())
        result.notes.push_back(std::move(note));
    if (request.guidance <= 1.0)
        return result;
    const bool takesZeros = isXl && !request.negativePrompt && networks.description.forceZerosForEmptyPrompt;
    result.negative.conditions.push_back(
        takesZeros ? zerosLike(positive) : encode(request.negativePrompt.value_or(""), request.negativePrompt2, kNoSkip));
    return result;
}

} // namespace

Conditioning encodePrompts(Networks &networks, const GenerationRequest &request, const ConditioningFrame &frame,
                           const std::stop_token &stop)
{
    if (request.promptSyntax == PromptSyntax::Weighted)
        return encodeWeightedPrompts(networks, request, frame, stop);
    return encodePlainPrompts(networks, request, frame, stop);
}

} // namespace calotype::diffusion
