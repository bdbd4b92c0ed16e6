#include "core/engine/ThreadPriority.h"

#include "core/base/Log.h"

#if defined(__linux__)
#include <algorithm>
#include <cerrno>

#include <sys/resource.h>
#elif defined(__APPLE__)
#include <pthread.h>
#endif

namespace calotype {

void lowerThreadPriority()
{
#if defined(__linux__)
    constexpr int kSteps = 10;
    constexpr int kNicest = 19;
    constexpr id_t kThisThread = 0; // the system counts threads as processes here
    errno = 0;
    const int nice = getpriority(PRIO_PROCESS, kThisThread); // -1 is a priority too
    if (errno != 0 || setpriority(PRIO_PROCESS, kThisThread, std::min(nice + kSteps, kNicest)) != 0)
        spdlog::warn("engine: the priority of a thread could not be lowered");
#elif defined(__APPLE__)
    if (pthread_set_qos_class_self_np(QOS_CLASS_UTILITY, 0) != 0)
        spdlog::warn("engine: the priority of a thread could not be lowered");
#endif
}

} // namespace calotype
