#include "core/base/Error.h"
#include "core/formats/FileFault.h"
#include "core/formats/metadata/Containers.h"
#include "core/formats/metadata/PictureInfo.h"
#include "core/formats/metadata/PictureSources.h"
#include "core/formats/metadata/Sources.h"
#include "core/formats/metadata/StealthText.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>
#include <utility>

namespace calotype::formats {

namespace {

using Parser = std::optional<PictureInfo> (*)(const PictureTexts &);

// In order of certainty: a program's own key or mark first, the text that many imitate after those that mark it.
constexpr std::array<Parser, 11> kParsers{
    parseCalotype, parseNovelAi,  parseInvokeAi,       parseFooocus, parseSwarmUi,    parseSdCpp,
    parseA1111,    parseComfyUi,  parseEasyDiffusion,  parseMochi,   parseDrawThings,
};

constexpr std::uintmax_t kLargestFile = 1U << 30;

// The first record with fields; without one, the first program that left any.
PictureInfo parse(const PictureTexts &texts)
{
    PictureInfo best;
    for (const Parser parser : kParsers) {
        auto info = parser(texts);
        if (info && !info->fields.empty()) {
            // Nodes of ComfyUI write such a text beside the graph; the text says what was meant, the graph who made it.
            if (info->source == sources::kA1111 && parser == parseA1111 && parseComfyUi(texts))
                info->source = sources::kComfyUi;
            return std::move(*info);
        }
        if (info && best.source.empty())
            best = std::move(*info);
    }
    return best;
}

// A lossless WebP with alpha: its one or first chunk says so.
bool mayHideText(std::span<const std::byte> bytes)
{
    const std::string_view start(reinterpret_cast<const char *>(bytes.data()), std::min<std::size_t>(bytes.size(), 48));
    return start.starts_with("RIFF") && start.find("WEBPVP8") == 8 && start.find("VP8L") != std::string_view::npos;
}

std::optional<std::string> hiddenText(std::span<const std::byte> bytes, const PixelDecoder &decode)
{
    if (auto text = readStealthText(bytes))
        return text;
    if (!decode || !mayHideText(bytes))
        return std::nullopt;
    const auto image = decode(bytes);
    return image ? readStealthText(*image) : std::nullopt;
}

// Read whole rather than mapped: a picture that another program cuts short meanwhile must not end this one.
std::vector<std::byte> readFile(const std::filesystem::path &path)
{
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found)
        throw Failure(ErrorCode::NotFound, "There is no file " + inQuotes(path.string()) + "; check the path.");
    if (!std::filesystem::is_regular_file(status))
        throw Failure(ErrorCode::Io, inQuotes(path.string()) + " is no ordinary file; name a picture.");
    const auto size = std::filesystem::file_size(path, error);
    std::ifstream in(path, std::ios::binary);
    if (error || !in)
        throw Failure(ErrorCode::Io, "The file " + inQuotes(path.string()) + " cannot be read; check its permissions.",
                      error.message());
    if (size > kLargestFile)
        throw Failure(ErrorCode::Io, "The file " + inQuotes(path.string()) + " is larger than 1 GB, which no picture here is.");
    std::vector<std::byte> bytes(static_cast<std::size_t>(size));
    in.read(reinterpret_cast<char *>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (in.bad())
        throw Failure(ErrorCode::Io, "The file " + inQuotes(path.string()) + " cannot be read; check the disk.");
    bytes.resize(static_cast<std::size_t>(in.gcount())); // it may have been cut short meanwhile
    return bytes;
}

} // namespace

PictureInfo readPictureInfo(const std::filesystem::path &path, const PixelDecoder &decode)
{
    return readPictureInfo(readFile(path), decode);
}

PictureInfo readPictureInfo(std::span<const std::byte> bytes, const PixelDecoder &decode)
{
    PictureTexts texts = readPictureTexts(bytes);
    PictureInfo info = parse(texts);
    if (info.fields.empty()) {
        if (auto hidden = hiddenText(bytes, decode)) {
            texts.add("stealth LSB", std::move(*hidden));
            if (PictureInfo found = parse(texts); !found.source.empty())
                info = std::move(found);
        }
    }
    info.raw.insert(texts.all().begin(), texts.all().end());
    return info;
}

} // namespace calotype::formats
