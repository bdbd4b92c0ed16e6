#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>

namespace calotype::tests {

/// A file of tests/data as a path.
std::filesystem::path dataPath(const std::string &relative);

/// What a JSON file of tests/data holds.
nlohmann::json loadJson(const std::string &relative);

} // namespace calotype::tests
