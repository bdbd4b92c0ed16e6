#pragma once

#include "core/diffusion/Torch.h"
#include "core/diffusion/modules/ClipTextEncoder.h"
#include "core/tokenizer/PromptChunks.h"

#include <cstdint>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

namespace calotype::diffusion {

/// Weighted prompts through one text encoder, as AUTOMATIC1111's web UI takes them: chunk by chunk, each token's state
/// multiplied by its weight, then all scaled so that the mean over the batch of texts is what it was. The texts of one
/// prompt's schedule are one batch, and shorter ones are filled up with empty chunks.
class WeightedEncoder
{
public:
    /// Which state of the encoder's output is meant, [1, S, w].
    using Selection = std::function<Tensor(const ClipTextEncoder &, const TextOutput &)>;

    /// The states of texts; all of as many chunks.
    struct States {
        std::vector<Tensor> states; ///< [1, S · chunks, w] each, of the encoder's dtype, on its device
        std::vector<Tensor> pooled; ///< [1, p] each: the first chunk's, not weighted; undefined without a projection
    };

    /// A text of a batch.
    struct Text {
        std::vector<PromptChunk> chunks;
        int times = 1; ///< how often it stands in the batch
    };

    /// @param tokenizer,encoder  outlive this
    WeightedEncoder(const ClipTokenizer &tokenizer, const ClipTextEncoder &encoder, torch::Device device,
                    Selection selection, std::stop_token stop);

    Text text(const std::string &prompt, int times) const { return {chunkPrompt(m_tokenizer, prompt), times}; }

    /// @param chunks  at least so many of each text
    /// @throws Failure WrongUse (an id beyond the model's table, clip skip beyond its layers, a weight that gives
    ///         numbers beyond the encoder's dtype), Cancelled
    States encode(const std::vector<Text> &texts, std::size_t chunks);

private:
    struct Output {
        Tensor state;
        Tensor pooled;
    };

    Output forward(const PromptChunk &chunk);

    const ClipTokenizer &m_tokenizer;
    const ClipTextEncoder &m_encoder;
    torch::Device m_device;
    Selection m_selection;
    std::stop_token m_stop;
    std::map<std::vector<std::int64_t>, Output> m_known; ///< by ids: empty chunks and alternations come again
};

} // namespace calotype::diffusion
