#include "core/formats/WebpMetadata.h"

#include "core/base/Error.h"

#include <algorithm>

namespace calotype::formats {

namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t kFileHeader = 12; // RIFF, size, WEBP
constexpr std::size_t kChunkHeader = 8;
constexpr std::size_t kExtendedSize = 10;

enum Flag : std::uint8_t { kXmp = 0x04, kExif = 0x08, kAlpha = 0x10 };

struct Chunk {
    std::string_view type;
    Bytes data;
};

[[noreturn]] void refuse()
{
    throw Failure(ErrorCode::Damaged, "This is no whole WebP picture, so no text can be put into it.");
}

std::string_view asText(Bytes bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

std::uint32_t littleEndian(Bytes bytes)
{
    std::uint32_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        value = value << 8 | bytes[i];
    return value;
}

void appendLittleEndian(std::vector<std::uint8_t> &out, std::uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; ++i)
        out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

void appendChunk(std::vector<std::uint8_t> &out, std::string_view type, Bytes data)
{
    out.insert(out.end(), type.begin(), type.end());
    appendLittleEndian(out, static_cast<std::uint32_t>(data.size()), 4);
    out.insert(out.end(), data.begin(), data.end());
    if (data.size() % 2 != 0)
        out.push_back(0);
}

std::vector<Chunk> chunksOf(Bytes webp)
{
    if (webp.size() < kFileHeader || asText(webp.first(4)) != "RIFF" || asText(webp.subspan(8, 4)) != "WEBP")
        refuse();
    std::vector<Chunk> chunks;
    std::size_t at = kFileHeader;
    while (webp.size() - at >= kChunkHeader) {
        const std::size_t size = littleEndian(webp.subspan(at + 4, 4));
        if (size > webp.size() - at - kChunkHeader)
            refuse();
        chunks.push_back({asText(webp.subspan(at, 4)), webp.subspan(at + kChunkHeader, size)});
        at += kChunkHeader + size;
        at += at < webp.size() ? size % 2 : 0;
    }
    if (chunks.empty())
        refuse();
    return chunks;
}

// The extended header of a simple file: flags, 24 bits reserved, width − 1 and height − 1 in 24 bits each.
std::vector<std::uint8_t> extendedHeader(const Chunk &picture)
{
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint8_t flags = 0;
    if (picture.type == "VP8 " && picture.data.size() >= 10) {
        width = littleEndian(picture.data.subspan(6, 2)) & 0x3fff;
        height = littleEndian(picture.data.subspan(8, 2)) & 0x3fff;
    } else if (picture.type == "VP8L" && picture.data.size() >= 5) {
        const std::uint32_t bits = littleEndian(picture.data.subspan(1, 4));
        width = (bits & 0x3fff) + 1;
        height = (bits >> 14 & 0x3fff) + 1;
        flags = bits >> 28 & 1 ? kAlpha : 0;
    }
    if (width == 0 || height == 0)
        refuse();
    std::vector<std::uint8_t> header{flags, 0, 0, 0};
    appendLittleEndian(header, width - 1, 3);
    appendLittleEndian(header, height - 1, 3);
    return header;
}

} // namespace

std::vector<std::uint8_t> withWebpMetadata(std::span<const std::uint8_t> webp, std::span<const std::uint8_t> exif, std::string_view xmp)
{
    std::vector<Chunk> chunks = chunksOf(webp);
    std::vector<std::uint8_t> header;
    if (chunks.front().type == "VP8X") {
        if (chunks.front().data.size() < kExtendedSize)
            refuse();
        header.assign(chunks.front().data.begin(), chunks.front().data.end());
        chunks.erase(chunks.begin());
    } else {
        header = extendedHeader(chunks.front());
    }
    header[0] = static_cast<std::uint8_t>((header[0] & ~(kExif | kXmp)) | (exif.empty() ? 0 : kExif) | (xmp.empty() ? 0 : kXmp));

    std::vector<std::uint8_t> out(webp.begin(), webp.begin() + kFileHeader);
    appendChunk(out, "VP8X", header);
    for (const Chunk &chunk : chunks) {
        if (chunk.type != "EXIF" && chunk.type != "XMP ")
            appendChunk(out, chunk.type, chunk.data);
    }
    if (!exif.empty())
        appendChunk(out, "EXIF", exif);
    if (!xmp.empty())
        appendChunk(out, "XMP ", {reinterpret_cast<const std::uint8_t *>(xmp.data()), xmp.size()});
    const auto size = static_cast<std::uint32_t>(out.size() - kChunkHeader);
    for (std::size_t i = 0; i < 4; ++i)
        out[4 + i] = static_cast<std::uint8_t>(size >> (8 * i));
    return out;
}

} // namespace calotype::formats
