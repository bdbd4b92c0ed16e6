#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace calotype::app {

/// The time since this process was started, its libraries' loading included. On Linux to 10 ms; elsewhere the time since the
/// program's own first initialisers ran, which is less by what the loader took. A program that started anew in its own place
/// counts from the first start.
std::chrono::milliseconds processAge();

/// When a process was started, in clock ticks since the machine was: field 22 of its /proc/PID/stat; nothing where the line
/// has no such field.
std::optional<std::int64_t> startTicks(std::string_view stat);

} // namespace calotype::app
