#pragma once

#include "core/engine/GenerationBackend.h"
#include "core/engine/GenerationRequest.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace calotype::formats {

/// A request as JSON: every field under its snake_case name, absent options left out, and maskPadding
/// where it does not count. Of initImage and mask only size
/// and SHA-256 stand in it ("init_image", "mask"); the resume point and how often one is made do not. Texts are put in as
/// they are: dump with error_handler_t::replace where they may be no UTF-8.
nlohmann::json toJson(const GenerationRequest &request);

/// The request of such JSON. A field that is not there keeps its default; unknown ones are passed over. initImage and mask
/// are null: see requestImages(). Whether the values make sense is validate()'s to say.
/// @throws Failure Damaged naming the field
GenerationRequest requestFromJson(const nlohmann::json &json);

/// What the JSON of a request says of the pictures it was made from: SHA-256 of their pixels (see pixelHash()),
/// hexadecimal; "": there was none.
struct RequestImages {
    std::string initImage;
    std::string mask;

    bool operator==(const RequestImages &) const = default;
};

/// @throws Failure Damaged naming the field
RequestImages requestImages(const nlohmann::json &json);

/// A model and how to load it, as JSON; empty and absent options are left out.
nlohmann::json toJson(const ModelSpec &spec);

/// @throws Failure Damaged naming the field
ModelSpec modelSpecFromJson(const nlohmann::json &json);

/// SHA-256 of the pixels alone, row by row, 64 lower-case hexadecimal digits.
std::string pixelHash(const Image &image);

} // namespace calotype::formats
