#include "core/diffusion/modules/Conv2d.h"

#include "core/diffusion/kernels/KernelTable.h"
#include "core/diffusion/kernels/WinogradConvolution.h"

namespace calotype::diffusion {

Tensor Conv2d::forward(const Tensor &x) const
{
    const bool isThreeByThree = weight.size(2) == 3 && stride == 1 && padding == 1;
    if (isThreeByThree && x.dim() == 4
        && runsKernel(Kernel::Winograd, {weight.size(1), weight.size(0), winogradPatches(x)}, {&x, &weight, &bias}))
        return winogradConvolution(x, weight, bias);
    return at::conv2d(x, weight, bias, stride, padding);
}

} // namespace calotype::diffusion
