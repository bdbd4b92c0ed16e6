#pragma once

#include "core/formats/metadata/PictureInfo.h"
#include "core/formats/metadata/PictureTexts.h"

#include <optional>

namespace calotype::formats {

/// InvokeAI 1 and 2: `sd-metadata` (JSON), else `Dream`, the line that its command line took. Of the prompt, what
/// stands in square brackets is the negative prompt.
std::optional<PictureInfo> parseInvokeAiLegacy(const PictureTexts &texts);

} // namespace calotype::formats
