#pragma once

#include "core/base/Error.h"

#include <string>
#include <string_view>

namespace calotype {

/// What the words of an engine's error say of the device.
enum class DeviceFault {
    None,        ///< nothing: it is at fault no more than its driver or the program
    OutOfMemory, ///< it has no room for this; all that is on it is sound
    Lost,        ///< nothing on it can be used any more
};

/// Tells by the words of libtorch, CUDA, cuDNN and cuBLAS (CUDA Runtime API, cudaGetErrorString: the errors after which the
/// process' context on the card is left in an inconsistent state, and those of a card that is gone).
DeviceFault deviceFaultOf(std::string_view words);

/// @param detail  the engine's words
Error lostDevice(const std::string &device, std::string detail);

} // namespace calotype
