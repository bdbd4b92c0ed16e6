#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace calotype::formats {

/// One textual chunk of a PNG. Keyword and text are UTF-8.
struct PngTextChunk {
    std::string keyword;
    std::string text;
    bool operator==(const PngTextChunk &) const = default;
};

/// Reads the tEXt, zTXt and iTXt chunks, before and after the picture data. Bounded: at most 8 MiB of text in all are
/// inflated or copied; broken chunks are passed over; raw UTF-8 in tEXt is accepted, else it is Latin-1.
/// @return what could be read; empty for what is no PNG
std::vector<PngTextChunk> readPngText(std::span<const std::uint8_t> png);

/// The same PNG with @p chunks put before its picture data: tEXt where the text is Latin-1, else (and for an XMP packet)
/// iTXt (UTF-8, uncompressed). Existing chunks of the same keywords are replaced, all others kept.
/// @throws Failure Damaged if @p png is no PNG
std::vector<std::uint8_t> withPngText(std::span<const std::uint8_t> png, const std::vector<PngTextChunk> &chunks);

} // namespace calotype::formats
