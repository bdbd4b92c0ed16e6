#pragma once

#include <QString>

#include <string_view>

namespace calotype::ui {

/// What core/engine/SamplerTable.h says of a sampler, a schedule or a preset, in the language of the window; names stay.
QString tableWords(std::string_view words);

} // namespace calotype::ui
