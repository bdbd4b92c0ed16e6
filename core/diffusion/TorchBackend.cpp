#include "core/diffusion/TorchBackend.h"

#include "core/base/Log.h"
#include "core/diffusion/Device.h"
#include "core/diffusion/DeviceTest.h"
#include "core/diffusion/Torch.h"
#include "core/diffusion/pipelines/Networks.h"
#include "core/diffusion/pipelines/Pipeline.h"
#include "core/diffusion/schedulers/SchedulerRegistry.h"
#include "core/engine/DeviceFault.h"
#include "core/engine/DevicePolicy.h"
#include "core/engine/HeapPolicy.h"
#include "core/engine/Validation.h"

#include <algorithm>
#include <chrono>
#include <new>
#include <utility>

namespace calotype::diffusion {

namespace {

using Clock = std::chrono::steady_clock;

// Runs @p work and turns whatever it throws into an Error. What to do where memory runs out is @p remedy.
template<typename T, typename Work>
Result<T> guarded(const std::string &device, const char *remedy, Work &&work)
{
    const auto outOfMemory = [&](const std::string &place, const std::string &detail) {
        return Error{ErrorCode::OutOfMemory, "Memory on " + place + " ran out; " + remedy, detail, place};
    };
    try {
        return work();
    } catch (const Failure &failure) {
        return failure.error();
    } catch (const c10::OutOfMemoryError &error) {
        return outOfMemory(device, error.what());
    } catch (const std::bad_alloc &error) { // the machine's memory, whatever the device
        return outOfMemory("cpu", error.what());
    } catch (const c10::Error &error) {
        const std::string detail = error.what();
        const DeviceFault fault = deviceFaultOf(error.what_without_backtrace()); // the names in a backtrace are no fault
        if (fault == DeviceFault::OutOfMemory)
            return outOfMemory(detail.find("DefaultCPUAllocator") != std::string::npos ? "cpu" : device, detail);
        if (fault == DeviceFault::Lost || !answers(device))
            return lostDevice(device, detail);
        return Error{ErrorCode::Internal, "The engine failed: " + std::string(error.what_without_backtrace()), detail};
    } catch (const std::exception &error) {
        return Error{ErrorCode::Internal, std::string("The engine failed: ") + error.what(), error.what()};
    }
}

std::int64_t freeBytesOf(const std::vector<DeviceInfo> &devices, const std::string &id)
{
    const auto found = std::find_if(devices.begin(), devices.end(), [&](const DeviceInfo &device) { return device.id == id; });
    return found == devices.end() ? 0 : found->freeBytes;
}

Error halfOnTheProcessor()
{
    return {ErrorCode::Unsupported, "The processor does not compute in float16; choose float32 or bfloat16 (--dtype).", {}};
}

} // namespace

struct TorchBackend::Private {
    std::unique_ptr<Networks> networks;
    std::string device = "cpu"; // of the latest load
    std::string lost;           // the device that stopped working, until a model is loaded on it again; "": none
    double loadSeconds = 0;     // not yet told to a result

    // Frees the networks, and what the allocators keep of them or of a load that came to nothing. Never throws.
    std::int64_t release()
    {
        try {
            const std::int64_t before = usedMemoryBytes(device);
            networks.reset();
            emptyDeviceCache(device);
            return std::max<std::int64_t>(0, before - usedMemoryBytes(device));
        } catch (const std::exception &error) {
            spdlog::warn("engine: the memory of {} could not be given back: {}", device, error.what());
            networks.reset();
            return 0;
        }
    }

