#pragma once

#include "core/formats/metadata/PictureInfo.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace calotype::formats {

/// The three parts of a text of the web UI's kind. A last line with fewer than three settings belongs to the prompt.
struct A1111Record {
    std::string prompt;
    std::string negativePrompt;
    std::vector<std::pair<std::string, std::string>> settings; ///< as they stand in the line, values unquoted

    const std::string *find(std::string_view key) const;
};

A1111Record splitA1111Text(std::string_view text);

/// Reads `key: value, key: "quoted, value"` by hand, in linear time.
std::vector<std::pair<std::string, std::string>> splitSettingsLine(std::string_view line);

/// Puts prompt, negative prompt and the settings that have a name of ours into @p info. LoRAs come from the tags in
/// the prompt, their hashes from `Lora hashes`.
void addA1111Fields(const A1111Record &record, PictureInfo &info);

/// Puts in a number written as text (or as JSON number); out of range or not a number: state Unavailable.
void setInteger(PictureInfo &info, std::string_view name, const nlohmann::json &value, std::int64_t least, std::uint64_t most);
void setNumber(PictureInfo &info, std::string_view name, const nlohmann::json &value, double least, double most);
/// The seed: 0 … 2⁶⁴−1, kept exact.
void setSeed(PictureInfo &info, const nlohmann::json &value);

/// "DPM++ 2M Karras" as sampler and schedule, with the whole as sampler_raw; other names as the sampler alone.
void setSampler(PictureInfo &info, std::string_view name);

/// The <lora:name:weight> tags of a prompt as [{name, weight}]; at most 1000.
nlohmann::json loraTags(std::string_view prompt);

} // namespace calotype::formats
