#include "core/formats/JpegMetadata.h"

#include "core/base/Error.h"

#include <algorithm>

namespace calotype::formats {

namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::string_view kExifMark("Exif\0\0", 6);
constexpr std::string_view kXmpMark("http://ns.adobe.com/xap/1.0/\0", 29);
constexpr std::size_t kMostBytes = 65533; // of a segment, its length's own two left out
static_assert(kMostExifInJpeg == kMostBytes - kExifMark.size() && kMostXmpInJpeg == kMostBytes - kXmpMark.size());

enum Marker : std::uint8_t { kStartOfImage = 0xD8, kStartOfScan = 0xDA, kApp0 = 0xE0, kApp1 = 0xE1 };

[[noreturn]] void refuse()
{
    throw Failure(ErrorCode::Damaged, "This is no whole JPEG picture, so no text can be put into it.");
}

bool startsWith(Bytes bytes, std::string_view mark)
{
    return bytes.size() >= mark.size() && std::equal(mark.begin(), mark.end(), bytes.begin(), [](char a, std::uint8_t b) {
               return static_cast<std::uint8_t>(a) == b;
           });
}

void appendApp1(std::vector<std::uint8_t> &out, std::string_view mark, Bytes content)
{
    if (content.empty())
        return;
    const std::size_t size = mark.size() + content.size();
    if (size > kMostBytes) {
        throw Failure(ErrorCode::Unsupported,
                      "What is to be written about this picture is longer than a JPEG can hold (64 KB); save it as PNG or WebP.");
    }
    out.insert(out.end(), {0xFF, kApp1, static_cast<std::uint8_t>((size + 2) >> 8), static_cast<std::uint8_t>(size + 2)});
    out.insert(out.end(), mark.begin(), mark.end());
    out.insert(out.end(), content.begin(), content.end());
}

} // namespace

std::vector<std::uint8_t> withJpegMetadata(std::span<const std::uint8_t> jpeg, std::span<const std::uint8_t> exif, std::string_view xmp)
{
    if (jpeg.size() < 4 || jpeg[0] != 0xFF || jpeg[1] != kStartOfImage)
        refuse();
    std::vector<std::uint8_t> out{0xFF, kStartOfImage};
    bool written = false;
    const auto writeTexts = [&] {
        appendApp1(out, kExifMark, exif);
        appendApp1(out, kXmpMark, {reinterpret_cast<const std::uint8_t *>(xmp.data()), xmp.size()});
        written = true;
    };
    std::size_t at = 2;
    while (jpeg.size() - at >= 4 && jpeg[at] == 0xFF) {
        const std::uint8_t marker = jpeg[at + 1];
        if (marker == 0xFF) { // a fill byte
            ++at;
            continue;
        }
        // JFIF's segment has to stay the first.
        if (!written && marker != kApp0)
            writeTexts();
        if (marker == kStartOfScan) {
            out.insert(out.end(), jpeg.begin() + static_cast<std::ptrdiff_t>(at), jpeg.end());
            return out;
        }
        const std::size_t size = std::size_t{jpeg[at + 2]} << 8 | jpeg[at + 3];
        if (size < 2 || size + 2 > jpeg.size() - at)
            refuse();
        const Bytes whole = jpeg.subspan(at, size + 2);
        const Bytes content = whole.subspan(4);
        if (!(marker == kApp1 && (startsWith(content, kExifMark) || startsWith(content, kXmpMark))))
            out.insert(out.end(), whole.begin(), whole.end());
        at += whole.size();
    }
    refuse();
}

} // namespace calotype::formats
