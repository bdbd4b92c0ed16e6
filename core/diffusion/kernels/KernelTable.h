#pragma once

#include "core/diffusion/Torch.h"

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>

namespace calotype::diffusion {

/// What this program computes with its own loops rather than the library's.
enum class Kernel { Attention, Winograd, Linear, Norm, Geglu };

/// The three extents by which a kernel is chosen.
struct KernelShape {
    std::int64_t inner = 0;  ///< summed over: channels in, width of a head
    std::int64_t outer = 0;  ///< results for each point: channels out, width of a head
    std::int64_t points = 0; ///< what it is repeated over: queries, 4×4 patches, numbers of a group, rows
};

/// One row of the table: a kernel runs where no extent is under its least.
struct KernelRule {
    Kernel kernel;
    const char *name; ///< in CALOTYPE_KERNELS
    KernelShape least;
    const char *otherwise; ///< what runs elsewhere
};

/// The table, one row for each kernel.
std::span<const KernelRule> kernelTable();

/// A set of kernels, and whether the table's least sizes bind them.
class KernelSet
{
public:
    static KernelSet all();
    static KernelSet none() { return {}; }
    /// Reads "attention,winograd"; "plain" is none, a text without names all. The word "always" beside them makes it
    /// ofAnySize(). A name that is not in the table is passed over with a warning.
    static KernelSet fromText(const std::string &text);

    bool contains(Kernel kernel) const { return m_bits & bit(kernel); }
    KernelSet with(Kernel kernel) const;

    /// The same kernels for every shape that they can compute, where they do not pay too: for tests.
    KernelSet ofAnySize() const;
    bool isOfAnySize() const { return m_anySize; }

    bool operator==(const KernelSet &) const = default;

private:
    static unsigned bit(Kernel kernel) { return 1U << static_cast<unsigned>(kernel); }
    unsigned m_bits = 0;
    bool m_anySize = false;
};

/// The kernels in use: all, or those that the environment's CALOTYPE_KERNELS names, read once. Any thread.
KernelSet enabledKernels();

/// Changes them for the whole process: for tests and measurements. Any thread, but not while a network runs.
void enableKernels(KernelSet kernels);

/// Whether @p kernel computes this: it is in use, the shape is in the table's row (or for a set of any size: has no extent
/// 0), and all @p tensors (undefined ones are passed over) are float32 in the processor's memory and not followed for
/// gradients.
bool runsKernel(Kernel kernel, const KernelShape &shape, std::initializer_list<const Tensor *> tensors);

} // namespace calotype::diffusion
