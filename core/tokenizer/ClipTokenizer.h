#pragma once

#include "core/tokenizer/ClipVocabulary.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace calotype {

/// Prompts to the token ids that CLIP's text encoders take (Radford et al. 2021). Ids equal those of the reference's
/// fast tokenizer; text is not repaired first (no HTML entities, no mojibake, no curly quotes). As there, the padding
/// token is a special one, which a prompt may spell out: where "!" pads, each "!" of the prompt is that token.
/// Immutable; any thread. Time grows with the length of the prompt times its logarithm, whatever is in it.
class ClipTokenizer
{
public:
    struct Options {
        std::int64_t maxLength = 77; ///< with BOS and EOS; at least 2
        std::int64_t padId = 49407; ///< what fills up: EOS for SD 1.x, 0 for SD 2.x and SDXL's second
    };

    /// A prompt as the text encoder takes it.
    struct Encoded {
        std::vector<std::int64_t> ids; ///< exactly Options::maxLength: BOS, the prompt, EOS, padding
        int length = 0; ///< ids before the padding, BOS and EOS among them
        std::string cut; ///< text of the tokens that found no room, for a warning
        bool truncated = false;
    };

    ClipTokenizer(ClipVocabulary vocabulary, Options options);

    /// All ids of the prompt, without BOS and EOS.
    std::vector<std::int64_t> encode(std::string_view utf8) const;
    /// The same of text that is filled up later: the padding token is no special one in it.
    std::vector<std::int64_t> encodeWords(std::string_view utf8) const;
    /// The ids of the first maxLength − 2 tokens between BOS and EOS, filled up.
    Encoded encodePadded(std::string_view utf8) const;
    /// The text that ids stand for, in lower case, words and signs apart by spaces; special tokens spelt out.
    std::string decode(const std::vector<std::int64_t> &ids) const;

    std::int64_t bosId() const { return m_vocabulary.bosId(); }
    std::int64_t eosId() const { return m_vocabulary.eosId(); }
    const Options &options() const { return m_options; }
    const ClipVocabulary &vocabulary() const { return m_vocabulary; }

private:
    std::vector<std::int64_t> encode(std::string_view utf8, const std::vector<std::string> &specials) const;

    ClipVocabulary m_vocabulary;
    Options m_options;
    std::vector<std::string> m_textMarks; ///< spellings of BOS and EOS
    std::vector<std::string> m_specials; ///< the same, and the padding token's
};

} // namespace calotype
