#include "core/diffusion/modules/Conv2d.h"

#include "core/diffusion/kernels/KernelTable.h"
#include "core/diffusion/kernels/WinogradConvolution.h"
#include "core/diffusion/modules/Widened.h"
#include "core/diffusion/modules/WorkProfile.h"

namespace calotype::diffusion {

namespace {

// Two for each number of the result and each that is summed up in it.
double directFlop(const Tensor &filters, const Tensor &out)
{
    return 2.0 * static_cast<double>(out.numel()) * static_cast<double>(filters.numel() / filters.size(0));
}

} // namespace

Tensor Conv2d::forward(const Tensor &x) const
{
    const Tensor filters = widenedFor(weight, x);
    const bool isThreeByThree = filters.size(2) == 3 && stride == 1 && padding == 1;
    if (isThreeByThree && x.dim() == 4
        && runsKernel(Kernel::Winograd, {filters.size(1), filters.size(0), winogradPatches(x)}, {&x, &filters, &bias})) {
        const WorkScope scope(Work::Winograd);
        Tensor out = winogradConvolution(x, filters, bias);
        scope.did(directFlop(filters, out));
        return out;
    }
    const WorkScope scope(filters.size(2) == 1 ? Work::Pointwise : Work::Convolution);
    Tensor out = at::conv2d(x, filters, bias, stride, padding);
    scope.did(directFlop(filters, out));
    return out;
}

} // namespace calotype::diffusion
