#include "core/diffusion/kernels/KernelTable.h"

#include "core/base/Log.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <sstream>

namespace calotype::diffusion {

namespace {

// Least: summed over, results for each point, points. Measured with calotype-bench (tests/bench/README.md).
constexpr KernelRule kTable[] = {
    // Any head, any length: even 64 queries and 77 keys gain. Not causal (text encoders, 77 tokens).
    {Kernel::Attention, "attention", {1, 1, 1}, "torch's fused attention, or products in blocks (libtorch 1)"},
    // 3×3, stride 1, padding 1. Fewer channels or patches (4×4, of all pictures) do not repay the transforms.
    {Kernel::Winograd, "winograd", {32, 32, 16}, "the library's convolution"},
    // Fewer rows do not repay laying the weights out.
    {Kernel::Linear, "linear", {64, 64, 96}, "the library's product"},
    {Kernel::Norm, "norm", {1, 1, 1}, "group_norm, then silu"},
    {Kernel::Geglu, "geglu", {1, 1, 1}, "gelu, then mul"},
};

std::atomic<KernelSet> &current()
{
    static std::atomic<KernelSet> kernels = [] {
        const char *text = std::getenv("CALOTYPE_KERNELS");
        return text ? KernelSet::fromText(text) : KernelSet::all();
    }();
    return kernels;
}

} // namespace

std::span<const KernelRule> kernelTable()
{
    return kTable;
}

KernelSet KernelSet::all()
{
    KernelSet set;
    for (const KernelRule &rule : kTable)
        set = set.with(rule.kernel);
    return set;
}

KernelSet KernelSet::fromText(const std::string &text)
{
    KernelSet set;
    bool isNamed = false;
    bool anySize = false;
    std::istringstream words(text);
    for (std::string word; std::getline(words, word, ',');) {
        if (word == "always") {
            anySize = true;
            continue;
        }
        isNamed = true;
        if (word == "plain")
            continue;
        const auto *const rule = std::ranges::find(kTable, word, [](const KernelRule &r) { return std::string(r.name); });
        if (rule == std::end(kTable)) {
            spdlog::warn("engine: CALOTYPE_KERNELS names “{}”, which is no kernel", word);
        } else {
            set = set.with(rule->kernel);
        }
    }
    if (!isNamed)
        set = all();
    return anySize ? set.ofAnySize() : set;
}

KernelSet KernelSet::with(Kernel kernel) const
{
    KernelSet set = *this;
    set.m_bits |= bit(kernel);
    return set;
}

KernelSet KernelSet::ofAnySize() const
{
    KernelSet set = *this;
    set.m_anySize = true;
    return set;
}

KernelSet enabledKernels()
{
    return current().load(std::memory_order_relaxed);
}

void enableKernels(KernelSet kernels)
{
    current().store(kernels, std::memory_order_relaxed);
}

bool runsKernel(Kernel kernel, const KernelShape &shape, std::initializer_list<const Tensor *> tensors)
{
    const KernelSet enabled = enabledKernels();
    if (!enabled.contains(kernel))
        return false;
    const KernelShape least = enabled.isOfAnySize() ? KernelShape{1, 1, 1} : kTable[static_cast<std::size_t>(kernel)].least;
    if (shape.inner < least.inner || shape.outer < least.outer || shape.points < least.points)
        return false;
    return std::ranges::all_of(tensors, [](const Tensor *tensor) {
        if (!tensor->defined())
            return true;
        const bool followed = at::GradMode::is_enabled() && tensor->requires_grad();
        return tensor->device().is_cpu() && tensor->layout() == at::kStrided && tensor->scalar_type() == at::kFloat && !followed;
    });
}

} // namespace calotype::diffusion
