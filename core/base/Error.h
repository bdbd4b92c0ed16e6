#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace calotype {

/// What went wrong, as far as a caller may act on it.
enum class ErrorCode {
    WrongUse,          ///< a value that can never work; exit status 2
    NotFound,          ///< a file, model or id that is not there
    Damaged,           ///< a file whose bytes contradict its format
    Unsupported,       ///< a sound file or request of a kind that is not handled
    OutOfMemory,       ///< memory of the device or of the machine ran out
    DeviceUnavailable, ///< the asked-for device is not on this machine
    DeviceLost,        ///< the device stopped working in the middle of it; what lies on it is gone
    OtherRun,          ///< the resume point belongs to another run; without it this one can be made
    EngineMissing,     ///< no engine module could be opened
    DiskFull,          ///< no room left where a file was to be written
    Io,                ///< reading or writing failed otherwise
    Cancelled,         ///< the user asked to stop; never shown as a failure
    Internal,          ///< a fault of this program
};

/// The code's stable word for logs and JSON: "wrong-use", "not-found", …
const char *errorCodeName(ErrorCode code);

/// One failure. @c message is one clear sentence that names the thing and the remedy;
/// @c detail is for the log and may be empty. @c device is the one that it happened on ("cuda:0"); "" where none had part in it.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string message;
    std::string detail;
    std::string device = {};
    bool isWorded = false; ///< the message is the window's, in the user's language; all others are English
};

/// An Error in flight inside a layer. It is turned into a Result at the layer's door.
class Failure final : public std::runtime_error
{
public:
    explicit Failure(Error error)
        : std::runtime_error(error.message)
        , m_error(std::move(error))
    {
    }
    Failure(ErrorCode code, std::string message, std::string detail = {})
        : Failure(Error{code, std::move(message), std::move(detail)})
    {
    }

    const Error &error() const { return m_error; }

private:
    Error m_error;
};

} // namespace calotype
