#include "core/tokenizer/ClipVocabulary.h"

#include "core/base/Error.h"
#include "core/tokenizer/BuiltInMerges.h"
#include "core/tokenizer/ByteSymbols.h"
#include "core/formats/ModelDescription.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>
#include <system_error>

namespace calotype {

namespace {

constexpr std::string_view kBos = "<|startoftext|>";
constexpr std::string_view kEos = "<|endoftext|>";
constexpr std::int64_t kLargestId = 0x7FFFFFFF; // two ids make the key of a pair

std::uint64_t pairKey(std::int64_t left, std::int64_t right)
{
    return static_cast<std::uint64_t>(left) << 32 | static_cast<std::uint64_t>(right);
}

// Calls back with each pair of merges.txt and the number of its line.
template <typename Callback>
void forEachMerge(std::string_view text, const std::string &name, Callback callback)
{
    int number = 0;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        ++number;
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.empty() || (number == 1 && line.starts_with("#version")))
            continue;
        const std::size_t space = line.find(' ');
        if (space == 0 || space == std::string_view::npos || space + 1 == line.size()
            || line.find(' ', space + 1) != std::string_view::npos) {
            throw Failure(ErrorCode::Damaged,
                "Line " + std::to_string(number) + " of " + name
                    + " is not a pair of tokens; get the tokenizer's files anew.");
        }
        callback(line.substr(0, space), line.substr(space + 1), number);
    }
}

std::string readAll(const std::filesystem::path &path)
{
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error))
        throw Failure(ErrorCode::NotFound, "“" + path.string() + "” is not there; the model's tokenizer needs it.");
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    const bool empty = std::filesystem::file_size(path, error) == 0; // an empty copy counts as a failed one
    if (!in || error || (!empty && !(text << in.rdbuf())))
        throw Failure(ErrorCode::Io, "“" + path.string() + "” could not be read; check its permissions.");
    return std::move(text).str();
}

std::unordered_map<std::string, std::int64_t> readVocabulary(const std::filesystem::path &path)
{
    const auto json = formats::readJsonFile(path);
    if (!json.is_object())
        throw Failure(ErrorCode::Damaged, "“" + path.string() + "” is not a JSON object of tokens; get the file anew.");
    std::unordered_map<std::string, std::int64_t> ids;
    ids.reserve(json.size());
    for (const auto &[token, id] : json.items()) {
        if (!id.is_number_integer() || id.get<std::int64_t>() < 0 || id.get<std::int64_t>() > kLargestId) {
            throw Failure(ErrorCode::Damaged,
                "“" + path.string() + "” gives the token “" + token + "” no usable number; get the file anew.");
        }
        ids.emplace(token, id.get<std::int64_t>());
    }
    for (const auto special : {kBos, kEos}) {
        if (!ids.contains(std::string(special))) {
            throw Failure(ErrorCode::Damaged,
                "“" + path.string() + "” lacks the token " + std::string(special) + "; it is not a CLIP vocabulary.");
        }
    }
    return ids;
}

// CLIP numbers the bytes, the bytes that end a word, the merges in order, and the two special tokens.
std::unordered_map<std::string, std::int64_t> numberTokens(std::string_view merges)
{
    std::unordered_map<std::string, std::int64_t> ids;
    ids.reserve(50000);
    const auto add
        = [&ids](std::string token) { ids.emplace(std::move(token), static_cast<std::int64_t>(ids.size())); };
    const ByteSymbols &symbols = byteSymbols();
    for (const std::uint8_t byte : symbols.vocabularyOrder)
        add(symbols.ofByte[byte]);
    for (const std::uint8_t byte : symbols.vocabularyOrder)
        add(symbols.ofByte[byte] + std::string(kWordEnd));
    forEachMerge(merges, "the built-in merges",
        [&add](std::string_view left, std::string_view right, int) { add(std::string(left).append(right)); });
    add(std::string(kBos));
    add(std::string(kEos));
    return ids;
}

} // namespace

ClipVocabulary ClipVocabulary::builtIn()
{
    return {numberTokens(builtInMerges()), builtInMerges(), "the built-in merges"};
}

ClipVocabulary ClipVocabulary::fromFiles(const std::filesystem::path &vocab, const std::filesystem::path &merges)
{
    return {readVocabulary(vocab), readAll(merges), "“" + merges.string() + "”"};
}

ClipVocabulary::ClipVocabulary(Ids ids, std::string_view merges, const std::string &mergesName)
    : m_ids(std::move(ids))
    , m_bos(m_ids.at(std::string(kBos)))
    , m_eos(m_ids.at(std::string(kEos)))
{
    m_tokens.reserve(m_ids.size());
    for (const auto &[token, id] : m_ids)
        m_tokens.emplace(id, token);

    const ByteSymbols &symbols = byteSymbols();
    for (std::size_t byte = 0; byte < 256; ++byte) {
        m_byteIds[byte] = find(symbols.ofByte[byte]).value_or(m_eos);
        m_finalByteIds[byte] = find(symbols.ofByte[byte] + std::string(kWordEnd)).value_or(m_eos);
    }

    m_merges.reserve(m_ids.size());
    forEachMerge(merges, mergesName, [&](std::string_view left, std::string_view right, int line) {
        const auto leftId = find(left);
        const auto rightId = find(right);
        const auto joined = find(std::string(left).append(right));
        if (!leftId || !rightId || !joined) {
            throw Failure(ErrorCode::Damaged,
                "Line " + std::to_string(line) + " of " + mergesName
                    + " names a token that the vocabulary lacks; both files must be of one model.");
        }
        m_merges.emplace(pairKey(*leftId, *rightId), Merge{static_cast<std::int32_t>(m_merges.size()), *joined});
    });
}

std::optional<ClipVocabulary::Merge> ClipVocabulary::merge(std::int64_t left, std::int64_t right) const
{
    const auto found = m_merges.find(pairKey(left, right));
    return found == m_merges.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::int64_t> ClipVocabulary::find(std::string_view token) const
{
    const auto found = m_ids.find(std::string(token));
    return found == m_ids.end() ? std::nullopt : std::optional(found->second);
}

std::string_view ClipVocabulary::token(std::int64_t id) const
{
    const auto found = m_tokens.find(id);
    return found == m_tokens.end() ? std::string_view() : std::string_view(found->second);
}

std::string ClipVocabulary::bytesOf(std::int64_t id) const
{
    std::string_view spelling = token(id);
    if (id == m_bos || id == m_eos)
        return std::string(spelling);
    const bool endsWord = spelling.ends_with(kWordEnd);
    if (endsWord)
        spelling.remove_suffix(kWordEnd.size());
    return bytesOfSymbols(spelling) + (endsWord ? " " : "");
}

} // namespace calotype
