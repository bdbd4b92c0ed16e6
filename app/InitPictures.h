#pragma once

#include "app/GenerateOptions.h"

namespace calotype::app {

/// Reads --init and --mask into the request. With a size asked for, both are scaled to cover it and cropped at the
/// centre; without one, the size becomes the init picture's, at most 1024 on the longest side, floored to multiples
/// of 8. Where only the masked part is wanted, the picture stays as it is and the size is not touched. The mask is scaled as
/// the picture is; of black and white alone, it stays so.
/// @throws Failure NotFound, Damaged, Unsupported; WrongUse for a picture too small and a mask of another shape
void readInitPictures(GenerateOptions &options);

} // namespace calotype::app
