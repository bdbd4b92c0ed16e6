#pragma once

#include "core/base/Result.h"
#include "core/engine/GenerationRequest.h"

namespace calotype {

/// Checks every bound that does not depend on the model: one sentence that names the field and what would be right.
/// Sizes may be 0 (native). @return WrongUse on the first field that is off
Result<void> validate(const GenerationRequest &request);

/// int(steps × strength) in double arithmetic, at most steps: the steps that an image-to-image run takes.
int effectiveSteps(int steps, double strength);

} // namespace calotype
