#pragma once

#include "packaging/starter/Concepts.h"
#include "packaging/starter/Networks.h"

#include <filesystem>

namespace calotype::starter {

/// Makes pictures with the program's own engine and judges them: prints the share of those, three of each concept, that
/// lie nearest to that concept's own (mean squared difference of the RGB values, both scaled to 32 × 32 by area), and
/// which colour each of a list of coloured prompts came out in; writes contact sheets beside them.
/// The colours are among those that training has shown with each thing: they are what the words are held to, and no
/// proof that words recombine.
/// @param model   the exported folder
/// @param sheets  the folder for prompts.png, samplers.png, guidance.png, strength.png and colours.png
/// An init image at strength 0.5 keeps its layout where what is made overlaps with it more than with what the words alone give;
/// whether the words are in it is for the eye, on the sheet.
/// @return whether it is good enough to ship: the plan's share is recognised, ten colours are right, three quarters of the
/// layouts are kept
/// @throws Failure
bool evaluate(const std::filesystem::path &model, const Plan &plan, const std::filesystem::path &sheets,
              const std::vector<Concept> &concepts);

} // namespace calotype::starter
