#pragma once

#include "core/diffusion/Torch.h"

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

namespace calotype::diffusion {

/// What a text encoder made of one window of tokens, as the UNet takes it.
struct EncodedText {
    Tensor state;  ///< [1, S, w]
    Tensor pooled; ///< [1, p]; undefined without a projection
};

/// What the text encoders of a model made of tokens, kept for the next picture with the same words. It takes a bounded
/// number of bytes: what was not asked for the longest goes first.
class TextMemory
{
public:
    /// All that the outcome depends on, the model aside.
    struct Key {
        int encoder = 0; ///< 1: SDXL's second
        int clipSkip = 1;
        std::vector<std::int64_t> ids; ///< of the whole window

        bool operator<(const Key &other) const;
    };

    static constexpr std::int64_t kMaxBytes = 32 << 20; ///< fifty windows of SDXL, both encoders

    explicit TextMemory(std::int64_t maxBytes = kMaxBytes)
        : m_maxBytes(maxBytes)
    {
    }

    /// What was made of @p key, by @p encode where nothing is known of it. The tensors are shared: not to be changed.
    /// @throws what @p encode throws; then nothing is kept
    EncodedText of(const Key &key, const std::function<EncodedText()> &encode);

    /// Whether the model knows a token (see ClipTextEncoder::knows()), by @p ask where that was not asked before. Takes
    /// no part of the bytes: a vocabulary is bounded.
    /// @throws what @p ask throws; then nothing is kept
    bool knows(std::int64_t token, const std::function<bool()> &ask);

private:
    struct Kept {
        EncodedText text;
        std::uint64_t lastUse = 0;
    };

    void forgetOldest();

    std::int64_t m_maxBytes;
    std::int64_t m_bytes = 0;
    std::uint64_t m_uses = 0;
    std::map<Key, Kept> m_kept;
    std::map<std::int64_t, bool> m_knows;
};

} // namespace calotype::diffusion
