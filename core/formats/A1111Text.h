#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace calotype::formats {

/// What the `parameters` text of AUTOMATIC1111's web UI says of a picture. Text is UTF-8.
struct A1111Parameters {
    std::string prompt;
    std::string negativePrompt;
    std::vector<std::pair<std::string, std::string>> settings; ///< in the order of the line, values not yet quoted
};

/// The values most pictures have, in the order that the web UI writes them. Absent ones are left out.
struct A1111Values {
    int steps = 0;
    std::string sampler;  ///< the web UI's name: "DPM++ 2M"
    std::string schedule; ///< "Karras"; "" leaves it out
    double guidance = 0;
    std::int64_t seed = 0;
    int width = 0;
    int height = 0;
    std::string modelHash; ///< first 10 hex digits of the file's SHA-256
    std::string model;
    std::string vae;
    std::optional<double> strength; ///< "Denoising strength"
    int clipSkip = 1;               ///< 1 is left out
    std::string rng;                ///< "CPU"
    std::optional<double> eta;
    std::string version;
};

/// The settings line's pairs for @p values.
std::vector<std::pair<std::string, std::string>> a1111Settings(const A1111Values &values);

/// The whole text: prompt, negative prompt (always written, as some importers need the line), settings. Values with a
/// comma, colon or newline become JSON strings.
std::string a1111Text(const A1111Parameters &parameters);

/// Integers without a point, others in the shortest form that reads back the same.
std::string shortestNumber(double value);

} // namespace calotype::formats
