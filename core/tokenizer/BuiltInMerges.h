#pragma once

#include <string_view>

namespace calotype {

/// resources/clip/merges.txt as it was when the program was built: a heading and 48894 lines.
std::string_view builtInMerges();

} // namespace calotype
