#include "core/diffusion/pipelines/TextStates.h"

#include "core/base/Error.h"

namespace calotype::diffusion {

Tensor idTensor(const ClipTokenizer &tokenizer, const ClipTextEncoder &encoder, const std::vector<std::int64_t> &ids)
{
    for (const std::int64_t id : ids) {
        if (id >= encoder.vocabSize()) {
            throw Failure(ErrorCode::WrongUse,
                          "The prompt's token “" + tokenizer.decode({id}) + "” has number " + std::to_string(id)
                              + ", but this model's token table has only " + std::to_string(encoder.vocabSize())
                              + " rows; use the model's folder, which brings its own vocabulary.");
        }
    }
    return torch::tensor(ids, torch::kInt64).unsqueeze(0);
}

const Tensor &hiddenState(const TextOutput &output, int back)
{
    const auto count = static_cast<int>(output.hiddenStates.size());
    if (back + 1 > count) {
        throw Failure(ErrorCode::WrongUse, "Clip skip is too large: this model's text encoder has "
                                               + std::to_string(count - 1) + " layers.");
    }
    return output.hiddenStates[static_cast<std::size_t>(count - 1 - back)];
}

Tensor sdState(const ClipTextEncoder &encoder, const TextOutput &output, int clipSkip)
{
    return clipSkip <= 1 ? output.lastHiddenState : encoder.finalNorm(hiddenState(output, clipSkip - 1));
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

} // namespace calotype::diffusion
