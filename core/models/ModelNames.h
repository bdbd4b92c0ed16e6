#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace calotype::models {

/// How a model was found.
enum class MatchRule {
    Path,       ///< the id is the path of a file or folder
    MappedName, ///< the id is a known checkpoint, and its file is there
    FileName,   ///< the id ends in the name of a file, ending included
    Exact,      ///< the id's last segment is the model's name
    NormEqual,  ///< … when case and `-`, `_`, `.`, space do not count
    Containing, ///< … when one of the two contains the other
};

/// The rule in words: "path", "mapped name", "file name", "exact", "norm-equal", "containing".
const char *matchRuleName(MatchRule rule);

/// Lower case, without `-`, `_`, `.` and spaces. Of ASCII only; other bytes stay.
std::string normalizedName(std::string_view name);
std::string lowerCase(std::string_view text);

/// What follows the last '/'.
std::string_view lastSegment(std::string_view id);

/// Whether @p name ends as the file of a model does (.safetensors, .ckpt), without regard to case.
bool hasModelEnding(std::string_view name);

/// Exact, NormEqual or Containing (the shorter must be longer than 3 characters, normalised); none if they do not match.
std::optional<MatchRule> matchNames(std::string_view asked, std::string_view name);

} // namespace calotype::models
