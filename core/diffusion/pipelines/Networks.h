#pragma once

#include "core/diffusion/Torch.h"
#include "core/diffusion/modules/Autoencoder.h"
#include "core/diffusion/modules/AutoencoderTiny.h"
#include "core/diffusion/modules/ClipTextEncoder.h"
#include "core/diffusion/modules/UNet.h"
#include "core/diffusion/pipelines/TextMemory.h"
#include "core/diffusion/schedulers/SchedulerConfig.h"
#include "core/engine/DevicePolicy.h"
#include "core/engine/GenerationBackend.h"
#include "core/formats/ModelDescription.h"
#include "core/tokenizer/ClipTokenizer.h"

#include <memory>
#include <stop_token>

namespace calotype::diffusion {

/// The networks of one model, on their device, and what is needed to use them. Immutable once loaded, but for what is
/// remembered of texts, and for a VAE that was found to overflow in half precision.
struct Networks {
    formats::ModelDescription description; ///< keeps the mapped files alive
    SchedulerConfig scheduler;             ///< the model's own, pristine
    torch::Device device = torch::kCPU;
    torch::ScalarType dtype = torch::kFloat32;
    torch::ScalarType vaeDtype = torch::kFloat32;
    DeviceChoice choice;   ///< device and dtype in words
    std::string vaePath;   ///< of another VAE than the model's own, else empty

    std::unique_ptr<ClipTokenizer> tokenizer;
    std::unique_ptr<ClipTokenizer> tokenizer2; ///< SDXL
    std::unique_ptr<ClipTextEncoder> text;
    std::unique_ptr<ClipTextEncoder> text2; ///< SDXL
    std::unique_ptr<TextMemory> textMemory = std::make_unique<TextMemory>(); ///< of what both made
    std::unique_ptr<UNet> unet;
    std::unique_ptr<Autoencoder> vae;
    std::unique_ptr<AutoencoderTiny> taesd; ///< only if ModelSpec named one
};

/// Describes and reads what @p spec names, reporting the load steps from FindFiles to MoveToDevice.
/// @throws Failure NotFound, Damaged, Unsupported, OutOfMemory, Cancelled
std::unique_ptr<Networks> loadNetworks(const ModelSpec &spec, const DeviceChoice &choice, const LoadSink &progress,
                                       const std::stop_token &stop);

/// Reads and places the networks of a description. @throws Failure as loadNetworks()
std::unique_ptr<Networks> buildNetworks(formats::ModelDescription description, const DeviceChoice &choice,
                                        const LoadSink &progress, const std::stop_token &stop);

/// Reads the tiny autoencoder at @p path (a file or its folder) for previews.
/// @throws Failure NotFound, Damaged
void loadPreviewDecoder(Networks &networks, const std::string &path, const std::stop_token &stop);

/// Reads the model's VAE once more in float32, after half precision overflowed.
void reloadVaeInFloat32(Networks &networks, const std::stop_token &stop);

/// "float32" → kFloat32, … @pre one of DeviceChoice's words
torch::ScalarType scalarType(std::string_view dtype);

} // namespace calotype::diffusion
