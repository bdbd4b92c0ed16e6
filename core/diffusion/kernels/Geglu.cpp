#include "core/diffusion/kernels/Geglu.h"

#include "core/diffusion/kernels/VectorLoops.h"

namespace calotype::diffusion {

Tensor geglu(const Tensor &x)
{
    const Tensor in = x.contiguous();
    const std::int64_t width = in.size(-1) / 2;
    auto sizes = in.sizes().vec();
    sizes.back() = width;
    const Tensor out = at::empty(sizes, in.options());
    const VectorLoops &loops = vectorLoops();
    constexpr std::int64_t kNumbersOfTask = 32 << 10; // less is not worth another thread

    at::parallel_for(0, out.numel() / width, 1 + kNumbersOfTask / width, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row) {
            const float *from = in.data_ptr<float>() + row * 2 * width;
            loops.gelu(from, from + width, width, out.data_ptr<float>() + row * width);
        }
    });
    return out;
}

} // namespace calotype::diffusion
