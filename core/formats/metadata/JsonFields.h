#pragma once

#include "core/formats/metadata/PictureInfo.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace calotype::formats {

/// The member @p key of @p object; null if that is no object, has none of that name, or says null.
const nlohmann::json *member(const nlohmann::json *object, std::string_view key);
/// The member's text; null if it is none.
const std::string *textMember(const nlohmann::json *object, std::string_view key);
/// The first member that is a text and not empty. A model may be a text itself.
const std::string *nameIn(const nlohmann::json *value, std::initializer_list<std::string_view> keys);

// Each puts a field in where @p value is there; of the wrong kind or out of range, its state is Unavailable.
void setText(PictureInfo &info, std::string_view name, const nlohmann::json *value);
void setSteps(PictureInfo &info, const nlohmann::json *value);
void setPixels(PictureInfo &info, std::string_view name, const nlohmann::json *value);
void setGuidance(PictureInfo &info, std::string_view name, const nlohmann::json *value);
/// A part of one: strengths.
void setFraction(PictureInfo &info, std::string_view name, const nlohmann::json *value);
void setSeedOf(PictureInfo &info, const nlohmann::json *value);
/// "832x896", "(832, 896)": width and height.
void setSize(PictureInfo &info, const nlohmann::json *value);

/// A number, or a text that is one.
std::optional<double> numberOf(const nlohmann::json *value);
std::optional<std::int64_t> integerOf(const nlohmann::json *value);

/// One entry of `loras`; the weight and hash are left out where they are unknown.
nlohmann::json lora(std::string_view name, std::optional<double> weight, std::string_view hash = {});
/// Puts `loras` in unless the list is empty.
void setLoras(PictureInfo &info, nlohmann::json loras);

} // namespace calotype::formats
