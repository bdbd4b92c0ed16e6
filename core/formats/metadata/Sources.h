#pragma once

#include "core/formats/metadata/PictureInfo.h"
#include "core/formats/metadata/PictureTexts.h"

#include <optional>

/// One function per program whose records are read. Each gives nothing where the texts are not that program's; a
/// record of that program without generation data gives a PictureInfo with the source and no fields. None throws,
/// whatever the texts are, and each takes time about linear in their length. `raw` is left to the caller.
namespace calotype::formats {

// Text of the A1111 kind, and plain texts.
std::optional<PictureInfo> parseA1111(const PictureTexts &texts); ///< also Forge's, and Calotype's own without its JSON
std::optional<PictureInfo> parseSdCpp(const PictureTexts &texts);
std::optional<PictureInfo> parseEasyDiffusion(const PictureTexts &texts); ///< a text per field, or JSON
std::optional<PictureInfo> parseMochi(const PictureTexts &texts);
std::optional<PictureInfo> parseCalotype(const PictureTexts &texts);

// JSON.
std::optional<PictureInfo> parseComfyUi(const PictureTexts &texts);
std::optional<PictureInfo> parseInvokeAi(const PictureTexts &texts); ///< with the old `sd-metadata` and `Dream`
std::optional<PictureInfo> parseNovelAi(const PictureTexts &texts);
std::optional<PictureInfo> parseFooocus(const PictureTexts &texts); ///< both schemes: JSON, and A1111 text with Raw prompt
std::optional<PictureInfo> parseSwarmUi(const PictureTexts &texts);
std::optional<PictureInfo> parseDrawThings(const PictureTexts &texts);

} // namespace calotype::formats
