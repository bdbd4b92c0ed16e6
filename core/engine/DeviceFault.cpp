#include "core/engine/DeviceFault.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace calotype {
namespace {

constexpr std::array<std::string_view, 4> kOutOfMemory{
    "DefaultCPUAllocator", // it reports exhaustion as a plain error
    "out of memory",
    "CUBLAS_STATUS_ALLOC_FAILED",
    "CUDNN_STATUS_ALLOC_FAILED",
};

// Whole phrases: every error of a later libtorch ends with an advice on "device-side assertions".
constexpr std::array<std::string_view, 18> kLost{
    "an illegal memory access was encountered",
    "the launch timed out and was terminated",
    "device-side assert triggered",
    "hardware stack error",
    "an illegal instruction was encountered",
    "misaligned address",
    "operation not supported on global/shared address space",
    "invalid program counter",
    "unspecified launch failure",
    "uncorrectable ECC error encountered",
    "uncorrectable NVLink error detected",
    "CUDA-capable device(s) is/are busy or unavailable",
    "no CUDA-capable device is detected",
    "context is destroyed",
    "invalid device context",
    "unknown error",
    "CUBLAS_STATUS_EXECUTION_FAILED",
    "CUDNN_STATUS_EXECUTION_FAILED",
};

template<std::size_t count>
bool hasOne(std::string_view words, const std::array<std::string_view, count> &phrases)
{
    return std::ranges::any_of(phrases, [&](std::string_view phrase) { return words.find(phrase) != words.npos; });
}

} // namespace

DeviceFault deviceFaultOf(std::string_view words)
{
    if (hasOne(words, kOutOfMemory)) {
        return DeviceFault::OutOfMemory;
    }
    const bool isOfACard = words.find("CUDA") != words.npos || words.find("cuDNN") != words.npos;
    return isOfACard && hasOne(words, kLost) ? DeviceFault::Lost : DeviceFault::None;
}

Error lostDevice(const std::string &device, std::string detail)
{
    return {ErrorCode::DeviceLost,
            "The device " + device + " stopped working: try again, or choose another device.",
            std::move(detail),
            device};
}

} // namespace calotype
