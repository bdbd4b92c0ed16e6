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

/// The second, larger pass of the web UI's "hires fix". Absent values are left out.
struct A1111Hires {
    std::string sampler;
    std::string prompt;
    std::string negativePrompt;
    std::optional<double> upscale; ///< the factor; else the size
    int width = 0;
    int height = 0;
    int steps = 0; ///< 0: as many as the first pass, left out
    std::string upscaler;
};

/// How the web UI fills a mask. Its defaults are left out, as it does.
struct A1111Mask {
    std::string mode; ///< "Inpaint not masked"
    std::optional<int> blur;
    std::string area; ///< "Only masked"
    std::optional<int> padding;
    std::string content; ///< "fill"
};

/// The values that the web UI writes, in its order. Absent ones are left out.
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
    std::string vaeHash; ///< as modelHash
    std::string vae;
    std::optional<std::int64_t> variationSeed;
    std::optional<double> variationStrength;
    std::string seedResizeFrom;     ///< "448x640"
    std::optional<double> strength; ///< "Denoising strength"
    int clipSkip = 1;               ///< 1 is left out
    std::optional<std::int64_t> seedDelta; ///< "ENSD"
    std::string initImageHash;
    std::string rng; ///< "CPU"
    bool tiling = false;
    A1111Mask mask;
    A1111Hires hires;
    std::vector<std::pair<std::string, std::string>> loraHashes; ///< name, first 12 hex digits
    std::string refiner; ///< "name [hash]"
    std::optional<double> refinerSwitchAt;
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
