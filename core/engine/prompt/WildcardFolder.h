#pragma once

#include "core/engine/prompt/Wildcards.h"

#include <filesystem>

namespace calotype {

/// The wildcards of a folder: the lines of `name.txt`, of `places/cities.txt` for "places/cities". UTF-8, any line
/// ends. Read anew at each call, so that a file edited meanwhile counts.
WildcardLines wildcardsIn(std::filesystem::path folder);

} // namespace calotype
