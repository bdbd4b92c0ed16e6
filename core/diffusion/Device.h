#pragma once

#include "core/engine/GenerationBackend.h"

#include <cstdint>
#include <string>
#include <vector>

namespace calotype::diffusion {

/// The devices that this build of libtorch can use, the best first; the CPU is always there.
std::vector<DeviceInfo> listDevices();

/// Physical cores of the processor (hyper-threads counted once) that this process may run on, at least 1.
int physicalCores();

/// Whether a device still takes orders: after some errors a card does not, for as long as the process lives.
bool answers(const std::string &device);

/// Gives cached device memory back to the driver. Nothing on the CPU.
void emptyDeviceCache(const std::string &device);

/// Memory that work on a device can take: of the machine without swapping, of a card what the driver has and what its
/// allocator keeps unused. <= 0: not known.
std::int64_t freeMemoryBytes(const std::string &device);

/// Peak memory: of the process where @p device is the CPU, else of the device's allocator.
std::int64_t peakMemoryBytes(const std::string &device);

/// Memory in use now: of the process where @p device is the CPU, else of the device's allocator.
std::int64_t usedMemoryBytes(const std::string &device);

} // namespace calotype::diffusion
