#pragma once

#include "core/base/Result.h"

#include <exception>
#include <new>
#include <type_traits>

namespace calotype::models {

/// Calls @p function, which returns a Result, and turns what it throws into one. For calls into a backend on the
/// generation thread: by contract none throws, yet a foreign one that does must not end the program.
template<typename Function>
std::invoke_result_t<Function> guarded(Function &&function)
{
    try {
        return function();
    } catch (const Failure &failure) {
        return failure.error();
    } catch (const std::bad_alloc &) {
        return Error{ErrorCode::OutOfMemory, "Memory ran out. A smaller picture or another number format may fit.", {}};
    } catch (const std::exception &fault) {
        return Error{ErrorCode::Internal, "The engine failed in a way that it should not.", fault.what()};
    } catch (...) {
        return Error{ErrorCode::Internal, "The engine failed in a way that it should not.", "unknown exception"};
    }
}

} // namespace calotype::models
