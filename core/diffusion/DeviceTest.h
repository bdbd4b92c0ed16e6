#pragma once

#include "core/diffusion/Torch.h"
#include "core/engine/DevicePolicy.h"
#include "core/engine/GenerationBackend.h"

#include <map>
#include <stop_token>
#include <string>

namespace calotype::diffusion {

/// Runs one block of each kind that the networks are built of (residual, transformer with cross attention, enlargement,
/// the VAE's attention), with invented weights and the widths of SD 1, on the chosen device in the chosen number format,
/// and compares what comes out with the same in double precision on the processor. Takes about a second and 100 MB.
/// @pre c10::InferenceMode is on
/// @throws Failure Cancelled; Unsupported where the numbers are wrong; c10::Error
DeviceReport testDevice(const DeviceChoice &choice, const std::stop_token &stop);

/// What blocks made, float64 on the processor, by what the message about each is called ("the convolutions").
using BlockOutputs = std::map<std::string, Tensor>;

/// How far @p made, of the device in the number format of @p choice, is from @p expected: the largest difference of a
/// block's output, as a share of the largest number that is expected of it.
/// @param tolerance  what rounding explains of it
/// @throws Failure Unsupported that names the block where it is more, or where a number is none
double comparedOutputs(const BlockOutputs &expected, const BlockOutputs &made, const DeviceChoice &choice, double tolerance);

} // namespace calotype::diffusion
