#include "core/diffusion/kernels/VectorLoops.h"

#include "core/base/Log.h"

#include <atomic>
#include <cstdlib>
#include <initializer_list>
#include <string>

namespace calotype::diffusion {

namespace {

// "AVX-512" → "avx512"
std::string plainName(std::string_view name)
{
    std::string plain;
    for (const char c : name) {
        if (c != '-')
            plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return plain;
}

const VectorLoops &fastestLoops()
{
    for (const char *name : {"avx512", "avx2"}) {
        if (const VectorLoops *loops = vectorLoops(name))
            return *loops;
    }
    return genericLoops();
}

std::atomic<const VectorLoops *> &current()
{
    static std::atomic<const VectorLoops *> loops = [] {
        const char *text = std::getenv("CALOTYPE_LOOPS");
        return &loopsFromText(text ? text : "");
    }();
    return loops;
}

} // namespace

const VectorLoops *vectorLoops(std::string_view name)
{
    const std::string plain = plainName(name);
#if defined(__x86_64__)
    if (plain == plainName(avx512Loops().name)) {
        const bool has = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
            && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
        return has ? &avx512Loops() : nullptr;
    }
    if (plain == plainName(avx2Loops().name))
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &avx2Loops() : nullptr;
#endif
    return plain == plainName(genericLoops().name) ? &genericLoops() : nullptr;
}

const VectorLoops &loopsFromText(std::string_view text)
{
    if (text.empty())
        return fastestLoops();
    if (const VectorLoops *loops = vectorLoops(text))
        return *loops;
    spdlog::warn("engine: CALOTYPE_LOOPS names “{}”, which this processor or build lacks", text);
    return fastestLoops();
}

const VectorLoops &vectorLoops()
{
    return *current().load(std::memory_order_relaxed);
}

void useLoops(const VectorLoops &loops)
{
    current().store(&loops, std::memory_order_relaxed);
}

} // namespace calotype::diffusion
