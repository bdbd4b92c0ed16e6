#pragma once

#include "core/base/Result.h"
#include "core/engine/GenerationRequest.h"
#include "core/engine/GenerationResult.h"
#include "core/engine/MemoryMode.h"
#include "core/engine/ModelInfo.h"
#include "core/engine/Progress.h"
#include "core/engine/VaeTiles.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace calotype {

/// A device that networks can run on.
struct DeviceInfo {
    std::string id;   ///< "cpu", "cuda:0", "mps"
    std::string name; ///< for people: the processor's or the card's name
    std::int64_t totalBytes = 0;
    std::int64_t freeBytes = 0;
};

/// What to load, and how.
struct ModelSpec {
    std::string path;             ///< file or folder
    std::string device = "auto";  ///< "auto", "cpu", "cuda", "cuda:N", "mps"
    std::string dtype = "auto";   ///< "auto", "float32", "float16", "bfloat16"
    std::optional<PredictionType> prediction; ///< the user's choice over what the file says
    std::string vaePath;          ///< another VAE than the model's own; "": its own
    std::string taesdPath;        ///< tiny autoencoder for previews; "": none
    std::optional<MemoryMode> memory = std::nullopt; ///< absent: chosen by the model and what is free
    VaeTiles vaeTiles = VaeTiles::Auto;

    bool operator==(const ModelSpec &) const = default;
};

/// The eight steps of a load, in order.
enum class LoadStep {
    Start,
    CacheCheck,
    FindFiles,
    ReadWeights,
    WeightsComplete,
    MoveToDevice,
    ApplyOptimisations,
    Finish,
};

struct LoadProgress {
    LoadStep step = LoadStep::Start;
    std::int64_t bytesDone = 0;
    std::int64_t bytesTotal = 0;
};

/// Called on the generation thread. It must return quickly.
using LoadSink = std::function<void(const LoadProgress &)>;

/// What a load ended with.
struct LoadedModel {
    ModelInfo info;
    std::string device; ///< resolved: "cpu", "cuda:0", "mps"
    std::string dtype;  ///< resolved: "float32", …
    MemoryMode memory = MemoryMode::Fast; ///< resolved
    double seconds = 0;
    std::int64_t residentBytes = 0; ///< taken by the weights, be it of the mapped file
    std::string defaultSampler;     ///< the sampler id of the model's own scheduler configuration
};

/// What a test of a device found: it computes as the processor does.
struct DeviceReport {
    std::string device;    ///< resolved: "cpu", "cuda:0", "mps"
    std::string dtype;     ///< resolved: "float32", …
    double difference = 0; ///< the largest found, as a share of the largest number in a block's output
    double tolerance = 0;  ///< what rounding to the dtype explains of it
    double seconds = 0;    ///< that the blocks took on the device
};

/// Makes pictures. One model at a time. Every call but devices() and name() comes from the one generation thread, the
/// destructor too; no call throws. A call that is told to stop returns an Error of code Cancelled
/// (generate(): a result with what was finished, marked cancelled).
class GenerationBackend
{
public:
    virtual ~GenerationBackend() = default;

    /// Takes the place of whatever model was loaded before. Leaves nothing loaded on error. Where a device was lost before
    /// and does not answer still, DeviceLost again.
    virtual Result<LoadedModel> load(const ModelSpec &spec, const LoadSink &progress, std::stop_token stop) = 0;

    /// Frees the model and the device's caches. @return the bytes that were freed
    virtual std::int64_t unload() = 0;

    /// Runs @p request on the loaded model. The stop token is looked at between the blocks of the networks. After DeviceLost
    /// nothing is loaded; after any other error the model is.
    virtual Result<GenerationResult> generate(const GenerationRequest &request, const ProgressSink &progress,
                                              std::stop_token stop) = 0;

    /// The devices of this machine that this backend can use, the best first. Any thread.
    virtual std::vector<DeviceInfo> devices() = 0;

    /// Runs blocks of the networks on a device and compares with the processor. A loaded model stays.
    /// @param device, dtype  as in ModelSpec
    /// @return Unsupported where the device computes wrongly; DeviceUnavailable, DeviceLost, OutOfMemory
    virtual Result<DeviceReport> testDevice(const std::string &device, const std::string &dtype, std::stop_token stop) = 0;

    /// What computes, with its version: "libtorch 1.13.1". Any thread.
    virtual std::string name() const = 0;

    /// Number of threads for CPU work; 0: the physical cores.
    virtual void setThreads(int count) = 0;
    virtual int threads() const = 0;
};

/// Makes the backend, on the generation thread, when it is first needed.
using BackendFactory = std::function<Result<std::unique_ptr<GenerationBackend>>()>;

} // namespace calotype
