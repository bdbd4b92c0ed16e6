#pragma once

#include <string>
#include <string_view>

namespace calotype::formats {

/// “text” for a message: control characters and bytes that are not UTF-8 become '?', a long text is cut.
std::string inQuotes(std::string_view text);

/// @throws Failure Damaged: “file” is damaged: fault; download it again.
[[noreturn]] void failDamaged(std::string_view file, std::string_view fault);

/// @throws Failure Unsupported: “file” rest. (@p rest without the full stop)
[[noreturn]] void failUnsupported(std::string_view file, std::string_view rest);

} // namespace calotype::formats
