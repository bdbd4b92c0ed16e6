#pragma once

#include "core/base/Error.h"

#include <stop_token>

namespace calotype::diffusion {

/// @throws Failure Cancelled if @p stop was requested. Looked at between blocks, tiles and tensors.
inline void throwIfStopped(const std::stop_token &stop)
{
    if (stop.stop_requested())
        throw Failure(ErrorCode::Cancelled, "Cancelled.");
}

} // namespace calotype::diffusion
