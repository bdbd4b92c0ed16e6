#include "core/diffusion/kernels/VectorLoops.h"

#include <cstring>
#include <initializer_list>

namespace calotype::diffusion {

const VectorLoops *vectorLoops(const char *name)
{
#if defined(__x86_64__)
    if (std::strcmp(name, avx512Loops().name) == 0) {
        const bool has = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
            && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
        return has ? &avx512Loops() : nullptr;
    }
    if (std::strcmp(name, avx2Loops().name) == 0)
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &avx2Loops() : nullptr;
#endif
    return std::strcmp(name, genericLoops().name) == 0 ? &genericLoops() : nullptr;
}

const VectorLoops &vectorLoops()
{
    static const VectorLoops &best = []() -> const VectorLoops & {
        for (const char *name : {"AVX-512", "AVX2"}) {
            if (const VectorLoops *loops = vectorLoops(name))
                return *loops;
        }
        return genericLoops();
    }();
    return best;
}

} // namespace calotype::diffusion
