#pragma once

#include "core/formats/ModelDescription.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace calotype::formats {

/// Reads the config.json that diffusers and transformers put beside weights. Absent fields get the reference classes'
/// defaults. @p file is how messages call the file.
/// @throws Failure Damaged for values that cannot be, Unsupported for networks that are not handled, each by name
UNetConfig readUNetConfig(const nlohmann::json &json, const std::string &file);

/// @param withProjection  the model index says that the part is a CLIPTextModelWithProjection
ClipTextConfig readClipTextConfig(const nlohmann::json &json, const std::string &file, bool withProjection);

/// An AutoencoderKL. @p known gives the scaling factor where the file is silent, and whether the kind of
/// model runs its VAE in float32 at all: SD 1 and 2 do not, whatever the file says.
VaeConfig readVaeConfig(const nlohmann::json &json, const std::string &file, const VaeConfig &known);

} // namespace calotype::formats
