#include "core/base/Error.h"

namespace calotype {

const char *errorCodeName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::WrongUse: return "wrong-use";
    case ErrorCode::NotFound: return "not-found";
    case ErrorCode::Damaged: return "damaged";
    case ErrorCode::Unsupported: return "unsupported";
    case ErrorCode::OutOfMemory: return "out-of-memory";
    case ErrorCode::DeviceUnavailable: return "device-unavailable";
    case ErrorCode::DeviceLost: return "device-lost";
    case ErrorCode::OtherRun: return "other-run";
    case ErrorCode::EngineMissing: return "engine-missing";
    case ErrorCode::DiskFull: return "disk-full";
    case ErrorCode::Io: return "io";
    case ErrorCode::Cancelled: return "cancelled";
    case ErrorCode::Internal: break;
    }
    return "internal";
}

} // namespace calotype
