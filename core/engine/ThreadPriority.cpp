#include "core/engine/ThreadPriority.h"

#include "core/base/Log.h"

#if defined(__linux__)
#include <sys/resource.h>
#elif defined(__APPLE__)
#include <pthread.h>
#endif

namespace calotype {

void lowerThreadPriority()
{
#if defined(__linux__)
    constexpr int kNicest = 19; // a window's median frame on a busy machine: 16 ms then, 64 without (roughly)
    constexpr id_t kThisThread = 0; // the system counts threads as processes here
    if (setpriority(PRIO_PROCESS, kThisThread, kNicest) != 0)
        spdlog::warn("engine: the priority of a thread could not be lowered");
#elif defined(__APPLE__)
    if (pthread_set_qos_class_self_np(QOS_CLASS_UTILITY, 0) != 0)
        spdlog::warn("engine: the priority of a thread could not be lowered");
#endif
}

} // namespace calotype
