#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace calotype::tools {

/// The models whose shapes are known here.
enum class RandomModel { Sd15, SdxlBase };

/// "sd15", "sdxl"; nothing for another word.
std::optional<RandomModel> randomModelOf(std::string_view word);

/// Writes a single-file model (.safetensors, names of the original layout) of the true shapes, with random numbers in half
/// precision, spread like a trained network's: for measuring time and memory at full size. SD 1.5 takes 2.1 GB, SDXL
/// 6.9 GB; what is in memory at a time is one tensor at most.
/// @throws std::runtime_error  naming the file, where it cannot be written
void writeRandomModel(RandomModel model, const std::filesystem::path &path);

} // namespace calotype::tools
