#include "core/engine/EngineEnvironment.h"

#include "core/engine/HeapPolicy.h"

#include <cstdlib>
#include <mutex>

#ifdef __x86_64__
#include <cpuid.h>
#endif

namespace calotype {

namespace {

// Zen 4 (family 19h) is the first with AVX-512, Zen 5 is family 1Ah.
bool isAmdWithAvx512()
{
#ifdef __x86_64__
    unsigned highest = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    if (!__get_cpuid(0, &highest, &b, &c, &d) || b != signature_AMD_ebx || c != signature_AMD_ecx || d != signature_AMD_edx)
        return false;
    unsigned version = 0;
    if (!__get_cpuid(1, &version, &b, &c, &d))
        return false;
    const unsigned family = (version >> 8 & 0xF) + (version >> 20 & 0xFF);
    return family >= 0x19 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
#else
    return false;
#endif
}

void prepare()
{
    constexpr int kKeepTheirs = 0;
    setenv("OMP_WAIT_POLICY", "passive", kKeepTheirs);
    if (isAmdWithAvx512())
        setenv("OPENBLAS_CORETYPE", "SKYLAKEX", kKeepTheirs);
    keepFreedMemory();
}

} // namespace

void prepareEngineEnvironment()
{
    static std::once_flag done;
    std::call_once(done, prepare);
}

} // namespace calotype
