#include "core/diffusion/pipelines/WeightedEncoder.h"

#include "core/base/Error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace calotype::diffusion {

namespace {

bool isPlain(const PromptChunk &chunk)
{
    return std::all_of(chunk.weights.begin(), chunk.weights.end(), [](double weight) { return weight == 1; });
}

Tensor weighted(const Tensor &state, const PromptChunk &chunk)
{
    const Tensor weights = torch::tensor(chunk.weights, torch::kFloat64).to(torch::kFloat32).reshape({1, -1, 1});
    return state.to(torch::kFloat32) * weights.to(state.device());
}

// Weights are any numbers; what they make of the state is of the encoder's type.
void requireFinite(const Tensor &state, const PromptChunk &chunk)
{
    if (torch::isfinite(state).all().item<bool>())
        return;
    const auto isFinite = [](double weight) { return std::isfinite(weight); };
    auto worst = std::find_if_not(chunk.weights.begin(), chunk.weights.end(), isFinite);
    if (worst == chunk.weights.end()) {
        const auto isLess = [](double a, double b) { return std::abs(a) < std::abs(b); };
        worst = std::max_element(chunk.weights.begin(), chunk.weights.end(), isLess);
    }
    throw Failure(ErrorCode::WrongUse,
                  fmt::format("A weight in the prompt comes to {:.3g}, nested brackets multiplied; that is beyond the "
                              "text encoder's numbers, so choose weights nearer to 1.",
                              *worst));
}

double meanOf(const Tensor &state)
{
    return state.to(torch::kCPU).to(torch::kFloat64).mean().item<double>();
}

} // namespace

WeightedEncoder::WeightedEncoder(const ClipTokenizer &tokenizer, Encode encode)
    : m_tokenizer(tokenizer)
    , m_encode(std::move(encode))
{
}

WeightedEncoder::States WeightedEncoder::encode(const std::vector<Text> &texts, std::size_t chunks) const
{
    for (const Text &text : texts)
        chunks = std::max(chunks, text.chunks.size());
    const PromptChunk empty = emptyChunk(m_tokenizer);

    States result;
    std::vector<std::vector<Tensor>> states(texts.size());
    for (std::size_t i = 0; i < chunks; ++i) {
        torch::ScalarType dtype = torch::kFloat32;
        double before = 0;
        double after = 0;
        bool plain = true;
        std::vector<const PromptChunk *> chunksHere;
        for (std::size_t t = 0; t < texts.size(); ++t) {
            const Text &text = texts[t];
            const PromptChunk &chunk = i < text.chunks.size() ? text.chunks[i] : empty;
            chunksHere.push_back(&chunk);
            const EncodedText output = m_encode(chunk.ids);
            if (i == 0)
                result.pooled.push_back(output.pooled);
            dtype = output.state.scalar_type();
            const Tensor emphasized = isPlain(chunk) ? output.state : weighted(output.state, chunk);
            plain = plain && isPlain(chunk);
            before += text.times * meanOf(output.state);
            after += text.times * meanOf(emphasized);
            states[t].push_back(emphasized);
        }
        const double scale = before / after;
        for (std::size_t t = 0; t < texts.size(); ++t) {
            Tensor &state = states[t].back();
            if (!plain && std::isfinite(scale))
                state = (state.to(torch::kFloat32) * scale).to(dtype);
            else
                state = state.to(dtype);
            if (!plain)
                requireFinite(state, *chunksHere[t]);
        }
    }
    for (const std::vector<Tensor> &chunksOfText : states)
        result.states.push_back(torch::cat(chunksOfText, 1));
    return result;
}

} // namespace calotype::diffusion