    // What lies on a lost device is let go of, and nothing more is asked there: each call would fail again.
    void forsake(const std::string &id)
    {
        spdlog::error("engine: {} stopped working, what lay on it is let go of", id);
        if (device == id)
            networks.reset();
        lost = id;
    }
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
    const char *remedy = "close other programs, or choose a smaller model or number format.";
    const auto result = guarded<LoadedModel>(d->device, remedy, [&]() -> Result<LoadedModel> {
        const c10::InferenceMode inference;
        const auto start = Clock::now();
        const auto available = listDevices();
        if (isStillLost(spec.device, d->lost, available))
            return lostDevice(d->lost, "it does not answer since");
        auto choice = chooseDevice(spec.device, spec.dtype, available);
        if (!choice)
            return choice.error();
        d->device = choice.value().device;
        if (d->device == "cpu" && choice.value().dtype == "float16") // libtorch 1 has no such kernels, later ones slow ones
            return halfOnTheProcessor();

        const std::int64_t before = usedMemoryBytes(d->device);
        d->networks = loadNetworks(spec, choice.value(), freeBytesOf(available, d->device), progress, stop);
        if (progress)
            progress({LoadStep::ApplyOptimisations, 0, 0});
        if (!spec.taesdPath.empty())
            loadPreviewDecoder(*d->networks, spec.taesdPath, stop);

        LoadedModel loaded;
        loaded.info = d->networks->description.info;
        loaded.device = choice.value().device;
        loaded.dtype = choice.value().dtype;
        loaded.memory = d->networks->choice.memory;
        loaded.defaultSampler = samplerIdOf(d->networks->scheduler);
        loaded.seconds = std::chrono::duration<double>(Clock::now() - start).count();
        // The processor's weights may lie in the mapped file, of which nothing was looked at so far.
        loaded.residentBytes = d->device == "cpu" ? d->networks->weightBytes
                                                  : std::max<std::int64_t>(0, usedMemoryBytes(d->device) - before);
        return loaded;
    });
    if (!result) {
        if (result.error().code == ErrorCode::DeviceLost)
            d->forsake(result.error().device);
        else
            d->release();
        return result.error();
    }
    if (result.value().device == d->lost)
        d->lost.clear();
    d->loadSeconds = result.value().seconds;
    return result;
}

std::int64_t TorchBackend::unload()
{
    return d->networks ? d->release() : 0;
}

Result<GenerationResult> TorchBackend::generate(const GenerationRequest &request, const ProgressSink &progress,
                                                std::stop_token stop)
{
    if (!d->networks && !d->lost.empty()) // since a test of the device
        return lostDevice(d->lost, "what lay on it is gone");
    if (!d->networks)
        return Error{ErrorCode::WrongUse, "No model is loaded; choose one first.", {}};
    if (auto valid = validate(request); !valid)
        return valid.error();
    const char *remedy = "choose a smaller size, or close other programs.";
    auto made = guarded<GenerationResult>(d->device, remedy, [&]() -> Result<GenerationResult> {
        const c10::InferenceMode inference;
        GenerationResult result = runPipeline(*d->networks, request, progress, stop);
        result.seconds.load = std::exchange(d->loadSeconds, 0.0);
        result.peakMemoryBytes = peakMemoryBytes(d->device);
        return result;
    });
    if (!made && made.error().code == ErrorCode::DeviceLost)
        d->forsake(made.error().device);
    giveFreedMemoryBack(); // what the steps kept for one another
    return made;
}

std::vector<DeviceInfo> TorchBackend::devices()
{
    try {
        return listDevices();
    } catch (const std::exception &error) {
        spdlog::warn("engine: the devices could not be listed: {}", error.what());
    }
    DeviceInfo processor;
    processor.id = "cpu";
    processor.name = "Processor";
    return {processor};
}

Result<DeviceReport> TorchBackend::testDevice(const std::string &device, const std::string &dtype, std::stop_token stop)
{
    const auto available = devices();
    if (isStillLost(device, d->lost, available))
        return lostDevice(d->lost, "it does not answer since");
    const auto choice = chooseDevice(device, dtype, available);
    if (!choice)
        return choice.error();
    if (choice.value().device == "cpu" && choice.value().dtype == "float16")
        return halfOnTheProcessor();
    auto tested = guarded<DeviceReport>(choice.value().device, "unload the model, or close other programs.", [&] {
        const c10::InferenceMode inference;
        DeviceReport report = diffusion::testDevice(choice.value(), stop);
        emptyDeviceCache(choice.value().device);
        return report;
    });
    if (!tested && tested.error().code == ErrorCode::DeviceLost)
        d->forsake(tested.error().device);
    return tested;
}

std::string TorchBackend::name() const
{
    return "libtorch " TORCH_VERSION;
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
