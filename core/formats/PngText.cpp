#include "core/formats/PngText.h"

#include "core/base/Error.h"
#include "core/formats/Inflate.h"
#include "core/formats/PngChunks.h"
#include "core/formats/TextEncoding.h"

#include <zlib.h>

#include <algorithm>
#include <string_view>

namespace calotype::formats {

namespace {

/// How many bytes of text may still be kept, and how many be inflated for nothing: the former bounds memory, the latter
/// the time that many bombs together take, without one of them costing the sound texts behind it.
struct Budget {
    std::size_t kept = 8U << 20;
    std::size_t wasted = 32U << 20;
};
constexpr std::size_t kMaxKeyword = 79;

// The XMP specification (part 3) wants iTXt for its packet whatever is in it.
constexpr std::string_view kXmpKeyword = "XML:com.adobe.xmp";

// Takes what lies before the next NUL off @p rest; false if there is none.
bool takeString(std::string_view &rest, std::string_view &taken)
{
    const auto end = rest.find('\0');
    if (end == std::string_view::npos)
        return false;
    taken = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return true;
}

bool parseText(const PngChunk &chunk, Budget &budget, PngTextChunk &out)
{
    std::string_view rest(reinterpret_cast<const char *>(chunk.data.data()), chunk.data.size());
    std::string_view keyword;
    if (!takeString(rest, keyword) || keyword.empty() || keyword.size() > kMaxKeyword)
        return false;
    out.keyword = utf8OrLatin1(keyword);

    bool compressed = chunk.type == "zTXt";
    if (chunk.type == "iTXt") {
        if (rest.size() < 2)
            return false;
        compressed = rest[0] != 0;
        if (compressed && rest[1] != 0)
            return false;
        rest.remove_prefix(2);
        std::string_view language;
        std::string_view translated;
        if (!takeString(rest, language) || !takeString(rest, translated))
            return false;
    } else if (compressed) {
        if (rest.empty() || rest[0] != 0)
            return false;
        rest.remove_prefix(1);
    }

    if (compressed) {
        if (budget.wasted == 0)
            return false;
        std::size_t left = budget.kept;
        const auto text = inflateText(rest, left);
        if (!text) {
            budget.wasted -= std::min(budget.wasted, budget.kept - left);
            return false;
        }
        budget.kept = left;
        out.text = utf8OrLatin1(*text);
        return true;
    }
    if (rest.size() > budget.kept)
        return false;
    budget.kept -= rest.size();
    out.text = utf8OrLatin1(rest);
    return true;
}

bool isTextChunk(std::string_view type)
{
    return type == "tEXt" || type == "zTXt" || type == "iTXt";
}

void appendBigEndian(std::vector<std::uint8_t> &out, std::uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        out.push_back(static_cast<std::uint8_t>(value >> shift));
}

void appendTextChunk(std::vector<std::uint8_t> &out, const PngTextChunk &chunk)
{
    std::string body = chunk.keyword;
    body += '\0';
    const auto latin1 = utf8ToLatin1(chunk.text);
    // Some programs put UTF-8 into tEXt, and readers look for that first: what would be taken for it is no tEXt either.
    const bool plain = latin1 && latin1->find('\0') == std::string::npos && utf8OrLatin1(*latin1) == chunk.text
                       && chunk.keyword != kXmpKeyword;
    if (plain)
        body += *latin1;
    else
        body += std::string(4, '\0') + chunk.text; // not compressed, no language, no translated keyword

    const std::string typed = (plain ? "tEXt" : "iTXt") + body;
    appendBigEndian(out, static_cast<std::uint32_t>(body.size()));
    out.insert(out.end(), typed.begin(), typed.end());
    appendBigEndian(out, static_cast<std::uint32_t>(
                             crc32(0, reinterpret_cast<const Bytef *>(typed.data()), static_cast<uInt>(typed.size()))));
}

} // namespace

std::vector<PngTextChunk> readPngText(std::span<const std::uint8_t> png)
{
    std::vector<PngTextChunk> texts;
    if (!isPng(png))
        return texts;
    Budget budget;
    forEachPngChunk(png, [&](const PngChunk &chunk) {
        PngTextChunk text;
        if (isTextChunk(chunk.type) && chunk.checksumHolds() && parseText(chunk, budget, text))
            texts.push_back(std::move(text));
        return true;
    });
    return texts;
}

std::vector<std::uint8_t> withPngText(std::span<const std::uint8_t> png, const std::vector<PngTextChunk> &chunks)
{
    if (!isPng(png))
        throw Failure(ErrorCode::Damaged, "This is no PNG picture, so no text can be put into it.");
    const auto isReplaced = [&chunks](const PngChunk &chunk) {
        const auto *begin = reinterpret_cast<const char *>(chunk.data.data());
        const std::string_view data(begin, chunk.data.size());
        const std::string keyword = utf8OrLatin1(data.substr(0, data.find('\0')));
        return std::any_of(chunks.begin(), chunks.end(), [&](const PngTextChunk &c) { return c.keyword == keyword; });
    };

    std::vector<std::uint8_t> out(png.begin(), png.begin() + kPngSignatureSize);
    bool written = false;
    const auto writeTexts = [&] {
        for (const PngTextChunk &chunk : chunks)
            appendTextChunk(out, chunk);
        written = true;
    };
    forEachPngChunk(png, [&](const PngChunk &chunk) {
        if (!written && (chunk.type == "IDAT" || chunk.type == "IEND"))
            writeTexts();
        if (!(isTextChunk(chunk.type) && isReplaced(chunk)))
            out.insert(out.end(), chunk.whole.begin(), chunk.whole.end());
        return true;
    });
    if (!written)
        throw Failure(ErrorCode::Damaged, "This PNG picture is cut short, so no text can be put into it.");
    return out;
}

} // namespace calotype::formats
