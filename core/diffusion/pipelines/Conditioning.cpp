#include "core/diffusion/pipelines/Conditioning.h"

#include "core/base/Error.h"
#include "core/diffusion/Cancel.h"

#include <algorithm>
#include <sstream>

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
    for (const std::int64_t id : encoded.ids) {
        if (id >= encoder.vocabSize()) {
            throw Failure(ErrorCode::WrongUse,
                          "The prompt's token “" + tokenizer.decode({id}) + "” has number " + std::to_string(id)
                              + ", but this model's token table has only " + std::to_string(encoder.vocabSize())
                              + " rows; use the model's folder, which brings its own vocabulary.");
        }
    }
    return torch::tensor(encoded.ids, torch::kInt64).unsqueeze(0);
}

// The words of the prompt of which the model knows a token not at all, in a sentence.
void noteUnknownWords(const ClipTokenizer &tokenizer, const ClipTextEncoder &encoder, const std::string &text,
                      std::vector<std::string> &notes)
{
    std::string unknown;
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        const auto ids = tokenizer.encode(word);
        const bool known = std::all_of(ids.begin(), ids.end(), [&](std::int64_t id) { return encoder.knows(id); });
        if (!known && unknown.find("“" + word + "”") == std::string::npos)
            unknown += (unknown.empty() ? "“" : ", “") + word + "”";
    }
    if (!unknown.empty())
        notes.push_back("The model was never shown these words, and guesses: " + unknown + ".");
}

// hidden_states[-1 - back], or a sentence where the encoder has no such layer.
const Tensor &hiddenState(const TextOutput &output, int back)
{
    const auto count = static_cast<int>(output.hiddenStates.size());
    if (back + 1 > count) {
        throw Failure(ErrorCode::WrongUse, "Clip skip is too large: this model's text encoder has "
                                               + std::to_string(count - 1) + " layers.");
    }
    return output.hiddenStates[static_cast<std::size_t>(count - 1 - back)];
}

UNetCondition encodeSd(const Networks &networks, const std::string &text, int clipSkip,
                       std::vector<std::string> &notes, const std::stop_token &stop)
{
    const ClipTextEncoder &encoder = *networks.text;
    noteUnknownWords(*networks.tokenizer, encoder, text, notes);
    const TextOutput output
        = encoder.forward(tokenIds(*networks.tokenizer, encoder, text, notes).to(networks.device), stop);
    const int back = clipSkip - 1;
    return {back == 0 ? output.lastHiddenState : encoder.finalNorm(hiddenState(output, back)), {}, {}};
}

UNetCondition encodeSdxl(const Networks &networks, const std::string &text, const std::string &text2, int clipSkip,
                         std::vector<std::string> &notes, const std::stop_token &stop)
{
    const int back = clipSkip; // the last but one where nothing is skipped
    const TextOutput first = networks.text->forward(
        tokenIds(*networks.tokenizer, *networks.text, text, notes).to(networks.device), stop);
    const TextOutput second = networks.text2->forward(
        tokenIds(*networks.tokenizer2, *networks.text2, text2, notes).to(networks.device), stop);
    return {torch::cat({hiddenState(first, back), hiddenState(second, back)}, -1), second.textEmbeds, {}};
}

Tensor timeIds(const GenerationRequest &request, int width, int height)
{
    const std::pair<int, int> size{height, width};
    const auto original = request.originalSize.value_or(size);
    const auto target = request.targetSize.value_or(size);
    return torch::tensor({original.first, original.second, request.cropTopLeft.first, request.cropTopLeft.second,
                          target.first, target.second},
                         torch::kFloat32)
        .unsqueeze(0);
}

} // namespace

Conditioning encodePrompts(const Networks &networks, const GenerationRequest &request, int width, int height,
                           const std::stop_token &stop)
{
    Conditioning result;
    const bool isXl = networks.text2 != nullptr;
    const bool guided = request.guidance > 1.0;
    const std::string negative = request.negativePrompt.value_or("");
    if (!isXl) {
        result.positive = encodeSd(networks, request.prompt, request.clipSkip, result.notes, stop);
        if (guided)
            result.negative = encodeSd(networks, negative, kNoSkip, result.notes, stop);
        return result;
    }

    const Tensor ids = timeIds(request, width, height).to(networks.device);
    result.positive = encodeSdxl(networks, request.prompt, request.prompt2.value_or(request.prompt), request.clipSkip,
                                 result.notes, stop);
    result.positive.timeIds = ids;
    if (!guided)
        return result;
    if (!request.negativePrompt && networks.description.forceZerosForEmptyPrompt) {
        result.negative = {torch::zeros_like(result.positive.context), torch::zeros_like(result.positive.textEmbeds), ids};
    } else {
        result.negative = encodeSdxl(networks, negative, request.negativePrompt2.value_or(negative), kNoSkip,
                                     result.notes, stop);
        result.negative.timeIds = ids;
    }
    return result;
}

} // namespace calotype::diffusion
