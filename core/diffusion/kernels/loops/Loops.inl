// Compiled once for each set of vector instructions, by the Loops*.cpp beside it, which define
//   CALOTYPE_LOOPS_LANES      floats of a vector
//   CALOTYPE_LOOPS_TILE_ROWS  rows of a product's tile whose sums (two vectors a row) stay in registers
//   CALOTYPE_LOOPS_TARGET     the attribute that allows the instructions
// Everything is local to the file that includes it, and nothing of the standard library is called: a function shared by
// the linker would carry one set's instructions to processors without them.
#include "core/diffusion/kernels/VectorLoops.h"

#include "core/diffusion/kernels/loops/Vector.inl"

#include "core/diffusion/kernels/loops/Elementwise.inl"
#include "core/diffusion/kernels/loops/Product.inl"
#include "core/diffusion/kernels/loops/Softmax.inl"
#include "core/diffusion/kernels/loops/Transpose.inl"
#include "core/diffusion/kernels/loops/Winograd.inl"

namespace calotype::diffusion {
namespace {

constexpr VectorLoops makeLoops(const char *name)
{
    VectorLoops loops{};
    loops.name = name;
    loops.lanes = kLanes;
    loops.panel = kPanel;
    loops.multiply = &multiply;
    loops.softmaxBlock = &softmaxBlock;
    loops.scaleColumns = &scaleColumns;
    loops.transpose = &transpose;
    loops.winogradInput = &winogradInput;
    loops.winogradWeights = &winogradWeights;
    loops.winogradOutput = &winogradOutput;
    loops.splitFours = &splitFours;
    loops.joinFours = &joinFours;
    loops.moments = &moments;
    loops.affine = &affine;
    loops.gelu = &gelu;
    return loops;
}

} // namespace
} // namespace calotype::diffusion
