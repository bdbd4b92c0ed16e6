#pragma once

#include "packaging/starter/Concepts.h"
#include "packaging/starter/Networks.h"

#include <filesystem>

namespace calotype::starter {

/// Makes pictures with the program's own engine and judges them: prints the share of concepts whose picture lies nearest
/// to that concept's own (mean squared difference of the RGB values, both scaled to 32 × 32 by area), and which colour
/// each of a list of coloured prompts came out in; writes contact sheets beside them.
/// @param model   the exported folder
/// @param sheets  the folder for prompts.png, samplers.png, guidance.png, strength.png and colours.png
/// @throws Failure
void evaluate(const std::filesystem::path &model, const Plan &plan, const std::filesystem::path &sheets,
              const std::vector<Concept> &concepts);

} // namespace calotype::starter
