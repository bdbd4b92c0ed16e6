#pragma once

#include "core/diffusion/Torch.h"
#include "core/diffusion/pipelines/TextMemory.h"
#include "core/tokenizer/PromptChunks.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace calotype::diffusion {

/// Weighted prompts through one text encoder, as AUTOMATIC1111's web UI takes them: chunk by chunk, each token's state
/// multiplied by its weight, then all scaled so that the mean over the batch of texts is what it was. The texts of one
/// prompt's schedule are one batch, and shorter ones are filled up with empty chunks.
class WeightedEncoder
{
public:
    /// The encoder: what it makes of the ids of one chunk.
    using Encode = std::function<EncodedText(const std::vector<std::int64_t> &ids)>;

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

    /// @param tokenizer  outlives this
    WeightedEncoder(const ClipTokenizer &tokenizer, Encode encode);

    Text text(const std::string &prompt, int times) const { return {chunkPrompt(m_tokenizer, prompt), times}; }

    /// @param chunks  at least so many of each text
    /// @throws Failure WrongUse for a weight that gives numbers beyond the encoder's dtype; what the encoder throws
    States encode(const std::vector<Text> &texts, std::size_t chunks) const;

private:
    const ClipTokenizer &m_tokenizer;
    Encode m_encode;
};

} // namespace calotype::diffusion
