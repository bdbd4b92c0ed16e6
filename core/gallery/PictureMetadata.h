#pragma once

#include "core/engine/GenerationRequest.h"
#include "core/engine/GenerationResult.h"

#include <QByteArray>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace calotype::gallery {

/// All that is written into a picture's file beside its pixels.
struct PictureOrigin {
    GenerationRequest request; ///< as it was run
    RunDetails run;
    std::int64_t seed = 0; ///< of this picture
    int index = 0;         ///< of this picture in its request
};

PictureOrigin pictureOrigin(const GenerationRequest &request, const GeneratedImage &picture);

/// Key of our own JSON in a PNG.
inline constexpr const char *kCalotypeKey = "calotype";

/// The texts a PNG carries: A1111's `parameters`, and our own JSON under kCalotypeKey.
/// @param pixelHash  SHA-256 of the RGB8 pixels, hexadecimal
std::vector<std::pair<std::string, std::string>> pictureTexts(const PictureOrigin &origin, const QByteArray &pixelHash);

} // namespace calotype::gallery
