#pragma once

#include "packaging/starter/Concepts.h"

#include <optional>

namespace calotype::starter {

/// What a picture may be called, the plain name first: "red apple", "a 3d icon of a red apple", "red apple, food drink fruit".
/// @param colour  the word for the colour the picture was turned to; nothing for the original, whose own colour is used
///                beside its names where it has one
QStringList captionsOf(const Concept &one, const std::optional<QString> &colour);

} // namespace calotype::starter
