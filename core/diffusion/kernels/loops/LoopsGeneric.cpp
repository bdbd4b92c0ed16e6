#define CALOTYPE_LOOPS_LANES 4
#define CALOTYPE_LOOPS_TILE_ROWS 6
#define CALOTYPE_LOOPS_TARGET
#include "core/diffusion/kernels/loops/Loops.inl"

namespace calotype::diffusion {

const VectorLoops &genericLoops()
{
    static constexpr VectorLoops loops = makeLoops("generic");
    return loops;
}

} // namespace calotype::diffusion
