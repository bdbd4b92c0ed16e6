#if defined(__x86_64__)

#define CALOTYPE_LOOPS_LANES 8
#define CALOTYPE_LOOPS_TILE_ROWS 6
#define CALOTYPE_LOOPS_TARGET __attribute__((target("avx2,fma")))
#include "core/diffusion/kernels/loops/Loops.inl"

namespace calotype::diffusion {

const VectorLoops &avx2Loops()
{
    static constexpr VectorLoops loops = makeLoops("AVX2");
    return loops;
}

} // namespace calotype::diffusion

#endif
