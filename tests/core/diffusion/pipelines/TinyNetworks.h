#pragma once

#include "core/diffusion/pipelines/Networks.h"
#include "tests/support/TorchGolden.h"

#include <string>

namespace calotype::tests {

/// The golden models put together as golden/README tells: sd21-tiny's weights lie in its checkpoint and its VAE is
/// sd15-tiny's; sd15-inpaint-tiny borrows all but its UNet.
inline formats::ModelDescription tinyDescription(const std::string &name)
{
    using formats::describeModel;
    auto description = describeModel(dataPath("models/" + name));
    const auto base = describeModel(dataPath("models/sd15-tiny"));
    if (name == "sd21-tiny") {
        const auto checkpoint = describeModel(dataPath("models/sd21-tiny.ckpt"));
        description.textSource = checkpoint.textSource;
        description.unetSource = checkpoint.unetSource;
    }
    if (name == "sd15-inpaint-tiny") {
        description.text = base.text;
        description.textSource = base.textSource;
        description.tokenizer = base.tokenizer;
    }
    if (!description.vaeSource.present) {
        description.vae = base.vae;
        description.vaeSource = base.vaeSource;
    }
    return description;
}

/// Their files are in half precision, all but a part of sd21-tiny's.
inline std::unique_ptr<diffusion::Networks> tinyNetworks(const std::string &name, MemoryMode memory = MemoryMode::Fast)
{
    return diffusion::buildNetworks(tinyDescription(name), {"cpu", "float32", memory}, {}, {});
}

} // namespace calotype::tests
