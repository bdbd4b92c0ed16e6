#pragma once

#include "core/diffusion/Torch.h"
#include "core/formats/ModelDescription.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace calotype::diffusion {

/// The tensors of one part, under the names that diffusers and transformers give its modules. Modules take what they
/// need by name and shape; nothing is initialised at random. Copies share one table; scope() narrows the name.
class Weights
{
public:
    struct Options {
        torch::Device device = torch::kCPU;
        torch::ScalarType dtype = torch::kFloat32; ///< floating-point tensors are converted once; others kept
        /// On the processor, matrices and filters of a shorter number format than dtype stay as the file has them: layers
        /// widen them as they use them (see modules/Widened.h). Vectors are small, and converted all the same.
        bool narrowAtRest = false;
        std::stop_token stop;                      ///< looked at before each tensor
        std::function<void(std::int64_t)> bytesRead; ///< called with each tensor's size in the file
    };

    /// Maps the part's names to diffusers' (see NameMap.h). CPU tensors that need no other dtype stay in the file's
    /// memory, which lives as long as they do and is read ahead; what was converted or copied leaves it.
    Weights(const formats::PartSource &source, Options options);

    /// Gives the tensor of a name and shape, on the CPU or another device; undefined for what it does not have.
    using Source = std::function<Tensor(const std::string &name, at::IntArrayRef shape)>;

    /// Tensors that are made as the modules ask for them, for training. has() says yes to every name.
    Weights(Source source, torch::Device device, torch::ScalarType dtype);

    /// Names below @p name: scope("down_blocks").scope(0) or scope("down_blocks.0").
    Weights scope(std::string_view name) const;
    Weights scope(std::int64_t index) const;

    /// The tensor @p name of this scope. It may lie in the mapped file, which is read-only: never change it in place.
    /// @param shape  what it must be; -1 stands for any size
    /// @throws Failure Damaged, naming part, tensor, and expected and found shape, if it is absent or shaped otherwise
    Tensor take(std::string_view name, at::IntArrayRef shape) const;
    /// The same, undefined if absent.
    Tensor takeOptional(std::string_view name, at::IntArrayRef shape) const;
    bool has(std::string_view name) const;

    /// Full names in the file that no module took, for the log.
    std::vector<std::string> untaken() const;

    /// Bytes of all tensors of the part, in memory or in the file's.
    std::int64_t bytes() const;

    torch::ScalarType dtype() const;
    torch::Device device() const;

private:
    struct Table;
    std::shared_ptr<Table> m_table;
    std::string m_prefix;
};

} // namespace calotype::diffusion
