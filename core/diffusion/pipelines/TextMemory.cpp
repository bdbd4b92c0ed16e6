#include "core/diffusion/pipelines/TextMemory.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace calotype::diffusion {

namespace {

std::int64_t bytesOf(const EncodedText &text)
{
    const auto bytes = [](const Tensor &tensor) { return tensor.defined() ? static_cast<std::int64_t>(tensor.nbytes()) : 0; };
    return bytes(text.state) + bytes(text.pooled);
}

} // namespace

bool TextMemory::Key::operator<(const Key &other) const
{
    return std::tie(encoder, clipSkip, ids) < std::tie(other.encoder, other.clipSkip, other.ids);
}

EncodedText TextMemory::of(const Key &key, const std::function<EncodedText()> &encode)
{
    const auto known = m_kept.find(key);
    if (known != m_kept.end()) {
        known->second.lastUse = ++m_uses;
        return known->second.text;
    }
    EncodedText text = encode();
    m_kept.emplace(key, Kept{text, ++m_uses});
    m_bytes += bytesOf(text);
    while (m_bytes > m_maxBytes)
        forgetOldest();
    return text;
}

bool TextMemory::knows(std::int64_t token, const std::function<bool()> &ask)
{
    const auto known = m_knows.find(token);
    return known != m_knows.end() ? known->second : m_knows.emplace(token, ask()).first->second;
}

void TextMemory::forgetOldest()
{
    const auto oldest = std::min_element(m_kept.begin(), m_kept.end(), [](const auto &a, const auto &b) {
        return a.second.lastUse < b.second.lastUse;
    });
    m_bytes -= bytesOf(oldest->second.text);
    m_kept.erase(oldest);
}

} // namespace calotype::diffusion
