#include "core/diffusion/TorchBackend.h"

#include "core/base/Log.h"
#include "core/diffusion/Device.h"
#include "core/diffusion/Torch.h"
#include "core/diffusion/pipelines/Networks.h"
#include "core/diffusion/pipelines/Pipeline.h"
#include "core/diffusion/schedulers/SchedulerRegistry.h"
#include "core/engine/DevicePolicy.h"
#include "core/engine/Validation.h"

#include <ATen/Parallel.h>

#include <chrono>
#include <new>

namespace calotype::diffusion {

namespace {

using Clock = std::chrono::steady_clock;

Error outOfMemory(const std::string &device, const std::string &detail)
{
    return {ErrorCode::OutOfMemory,
            "Memory on " + device + " ran out; choose a smaller size, or close other programs.", detail};
}

// Runs @p work and turns whatever it throws into an Error.
template<typename T, typename Work>
Result<T> guarded(const std::string &device, Work &&work)
{
    try {
        return work();
    } catch (const Failure &failure) {
        return failure.error();
    } catch (const c10::OutOfMemoryError &error) {
        return outOfMemory(device, error.what());
    } catch (const std::bad_alloc &error) {
        return outOfMemory(device, error.what());
    } catch (const c10::Error &error) {
        const std::string detail = error.what();
        // The CPU allocator reports exhaustion as a plain error.
        if (detail.find("DefaultCPUAllocator") != std::string::npos || detail.find("out of memory") != std::string::npos)
            return outOfMemory(device, detail);
        return Error{ErrorCode::Internal, "The engine failed: " + std::string(error.what_without_backtrace()), detail};
    } catch (const std::exception &error) {
        return Error{ErrorCode::Internal, std::string("The engine failed: ") + error.what(), error.what()};
    }
}

} // namespace

struct TorchBackend::Private {
    std::unique_ptr<Networks> networks;
    LoadedModel loaded;
    double loadSeconds = 0; // not yet told to a result
};

TorchBackend::TorchBackend()
    : d(std::make_unique<Private>())
{
    setThreads(0);
}

TorchBackend::~TorchBackend() = default;

Result<LoadedModel> TorchBackend::load(const ModelSpec &spec, const LoadSink &progress, std::stop_token stop)
{
    unload();
    const auto result = guarded<LoadedModel>(spec.device, [&]() -> Result<LoadedModel> {
        const c10::InferenceMode inference;
        const auto start = Clock::now();
        const auto available = listDevices();
        auto choice = chooseDevice(spec.device, spec.dtype, available);
        if (!choice)
            return choice.error();

        const std::int64_t before = residentMemoryBytes();
        d->networks = loadNetworks(spec, choice.value(), progress, stop);
        if (progress)
            progress({LoadStep::ApplyOptimisations, 0, 0});
        if (!spec.taesdPath.empty())
            loadPreviewDecoder(*d->networks, spec.taesdPath, stop);

        LoadedModel loaded;
        loaded.info = d->networks->description.info;
        loaded.device = choice.value().device;
        loaded.dtype = choice.value().dtype;
        loaded.defaultSampler = samplerIdOf(d->networks->scheduler);
        loaded.seconds = std::chrono::duration<double>(Clock::now() - start).count();
        loaded.residentBytes = std::max<std::int64_t>(0, residentMemoryBytes() - before);
        return loaded;
    });
    if (!result) {
        unload();
        return result.error();
    }
    d->loaded = result.value();
    d->loadSeconds = d->loaded.seconds;
    return result;
}

std::int64_t TorchBackend::unload()
{
    if (!d->networks)
        return 0;
    const std::int64_t before = residentMemoryBytes();
    d->networks.reset();
    emptyDeviceCache(d->loaded.device);
    d->loaded = {};
    return std::max<std::int64_t>(0, before - residentMemoryBytes());
}

Result<GenerationResult> TorchBackend::generate(const GenerationRequest &request, const ProgressSink &progress,
                                                std::stop_token stop)
{
    if (!d->networks)
        return Error{ErrorCode::WrongUse, "No model is loaded; choose one first.", {}};
    if (auto valid = validate(request); !valid)
        return valid.error();
    return guarded<GenerationResult>(d->loaded.device, [&]() -> Result<GenerationResult> {
        const c10::InferenceMode inference;
        GenerationResult result = runPipeline(*d->networks, request, progress, stop);
        result.seconds.load = std::exchange(d->loadSeconds, 0.0);
        result.peakMemoryBytes = peakMemoryBytes(d->loaded.device);
        return result;
    });
}

std::vector<DeviceInfo> TorchBackend::devices()
{
    return listDevices();
}

void TorchBackend::setThreads(int count)
{
    at::set_num_threads(count > 0 ? count : physicalCores());
}

int TorchBackend::threads() const
{
    return at::get_num_threads();
}

} // namespace calotype::diffusion
