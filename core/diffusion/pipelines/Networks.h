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
#include "core/engine/WorkPlan.h"
#include "core/formats/ModelDescription.h"
#include "core/tokenizer/ClipTokenizer.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace calotype::diffusion {

/// The networks of one model, on their device, and what is needed to use them. Immutable once loaded, but for what is
/// remembered of texts, text encoders that come and go (MemoryMode::Low), and a VAE that was found to overflow in half
/// precision.
struct Networks {
    formats::ModelDescription description; ///< keeps the mapped files alive
    SchedulerConfig scheduler;             ///< the model's own, pristine
    torch::Device device = torch::kCPU;
    torch::ScalarType dtype = torch::kFloat32;
    torch::ScalarType vaeDtype = torch::kFloat32;
    DeviceChoice choice;   ///< device and dtype in words, and the memory mode
    std::string vaePath;   ///< of another VAE than the model's own, else empty
    VaeTiles vaeTiles = VaeTiles::Auto;
    std::int64_t weightBytes = 0; ///< of all that was loaded, in memory or in the mapped files
    std::int64_t unetBytes = 0;   ///< the UNet's part of them
    std::function<std::int64_t()> freeBytes; ///< of the device's memory, now; <= 0: not known

    std::unique_ptr<ClipTokenizer> tokenizer;
    std::unique_ptr<ClipTokenizer> tokenizer2; ///< SDXL
    std::unique_ptr<ClipTextEncoder> text;  ///< null between runs in MemoryMode::Low
    std::unique_ptr<ClipTextEncoder> text2; ///< SDXL; likewise
    std::unique_ptr<TextMemory> textMemory = std::make_unique<TextMemory>(); ///< of what both made
    std::unique_ptr<UNet> unet;
    std::unique_ptr<Autoencoder> vae;
    std::unique_ptr<AutoencoderTiny> taesd; ///< only if ModelSpec named one
    BlockTap unetTap; ///< watches the UNet, where there is one; for tests

    bool isXl() const { return description.text2.has_value(); }
    bool isLow() const { return choice.memory == MemoryMode::Low; }
};

/// Describes and reads what @p spec names, reporting the load steps from FindFiles to MoveToDevice.
/// @param choice     its memory mode does not count: it is the spec's, or chosen by the model's size
/// @param freeBytes  on the device; <= 0: not known
/// @throws Failure NotFound, Damaged, Unsupported, OutOfMemory, Cancelled
std::unique_ptr<Networks> loadNetworks(const ModelSpec &spec, DeviceChoice choice, std::int64_t freeBytes,
                                       const LoadSink &progress, const std::stop_token &stop);

/// Reads and places the networks of a description. @throws Failure as loadNetworks()
std::unique_ptr<Networks> buildNetworks(formats::ModelDescription description, const DeviceChoice &choice,
                                        const LoadSink &progress, const std::stop_token &stop);

/// Reads the tiny autoencoder at @p path (a file or its folder) for previews.
/// @throws Failure NotFound, Damaged
void loadPreviewDecoder(Networks &networks, const std::string &path, const std::stop_token &stop);

/// Has the text encoders there, reading them again where they were dropped. @throws Failure as loadNetworks()
void needTextEncoders(Networks &networks, const std::stop_token &stop);

/// @throws Failure Damaged, naming the file, where a file that weights may lie in was changed on disk since it was opened:
///                 what is read there now is not the model, and past the end of a file cut short lies a bus error
void requireUnchangedFiles(const formats::ModelDescription &description);

/// How a run does with what is free now.
/// @param width, height  of what the network works on, pixels
/// @param conditions     that it sees in each step
WorkPlan planRun(const Networks &networks, int width, int height, int conditions);

/// The prompt is read: in MemoryMode::Low the text encoders are dropped, and they rest as rest() says.
void leaveTextEncoders(Networks &networks);

/// A part is not needed for a while. Where its weights lie in the mapped file, and unless all is to be Fast, their memory
/// goes back to the system; what is used again is there again.
void rest(const Networks &networks, const formats::PartSource &part);

/// Reads the model's VAE once more in float32, after half precision overflowed.
void reloadVaeInFloat32(Networks &networks, const std::stop_token &stop);

/// "float32" → kFloat32, … @pre one of DeviceChoice's words
torch::ScalarType scalarType(std::string_view dtype);

} // namespace calotype::diffusion
