#pragma once

#include <optional>
#include <string_view>

namespace calotype::prompt {

/// The decimal number that is the whole of @p text: a sign, digits with at most one dot, an exponent; none for anything
/// else, and none where it is beyond a double's range. Does not depend on the locale.
std::optional<double> numberIn(std::string_view text);

/// Whether all of @p text is the numeral of a prompt edit: "3", "+.5", "1.", "1e1".
bool isNumeral(std::string_view text);

} // namespace calotype::prompt
