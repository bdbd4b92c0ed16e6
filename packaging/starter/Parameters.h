#pragma once

#include "core/diffusion/weights/Weights.h"

#include <filesystem>
#include <map>
#include <string>

namespace calotype::starter {

using diffusion::Tensor;
using Tensors = std::map<std::string, Tensor>;

/// The trainable tensors of a network: made at random as its modules ask for them by name and shape. float32.
class Parameters
{
public:
    /// @param prefix  put before each name in here and in checkpoints: "unet."
    Parameters(std::string prefix, torch::Device device, std::uint64_t seed);

    /// What the modules are built from. Valid as long as this object.
    /// @param dtype  another than float32 gives converted copies, through which the gradients flow back: modules built
    ///               from them are good for one step
    diffusion::Weights weights(torch::ScalarType dtype = torch::kFloat32);

    Tensors &tensors() { return m_tensors; }
    const std::string &prefix() const { return m_prefix; }

private:
    Tensor make(const std::string &name, at::IntArrayRef shape);

    std::string m_prefix;
    torch::Device m_device;
    at::Generator m_generator;
    Tensors m_tensors;
};

/// Writes tensors to a safetensors file, whole or not at all.
/// @throws Failure
void saveTensors(const std::filesystem::path &path, const Tensors &tensors,
                 const std::map<std::string, std::string> &metadata = {});

/// Reads all tensors of a file into memory of their own.
/// @throws Failure
Tensors loadTensors(const std::filesystem::path &path);

} // namespace calotype::starter
