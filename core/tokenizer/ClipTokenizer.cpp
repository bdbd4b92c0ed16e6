#include "core/tokenizer/ClipTokenizer.h"

#include "core/tokenizer/BytePairs.h"
#include "core/tokenizer/ClipText.h"

#include <algorithm>
#include <cassert>
#include <unordered_map>

namespace calotype {

ClipTokenizer::ClipTokenizer(ClipVocabulary vocabulary, Options options)
    : m_vocabulary(std::move(vocabulary))
    , m_options(options)
{
    assert(m_options.maxLength >= 2);
    for (const std::int64_t id : {bosId(), eosId()})
        m_textMarks.emplace_back(m_vocabulary.token(id));
    m_specials = m_textMarks;
    m_specials.emplace_back(m_vocabulary.token(m_options.padId));
}

std::vector<std::int64_t> ClipTokenizer::encode(std::string_view utf8) const
{
    return encode(utf8, m_specials);
}

std::vector<std::int64_t> ClipTokenizer::encodeWords(std::string_view utf8) const
{
    return encode(utf8, m_textMarks);
}

std::vector<std::int64_t> ClipTokenizer::encode(std::string_view utf8, const std::vector<std::string> &specials) const
{
    std::vector<std::int64_t> ids;
    std::unordered_map<std::string, std::vector<std::int64_t>> known;
    for (const ClipTextRun &run : splitSpecialTokens(utf8, specials)) {
        if (run.special) {
            ids.push_back(m_vocabulary.find(run.text).value_or(m_vocabulary.eosId()));
            continue;
        }
        const std::string text = normalizeClipText(run.text);
        for (const std::string_view word : splitClipWords(text)) {
            const auto [entry, isNew] = known.try_emplace(std::string(word));
            if (isNew)
                entry->second = mergeBytePairs(m_vocabulary, word);
            ids.insert(ids.end(), entry->second.begin(), entry->second.end());
        }
    }
    return ids;
}

ClipTokenizer::Encoded ClipTokenizer::encodePadded(std::string_view utf8) const
{
    const auto maxLength = static_cast<std::size_t>(m_options.maxLength);
    const std::vector<std::int64_t> all = encode(utf8);
    const auto kept = static_cast<std::ptrdiff_t>(std::min(all.size(), maxLength - 2));

    Encoded out;
    out.ids.reserve(maxLength);
    out.ids.push_back(bosId());
    out.ids.insert(out.ids.end(), all.begin(), all.begin() + kept);
    out.ids.push_back(eosId());
    out.length = static_cast<int>(out.ids.size());
    out.ids.resize(maxLength, m_options.padId);
    out.truncated = all.begin() + kept != all.end();
    if (out.truncated)
        out.cut = decode({all.begin() + kept, all.end()});
    return out;
}

std::string ClipTokenizer::decode(const std::vector<std::int64_t> &ids) const
{
    std::string bytes;
    for (const std::int64_t id : ids) {
        bytes += m_vocabulary.bytesOf(id);
        if (std::find(m_specials.begin(), m_specials.end(), m_vocabulary.token(id)) != m_specials.end())
            bytes += ' ';
    }
    while (bytes.ends_with(' '))
        bytes.pop_back();
    return replaceInvalidUtf8(bytes);
}

} // namespace calotype
