#pragma once

#include "packaging/starter/Concepts.h"
#include "packaging/starter/Networks.h"

#include <filesystem>
#include <vector>

namespace calotype::starter {

/// Puts the trained parts of @p work together as a diffusers folder at @p target: weights in float16, configurations,
/// and calotype.json with what the program shall offer, and the colours of the latents as the concepts' pictures show them.
/// @throws Failure if a part is missing, or a file cannot be written
void exportModel(const Plan &plan, const std::filesystem::path &work, const std::filesystem::path &target,
                 const std::vector<Concept> &concepts);

} // namespace calotype::starter
