#pragma once

#include "core/base/Image.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace calotype::formats {

/// The text that NovelAI, Forge and others hide in the lowest bits of the pixels, column by column: in alpha
/// (`stealth_pnginfo`, gzip: `stealth_pngcomp`), or in red, green and blue (`stealth_rgbinfo`, `stealth_rgbcomp`), then
/// its length in bits. Of a picture without it only the first rows are decoded. A length that the pixels cannot hold,
/// a text over 8 MiB, broken gzip and what is not UTF-8 give nothing.
std::optional<std::string> readStealthText(std::span<const std::byte> png);

/// The same of pixels that are decoded already, with 3 or 4 channels.
std::optional<std::string> readStealthText(const Image &image);

} // namespace calotype::formats
