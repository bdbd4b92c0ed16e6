#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace calotype {

/// A run of the prompt: text, or a special token spelt out ("<|endoftext|>").
struct ClipTextRun {
    std::string_view text;
    bool special = false;
};

/// Cuts a prompt at the special tokens, which count in just their own spelling; of several the longest.
std::vector<ClipTextRun> splitSpecialTokens(std::string_view utf8, const std::vector<std::string> &specials);

/// Brings text to the form in which CLIP learnt it: NFC, any white space to one space, lower case character by
/// character. Bytes that are no UTF-8 become U+FFFD. @return UTF-8
std::string normalizeClipText(std::string_view utf8);

/// Cuts normalised text into words by CLIP's pattern: contractions ('s 't 're 've 'm 'll 'd), runs of letters, single
/// digits, runs of anything else; spaces are left out. Views into @p normalized.
std::vector<std::string_view> splitClipWords(std::string_view normalized);

/// The text with each byte that is no UTF-8 replaced by U+FFFD.
std::string replaceInvalidUtf8(std::string_view bytes);

} // namespace calotype
