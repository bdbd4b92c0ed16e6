#pragma once

#include "core/diffusion/weights/Weights.h"
#include "core/formats/ModelDescription.h"
#include "tests/support/TorchGolden.h"

#include <string>

namespace calotype::tests {

/// A tiny model of tests/data/models, folder or file: "sd15-tiny", "sd15-tiny.safetensors".
inline formats::ModelDescription tinyModel(const std::string &name)
{
    return formats::describeModel(dataPath("models/" + name));
}

/// A part that is one file of tests/data/models in diffusers' layout.
inline formats::PartSource tinyPart(const std::string &relative)
{
    formats::PartSource source;
    source.present = true;
    source.files.push_back(formats::openTensorFile(dataPath("models/" + relative)));
    return source;
}

/// A part's weights on the CPU.
inline diffusion::Weights weightsOf(const formats::PartSource &source, torch::ScalarType dtype = torch::kFloat32)
{
    diffusion::Weights::Options options;
    options.dtype = dtype;
    return diffusion::Weights(source, options);
}

} // namespace calotype::tests
