#if defined(__x86_64__)

#define CALOTYPE_LOOPS_LANES 16
#define CALOTYPE_LOOPS_TILE_ROWS 14
#define CALOTYPE_LOOPS_TARGET __attribute__((target("avx2,fma,avx512f,avx512dq,avx512bw,avx512vl")))
#include "core/diffusion/kernels/loops/Loops.inl"

namespace calotype::diffusion {

const VectorLoops &avx512Loops()
{
    static constexpr VectorLoops loops = makeLoops("AVX-512");
    return loops;
}

} // namespace calotype::diffusion

#endif
