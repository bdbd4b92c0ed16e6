#include "core/formats/PngChunks.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace calotype::formats {

namespace {

constexpr std::array<std::uint8_t, 8> kSignature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

} // namespace

bool PngChunk::checksumHolds() const
{
    const auto covered = whole.subspan(4, data.size() + 4);
    return crc32(0, covered.data(), static_cast<uInt>(covered.size())) == bigEndian32(whole.last<4>());
}

bool isPng(std::span<const std::uint8_t> bytes)
{
    return bytes.size() >= kSignature.size() && std::equal(kSignature.begin(), kSignature.end(), bytes.begin());
}

void forEachPngChunk(std::span<const std::uint8_t> png, const std::function<bool(const PngChunk &)> &visit)
{
    std::size_t at = kSignature.size();
    while (png.size() - at >= 12) {
        const std::uint32_t length = bigEndian32(png.subspan(at).first<4>());
        if (length > png.size() - at - 12)
            return;
        PngChunk chunk;
        chunk.type = {reinterpret_cast<const char *>(png.data()) + at + 4, 4};
        chunk.data = png.subspan(at + 8, length);
        chunk.whole = png.subspan(at, length + std::size_t{12});
        if (!visit(chunk) || chunk.type == "IEND")
            return;
        at += chunk.whole.size();
    }
}

std::uint32_t bigEndian32(std::span<const std::uint8_t, 4> bytes)
{
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

} // namespace calotype::formats
