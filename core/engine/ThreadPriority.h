#pragma once

namespace calotype {

/// Has the calling thread give way to others from now on, and on Linux every thread that it makes: on a machine whose
/// cores all compute, a window stays lively that way. The program's other threads stay as they are. It cannot be undone
/// (the system lets nobody take precedence back). Linux: ten steps nicer; macOS: quality of service "utility", of this
/// thread alone; elsewhere nothing.
void lowerThreadPriority();

} // namespace calotype
