#include "core/formats/metadata/Containers.h"

#include "core/formats/ByteCursor.h"
#include "core/formats/PngChunks.h"
#include "core/formats/PngText.h"
#include "core/formats/TextEncoding.h"
#include "core/formats/metadata/ExifTexts.h"
#include "core/formats/metadata/XmpTexts.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

namespace calotype::formats {

namespace {

constexpr const char *kPngXmp = "XML:com.adobe.xmp";
constexpr std::size_t kLargestXmp = 8U << 20;
constexpr int kMostExif = 2; ///< blocks of a file; the entries of each may all point at the same bytes

std::span<const std::uint8_t> asOctets(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const std::uint8_t *>(bytes.data()), bytes.size()};
}

void addXmp(std::span<const std::byte> packet, PictureTexts &texts)
{
    if (packet.size() > kLargestXmp || texts.find("XMP"))
        return;
    texts.add("XMP", std::string(asText(packet)));
    addXmpTexts(asText(packet), texts);
}

// stable-diffusion.cpp writes a key, NUL, and the text.
void addJpegComment(std::string_view comment, PictureTexts &texts)
{
    constexpr std::string_view kKey("parameters\0", 11);
    if (comment.starts_with(kKey))
        texts.add("JPEG COM parameters", utf8OrLatin1(comment.substr(kKey.size())));
    else
        texts.add("JPEG COM", utf8OrLatin1(comment));
}

void addJpegSegment(std::uint8_t marker, std::span<const std::byte> segment, int &exifLeft, PictureTexts &texts)
{
    constexpr std::string_view kExif("Exif\0\0", 6);
    constexpr std::string_view kXmp("http://ns.adobe.com/xap/1.0/\0", 29);
    constexpr std::uint8_t kApp1 = 0xE1;
    constexpr std::uint8_t kComment = 0xFE;
    const std::string_view text = asText(segment);
    if (marker == kComment)
        addJpegComment(text, texts);
    else if (marker == kApp1 && text.starts_with(kExif) && exifLeft-- > 0)
        addExifTexts(segment, texts);
    else if (marker == kApp1 && text.starts_with(kXmp))
        addXmp(segment.subspan(kXmp.size()), texts);
}

} // namespace

PictureTexts readPictureTexts(std::span<const std::byte> bytes)
{
    PictureTexts texts;
    const std::string_view start = asText(bytes.first(std::min<std::size_t>(bytes.size(), 16)));
    if (isPng(asOctets(bytes)))
        addPngTexts(bytes, texts);
    else if (start.starts_with("\xFF\xD8"))
        addJpegTexts(bytes, texts);
    else if (start.starts_with("RIFF") && start.find("WEBP") == 8)
        addWebpTexts(bytes, texts);
    else if (start.starts_with("GIF8"))
        addGifTexts(bytes, texts);
    else if (start.find("ftyp") == 4)
        addAvifTexts(bytes, texts);
    return texts;
}

void addPngTexts(std::span<const std::byte> png, PictureTexts &texts)
{
    for (PngTextChunk &chunk : readPngText(asOctets(png)))
        texts.add(std::move(chunk.keyword), std::move(chunk.text));
    if (const std::string *xmp = texts.find(kPngXmp))
        addXmpTexts(*xmp, texts);
    forEachPngChunk(asOctets(png), [&](const PngChunk &chunk) {
        if (chunk.type != "eXIf" || !chunk.checksumHolds())
            return true;
        addExifTexts(std::as_bytes(chunk.data), texts);
        return false; // there is one at most
    });
}

void addJpegTexts(std::span<const std::byte> jpeg, PictureTexts &texts)
{
    constexpr std::uint8_t kStartOfScan = 0xDA;
    constexpr std::uint8_t kEndOfImage = 0xD9;
    const auto octets = asOctets(jpeg);
    int exifLeft = kMostExif;
    std::size_t at = 2;
    while (octets.size() - at >= 4 && octets[at] == 0xFF) {
        const std::uint8_t marker = octets[at + 1];
        if (marker == 0xFF) { // a fill byte
            ++at;
            continue;
        }
        if (marker == kStartOfScan || marker == kEndOfImage)
            return;
        if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) { // without a length
            at += 2;
            continue;
        }
        const std::size_t length = octets[at + 2] * 256u + octets[at + 3];
        if (length < 2 || length > octets.size() - at - 2)
            return;
        addJpegSegment(marker, jpeg.subspan(at + 4, length - 2), exifLeft, texts);
        at += 2 + length;
    }
}

void addWebpTexts(std::span<const std::byte> webp, PictureTexts &texts)
{
    int exifLeft = kMostExif;
    ByteCursor cursor(webp, 12);
    while (const auto type = cursor.take(4)) {
        const auto size = cursor.number(4);
        const auto chunk = size ? cursor.take(*size) : std::nullopt;
        if (!chunk)
            return;
        if (asText(*type) == "EXIF" && exifLeft-- > 0)
            addExifTexts(*chunk, texts);
        else if (asText(*type) == "XMP ")
            addXmp(*chunk, texts);
        cursor.take(*size % 2); // chunks start at even bytes
    }
}

void addGifTexts(std::span<const std::byte> gif, PictureTexts &texts)
{
    constexpr std::uint64_t kExtension = 0x21;
    constexpr std::uint64_t kFrame = 0x2C;
    constexpr std::uint64_t kComment = 0xFE;
    ByteCursor cursor(gif, 10);
    const auto skipTable = [&cursor](std::uint64_t flags) {
        if (flags & 0x80)
            cursor.take(std::uint64_t{3} << ((flags & 7) + 1));
    };
    const auto subBlocks = [&cursor](std::string *text) {
        while (const auto size = cursor.number(1)) {
            const auto block = cursor.take(*size);
            if (*size == 0 || !block)
                return;
            if (text)
                *text += asText(*block);
        }
    };
    const auto flags = cursor.number(1);
    cursor.take(2);
    skipTable(flags.value_or(0));
    while (const auto kind = cursor.number(1)) {
        if (*kind == kExtension) {
            std::string comment;
            const bool isComment = cursor.number(1) == kComment && !texts.find("GIF comment");
            subBlocks(isComment ? &comment : nullptr);
            if (isComment)
                texts.add("GIF comment", utf8OrLatin1(comment));
        } else if (*kind == kFrame) {
            cursor.take(8);
            skipTable(cursor.number(1).value_or(0));
            cursor.take(1);
            subBlocks(nullptr);
        } else {
            return;
        }
    }
}

} // namespace calotype::formats
