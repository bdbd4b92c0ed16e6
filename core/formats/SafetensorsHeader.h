#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace calotype::formats {

/// One entry of a safetensors header, as written: its form is checked, its figures are not.
struct SafetensorsEntry {
    std::string name;
    std::string dtype;
    std::vector<std::uint64_t> shape;
    std::uint64_t begin = 0; ///< bytes from the end of the header
    std::uint64_t end = 0;
};

struct SafetensorsHeader {
    std::vector<SafetensorsEntry> entries; ///< in the header's order, names unique
    std::map<std::string, std::string> metadata;
};

/// Reads the JSON header of a safetensors file: an object of {dtype, shape, data_offsets}, nothing missing, nothing
/// more, nothing twice; `__metadata__` maps strings to strings.
/// @param file  the name for messages
/// @throws Failure Damaged
SafetensorsHeader parseSafetensorsHeader(std::string_view json, std::string_view file);

} // namespace calotype::formats
