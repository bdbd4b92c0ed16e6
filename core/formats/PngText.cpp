#include "core/formats/PngText.h"

#include "core/base/Error.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>

namespace calotype::formats {

namespace {

constexpr std::array<std::uint8_t, 8> kSignature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
constexpr std::size_t kMaxText = 16U << 20;
constexpr std::size_t kMaxKeyword = 79;

using Bytes = std::span<const std::uint8_t>;

std::uint32_t bigEndian(Bytes bytes)
{
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

bool isPng(Bytes png)
{
    return png.size() >= kSignature.size() && std::equal(kSignature.begin(), kSignature.end(), png.begin());
}

struct Chunk {
    std::string_view type;
    Bytes data;
    Bytes whole; // length, type, data and checksum
};

// Calls @p visit for each whole chunk until it says stop. Ends at IEND, at the end, or where a length runs past it.
void forEachChunk(Bytes png, const std::function<bool(const Chunk &)> &visit)
{
    std::size_t at = kSignature.size();
    while (png.size() - at >= 12) {
        const std::uint32_t length = bigEndian(png.subspan(at, 4));
        if (length > png.size() - at - 12)
            return;
        Chunk chunk;
        chunk.type = {reinterpret_cast<const char *>(png.data()) + at + 4, 4};
        chunk.data = png.subspan(at + 8, length);
        chunk.whole = png.subspan(at, length + std::size_t{12});
        if (!visit(chunk) || chunk.type == "IEND")
            return;
        at += chunk.whole.size();
    }
}

bool checksumHolds(const Chunk &chunk)
{
    const Bytes covered = chunk.whole.subspan(4, chunk.data.size() + 4);
    return crc32(0, covered.data(), static_cast<uInt>(covered.size())) == bigEndian(chunk.whole.last(4));
}

bool isUtf8(std::string_view text)
{
    std::size_t i = 0;
    while (i < text.size()) {
        const auto lead = static_cast<std::uint8_t>(text[i]);
        const int more = lead < 0x80 ? 0 : (lead >= 0xc2 && lead < 0xe0) ? 1 : (lead & 0xf0) == 0xe0 ? 2 : (lead >= 0xf0 && lead < 0xf5) ? 3 : -1;
        if (more < 0 || i + static_cast<std::size_t>(more) >= text.size() + (more == 0 ? 1 : 0))
            return false;
        std::uint32_t code = more == 0 ? lead : lead & (0x3fU >> more);
        for (int k = 1; k <= more; ++k) {
            const auto next = static_cast<std::uint8_t>(text[i + static_cast<std::size_t>(k)]);
            if ((next & 0xc0) != 0x80)
                return false;
            code = code << 6 | (next & 0x3fU);
        }
        const bool overlong = (more == 2 && code < 0x800) || (more == 3 && code < 0x10000);
        if (overlong || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
            return false;
        i += static_cast<std::size_t>(more) + 1;
    }
    return true;
}

std::string fromLatin1(std::string_view text)
{
    std::string utf8;
    for (const char c : text) {
        const auto byte = static_cast<std::uint8_t>(c);
        if (byte < 0x80) {
            utf8 += c;
        } else {
            utf8 += static_cast<char>(0xc0 | byte >> 6);
            utf8 += static_cast<char>(0x80 | (byte & 0x3f));
        }
    }
    return utf8;
}

// The Latin-1 form of a UTF-8 text, if it has one.
bool toLatin1(std::string_view utf8, std::string &latin1)
{
    latin1.clear();
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto byte = static_cast<std::uint8_t>(utf8[i]);
        if (byte < 0x80) {
            latin1 += utf8[i];
        } else if ((byte == 0xc2 || byte == 0xc3) && i + 1 < utf8.size()) {
            latin1 += static_cast<char>((byte & 0x03) << 6 | (static_cast<std::uint8_t>(utf8[i + 1]) & 0x3f));
            ++i;
        } else {
            return false;
        }
    }
    return true;
}

std::string asUtf8(std::string_view raw)
{
    return isUtf8(raw) ? std::string(raw) : fromLatin1(raw);
}

// Inflates at most @p limit bytes; false for broken or larger data.
bool inflateText(std::string_view packed, std::size_t limit, std::string &text)
{
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK)
        return false;
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    std::array<char, 16384> buffer;
    int status = Z_OK;
    text.clear();
    while (status == Z_OK && text.size() <= limit) {
        stream.next_out = reinterpret_cast<Bytef *>(buffer.data());
        stream.avail_out = buffer.size();
        status = inflate(&stream, Z_NO_FLUSH);
        text.append(buffer.data(), buffer.size() - stream.avail_out);
        if (status == Z_OK && stream.avail_in == 0 && stream.avail_out != 0)
            break; // truncated
    }
    inflateEnd(&stream);
    return status == Z_STREAM_END && text.size() <= limit;
}

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

bool parseText(const Chunk &chunk, std::size_t limit, PngTextChunk &out)
{
    std::string_view rest(reinterpret_cast<const char *>(chunk.data.data()), chunk.data.size());
    std::string_view keyword;
    if (!takeString(rest, keyword) || keyword.empty() || keyword.size() > kMaxKeyword)
        return false;
    out.keyword = asUtf8(keyword);

    bool compressed = chunk.type == "zTXt";
    const bool international = chunk.type == "iTXt";
    if (international) {
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

    std::string text;
    if (compressed) {
        if (!inflateText(rest, limit, text))
            return false;
    } else {
        if (rest.size() > limit)
            return false;
        text = std::string(rest);
    }
    out.text = asUtf8(text);
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
    std::string latin1;
    const bool plain = toLatin1(chunk.text, latin1) && latin1.find('\0') == std::string::npos;
    if (plain)
        body += latin1;
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
    std::size_t left = kMaxText;
    forEachChunk(png, [&](const Chunk &chunk) {
        PngTextChunk text;
        if (isTextChunk(chunk.type) && checksumHolds(chunk) && parseText(chunk, left, text)) {
            left -= std::min(left, text.text.size());
            texts.push_back(std::move(text));
        }
        return true;
    });
    return texts;
}

std::vector<std::uint8_t> withPngText(std::span<const std::uint8_t> png, const std::vector<PngTextChunk> &chunks)
{
    if (!isPng(png))
        throw Failure(ErrorCode::Damaged, "This is no PNG picture, so no text can be put into it.");
    const auto isReplaced = [&chunks](const Chunk &chunk) {
        const auto *begin = reinterpret_cast<const char *>(chunk.data.data());
        const std::string_view data(begin, chunk.data.size());
        const std::string keyword = asUtf8(data.substr(0, data.find('\0')));
        return std::any_of(chunks.begin(), chunks.end(), [&](const PngTextChunk &c) { return c.keyword == keyword; });
    };

    std::vector<std::uint8_t> out(png.begin(), png.begin() + kSignature.size());
    bool written = false;
    const auto writeTexts = [&] {
        for (const PngTextChunk &chunk : chunks)
            appendTextChunk(out, chunk);
        written = true;
    };
    forEachChunk(png, [&](const Chunk &chunk) {
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
