#include "core/diffusion/TorchBackend.h"
#include "core/engine/EngineModule.h"

#include <torch/version.h>

namespace {

calotype::GenerationBackend *create()
{
    return new calotype::diffusion::TorchBackend;
}

constexpr calotype::EngineEntry kEntry{calotype::kEngineInterfaceVersion, "libtorch " TORCH_VERSION, &create};

} // namespace

/// The module's one exported name; see core/engine/EngineModule.h.
extern "C" __attribute__((visibility("default"))) const calotype::EngineEntry *calotype_engine()
{
    return &kEntry;
}
