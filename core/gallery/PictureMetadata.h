#pragma once

#include "core/engine/GenerationBackend.h"
#include "core/engine/GenerationRequest.h"
#include "core/engine/GenerationResult.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace calotype::gallery {

/// A lossy format's quality whose loss the eye does not find, of 100.
inline constexpr int kLossyQuality = 95;

/// All that is written into a picture's file beside its pixels. Hashes are SHA-256 in lower-case hexadecimal; "" where
/// they are not known.
struct PictureOrigin {
    GenerationRequest request; ///< as it was asked for
    RunDetails run;
    std::optional<PredictionType> prediction; ///< the user's choice over what the model's file says
    std::int64_t seed = 0; ///< of this picture
    int index = 0;         ///< of this picture in its request
    std::string modelHash; ///< see models::ModelHashes
    std::string vaeHash;   ///< of run.vaePath

    int quality = kLossyQuality; ///< that a lossy format is written with

    // Read from a picture's file; where they are empty, savePicture() writes what is true of this program, of the
    // request's pictures and of the pixels.
    std::string program;       ///< "Calotype 0.1.0"
    std::string qtVersion;     ///< "6.4.2"
    std::string initImageHash; ///< of the pixels of request.initImage
    std::string maskHash;      ///< of the pixels of request.mask
    std::string pixelHash;     ///< of this picture's RGB8 pixels; savePicture() always writes what it saves

    /// Made from another picture, rather than from words alone.
    bool isEdit() const { return request.initImage || !initImageHash.empty(); }
    /// Which of the request's pictures this one is; the only one of a request that was cut down to it.
    std::size_t indexInRequest() const { return request.seeds.size() == 1 ? 0 : static_cast<std::size_t>(index); }
};

PictureOrigin pictureOrigin(const GenerationRequest &request, const GeneratedImage &picture, const ModelSpec &spec = {});

/// Key of our own JSON in a PNG (see pictureRecord()).
inline constexpr const char *kCalotypeKey = "calotype";

/// The `parameters` text of AUTOMATIC1111's web UI for this picture.
std::string parametersText(const PictureOrigin &origin);

} // namespace calotype::gallery
