#include "core/diffusion/modules/Conv2d.h"

#include "core/diffusion/kernels/KernelTable.h"
#include "core/diffusion/kernels/WinogradConvolution.h"
#include "core/diffusion/modules/Widened.h"

namespace calotype::diffusion {

Tensor Conv2d::forward(const Tensor &x) const
{
    const Tensor filters = widenedFor(weight, x);
    const bool isThreeByThree = filters.size(2) == 3 && stride == 1 && padding == 1;
    if (isThreeByThree && x.dim() == 4
        && runsKernel(Kernel::Winograd, {filters.size(1), filters.size(0), winogradPatches(x)}, {&x, &filters, &bias}))
        return winogradConvolution(x, filters, bias);
    return at::conv2d(x, filters, bias, stride, padding);
}

} // namespace calotype::diffusion
