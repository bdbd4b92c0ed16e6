#pragma once

#include "core/base/Result.h"
#include "core/engine/GenerationBackend.h"

#include <span>
#include <string>
#include <string_view>

namespace calotype {

struct DeviceChoice {
    std::string device; ///< "cpu", "cuda:N", "mps"
    std::string dtype;  ///< "float32", "float16", "bfloat16"
    MemoryMode memory = MemoryMode::Fast; ///< not chosen here: it takes the model's size, see chooseMemoryMode()
    bool operator==(const DeviceChoice &) const = default;
};

/// Chooses device and number format. "auto" takes CUDA, then MPS, then the CPU; dtype "auto" is float16 on CUDA and
/// float32 elsewhere. A pure function of its arguments.
/// @param device     "auto", "cpu", "cuda", "cuda:N", "mps"; "" is "auto"
/// @param dtype      "auto", "float32", "float16", "bfloat16"; "" is "auto"
/// @param available  what this machine has
/// @return WrongUse for a word that is none of these; DeviceUnavailable, naming what there is, for a missing device
Result<DeviceChoice> chooseDevice(std::string_view device, std::string_view dtype, std::span<const DeviceInfo> available);

/// A device that is away for now, and what is taken in its place.
struct DeviceStandIn {
    std::string away;    ///< "cuda:1", or a word that leaves the choice open; "": none is away
    std::string instead; ///< "auto", "cpu", "cuda:0"
};

/// @p model on the stand-in, where it asks for the device that is away; or leaves the choice open, and the stand-in does not.
/// Then float16 is left open too, as processors do not compute in it. Else @p model as it is.
ModelSpec onStandIn(ModelSpec model, const DeviceStandIn &standIn);

/// Whether @p device, which was asked for, means the device @p lost, which stopped working and is not there again.
/// @param lost  "": none stopped working
bool isStillLost(std::string_view device, std::string_view lost, std::span<const DeviceInfo> available);

} // namespace calotype
