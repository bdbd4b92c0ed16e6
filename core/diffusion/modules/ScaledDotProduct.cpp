#include "core/diffusion/modules/ScaledDotProduct.h"

#include "core/diffusion/kernels/BlockedAttention.h"
#include "core/diffusion/kernels/KernelTable.h"
#include "core/diffusion/modules/WorkProfile.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace calotype::diffusion {

namespace {

// [B, S, heads * d] → [B, heads, S, d], a view of contiguous input.
Tensor splitHeads(const Tensor &x, std::int64_t heads)
{
    return x.reshape({x.size(0), x.size(1), heads, x.size(2) / heads}).transpose(1, 2);
}

// [B, heads, S, d] → [B, S, heads * d].
Tensor joinHeads(const Tensor &x)
{
    return x.transpose(1, 2).reshape({x.size(0), x.size(2), x.size(1) * x.size(3)});
}

Tensor widened(const Tensor &x, bool upcast)
{
    return upcast ? x.to(torch::kFloat32) : x;
}

// Minus infinity where a query (row, counted from firstQuery) would look ahead.
Tensor causalMask(std::int64_t firstQuery, std::int64_t queries, std::int64_t keys, const at::TensorOptions &options)
{
    const auto mask = torch::full({queries, keys}, -std::numeric_limits<double>::infinity(), options);
    return mask.triu(firstQuery + 1);
}

} // namespace

Tensor scaledDotProduct(const Tensor &q, const Tensor &k, const Tensor &v, const AttentionOptions &options)
{
    const WorkScope scope(Work::Attention);
    scope.did(4.0 * static_cast<double>(q.numel()) * static_cast<double>(k.size(1)));
    const std::int64_t headWidth = q.size(2) / options.heads;
    if (!options.causal && k.size(1) > 0 && v.size(2) == q.size(2)
        && runsKernel(Kernel::Attention, {headWidth, headWidth, q.size(1)}, {&q, &k, &v}))
        return blockedAttention(q, k, v, options.heads);
#if TORCH_VERSION_MAJOR >= 2
    const Tensor out = at::scaled_dot_product_attention(splitHeads(widened(q, options.upcast), options.heads),
                                                        splitHeads(widened(k, options.upcast), options.heads),
                                                        splitHeads(widened(v, options.upcast), options.heads), {}, 0.0,
                                                        options.causal);
    return joinHeads(out).to(v.scalar_type());
#else
    constexpr std::int64_t kMaxScoreBytes = 64 << 20;
    return scaledDotProductInBlocks(q, k, v, options, kMaxScoreBytes);
#endif
}

Tensor scaledDotProductInBlocks(const Tensor &q, const Tensor &k, const Tensor &v, const AttentionOptions &options,
                                std::int64_t maxScoreBytes)
{
    const auto batchHeads = q.size(0) * options.heads;
    const auto queries = q.size(1);
    const auto keys = k.size(1);
    const auto width = q.size(2) / options.heads;
    const double scale = 1.0 / std::sqrt(static_cast<double>(width));

    const auto flat = [&](const Tensor &x) {
        return splitHeads(widened(x, options.upcast), options.heads).reshape({batchHeads, x.size(1), width});
    };
    const Tensor fq = flat(q) * scale;
    const Tensor fk = flat(k).transpose(1, 2);
    const Tensor fv = flat(v);

    // As many heads as fit with all queries; of a head that alone is too large, as many queries as fit.
    const std::int64_t rowBytes = keys * static_cast<std::int64_t>(fq.element_size());
    const std::int64_t rows = std::max<std::int64_t>(1, maxScoreBytes / std::max<std::int64_t>(1, rowBytes));
    const std::int64_t headStep = std::clamp<std::int64_t>(rows / std::max<std::int64_t>(1, queries), 1, batchHeads);
    const std::int64_t queryStep = std::min(rows, queries);

    const Tensor out = torch::empty({batchHeads, queries, width}, fv.options());
    for (std::int64_t head = 0; head < batchHeads; head += headStep) {
        const auto headCount = std::min(headStep, batchHeads - head);
        const Tensor keyBlock = fk.narrow(0, head, headCount);
        const Tensor valueBlock = fv.narrow(0, head, headCount);
        for (std::int64_t first = 0; first < queries; first += queryStep) {
            const auto count = std::min(queryStep, queries - first);
            // Not baddbmm with a beta of 0: libtorch 1.13 multiplies what it finds in the unset tensor, NaN included.
            Tensor scores = at::bmm(fq.narrow(0, head, headCount).narrow(1, first, count), keyBlock);
            if (options.causal)
                scores.add_(causalMask(first, count, keys, fq.options()));
            out.narrow(0, head, headCount).narrow(1, first, count).copy_(at::bmm(scores.softmax(-1), valueBlock));
        }
    }
    return joinHeads(out.view({q.size(0), options.heads, queries, width})).to(v.scalar_type());
}

} // namespace calotype::diffusion
