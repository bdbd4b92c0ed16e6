#include "tests/support/FakeBackend.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace calotype::tests {
namespace {

Image plainImage(int width, int height, std::int64_t seed)
{
    Image image(width, height);
    std::ranges::fill(image.pixels, static_cast<std::uint8_t>(seed % 251));
    return image;
}

std::string nameOf(const std::string &path)
{
    return path.substr(path.find_last_of('/') + 1);
}

} // namespace

std::optional<FakeScript::Fault> FakeScript::take(std::deque<Fault> &faults, std::mutex &mutex)
{
    const std::lock_guard lock(mutex);
    if (faults.empty()) {
        return {};
    }
    Fault fault = std::move(faults.front());
    faults.pop_front();
    return fault;
}

void FakeScript::failNextCreate(Error error)
{
    const std::lock_guard lock(m_mutex);
    m_createFaults.push_back({std::move(error), 0});
}

void FakeScript::failNextLoad(Error error, int afterChunks)
{
    const std::lock_guard lock(m_mutex);
    m_loadFaults.push_back({std::move(error), afterChunks});
}

void FakeScript::failNextGenerate(Error error, int afterSteps)
{
    const std::lock_guard lock(m_mutex);
    m_generateFaults.push_back({std::move(error), afterSteps});
}

void FakeScript::failNextTest(Error error)
{
    const std::lock_guard lock(m_mutex);
    m_testFaults.push_back({std::move(error), 0});
}

void FakeScript::setDevices(std::vector<DeviceInfo> devices)
{
    const std::lock_guard lock(m_mutex);
    m_devices = std::move(devices);
}

std::string FakeScript::loadedPath() const
{
    const std::lock_guard lock(m_mutex);
    return m_loadedPath;
}

std::vector<std::string> FakeScript::loadedPaths() const
{
    std::vector<std::string> paths;
    for (const ModelSpec &spec : loadedSpecs()) {
        paths.push_back(spec.path);
    }
    return paths;
}

std::vector<ModelSpec> FakeScript::loadedSpecs() const
{
    const std::lock_guard lock(m_mutex);
    return m_loadedSpecs;
}

std::vector<GenerationRequest> FakeScript::requests() const
{
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

void FakeScript::noteThread()
{
    const std::lock_guard lock(m_mutex);
    if (!m_thread) {
        m_thread = std::this_thread::get_id();
    } else if (*m_thread != std::this_thread::get_id()) {
        ++m_foreignCalls;
    }
}

FakeBackend::FakeBackend(std::shared_ptr<FakeScript> script)
    : m_script(std::move(script))
{
    m_script->noteThread();
    ++m_script->m_alive;
    ++m_script->m_created;
}

FakeBackend::~FakeBackend()
{
    m_script->noteThread();
    drop();
    if (--m_script->m_alive == 0) {
        const std::lock_guard lock(m_script->m_mutex);
        m_script->m_thread.reset();
    }
}

BackendFactory FakeBackend::factory(std::shared_ptr<FakeScript> script)
{
    return [script = std::move(script)]() -> Result<std::unique_ptr<GenerationBackend>> {
        script->createGate.passUnstoppable();
        if (auto fault = FakeScript::take(script->m_createFaults, script->m_mutex)) {
            return fault->error;
        }
        return std::unique_ptr<GenerationBackend>(std::make_unique<FakeBackend>(script));
    };
}

Result<LoadedModel> FakeBackend::load(const ModelSpec &spec, const LoadSink &progress, std::stop_token stop)
{
    m_script->noteThread();
    ++m_script->m_loadCalls;
    drop();
    const int chunks = m_script->chunks;
    const std::int64_t chunkBytes = m_script->chunkBytes;
    const std::int64_t total = chunks * chunkBytes;
    const auto fault = FakeScript::take(m_script->m_loadFaults, m_script->m_mutex);
    const std::stop_token heeded = m_script->loadHeedsStop ? stop : std::stop_token();

    progress({LoadStep::Start, 0, total});
    progress({LoadStep::CacheCheck, 0, total});
    progress({LoadStep::FindFiles, 0, total});
    for (int chunk = 0; chunk < chunks; ++chunk) {
        if (fault && fault->after == chunk) {
            drop();
            return fault->error;
        }
        if (!m_script->loadGate.pass(heeded)) {
            drop();
            return Error{ErrorCode::Cancelled, "The load was cancelled.", {}};
        }
        m_bytes += chunkBytes;
        m_script->m_residentBytes += chunkBytes;
        progress({LoadStep::ReadWeights, m_bytes, total});
    }
    progress({LoadStep::WeightsComplete, total, total});
    progress({LoadStep::MoveToDevice, total, total});
    progress({LoadStep::ApplyOptimisations, total, total});
    progress({LoadStep::Finish, total, total});

    m_spec = spec;
    {
        const std::lock_guard lock(m_script->m_mutex);
        m_script->m_loadedPath = spec.path;
        m_script->m_loadedSpecs.push_back(spec);
    }
    LoadedModel model;
    model.info.path = spec.path;
    model.info.name = nameOf(spec.path);
    model.info.kind = m_script->kind;
    model.info.format = ModelFormat::Safetensors;
    model.info.dtype = "F16";
    model.info.sizeBytes = total;
    model.device = spec.device == "auto" ? "cpu" : spec.device;
    model.dtype = spec.dtype == "auto" ? "float32" : spec.dtype;
    model.memory = spec.memory.value_or(MemoryMode::Fast);
    model.seconds = 0.25;
    model.residentBytes = m_bytes;
    model.defaultSampler = "pndm";
    return model;
}

std::int64_t FakeBackend::drop()
{
    const std::int64_t freed = std::exchange(m_bytes, 0);
    m_script->m_residentBytes -= freed;
    m_spec.reset();
    const std::lock_guard lock(m_script->m_mutex);
    m_script->m_loadedPath.clear();
    return freed;
}

std::int64_t FakeBackend::unload()
{
    m_script->noteThread();
    ++m_script->m_unloadCalls;
    m_script->unloadGate.passUnstoppable();
    if (m_script->unloadThrows.exchange(false)) {
        throw std::runtime_error("the device is gone");
    }
    return drop();
}

Result<GenerationResult> FakeBackend::generate(const GenerationRequest &request, const ProgressSink &progress,
                                               std::stop_token stop)
{
    m_script->noteThread();
    ++m_script->m_generateCalls;
    struct Return {
        std::atomic<int> &count;
        ~Return() { ++count; }
    };
    const Return counted{m_script->m_generatesEnded};
    {
        const std::lock_guard lock(m_script->m_mutex);
        m_script->m_requests.push_back(request);
    }
    if (!m_spec) {
        return Error{ErrorCode::Internal, "No model is loaded.", {}};
    }
    const auto fault = FakeScript::take(m_script->m_generateFaults, m_script->m_mutex);

    GenerationResult result;
    result.modelName = nameOf(m_spec->path);
    result.modelPath = m_spec->path;
    result.prediction = "epsilon";
    result.width = request.width > 0 ? request.width : 64;
    result.height = request.height > 0 ? request.height : 64;
    result.device = "cpu";
    result.dtype = "float32";
    result.sampler = request.sampler.empty() ? "pndm" : request.sampler;
    result.schedule = request.schedule;

    const auto run = std::make_shared<const RunDetails>(result);

    Progress event;
    event.totalSteps = request.steps;
    event.imageCount = static_cast<int>(request.seeds.size());
    event.stage = Stage::EncodingText;
    progress(event);
    int stepsDone = 0;
    const int first = request.resume ? request.resume->image : 0;
    for (int image = first; image < event.imageCount; ++image) {
        const std::int64_t seed = request.seeds[static_cast<std::size_t>(image)];
        event.image = image;
        event.stage = Stage::Sampling;
        for (int step = request.resume && image == first ? request.resume->step : 0; step < request.steps; ++step) {
            if (fault && fault->after == stepsDone) {
                if (fault->error.code == ErrorCode::DeviceLost) {
                    drop();
                }
                return fault->error;
            }
            if (!m_script->stepGate.pass(stop)) {
                result.cancelled = true;
                return result;
            }
            ++stepsDone;
            result.seconds.denoise.push_back(0.01);
            event.step = step + 1;
            event.secondsPerStep = 0.01;
            event.secondsLeft = 0.01 * (event.imageCount * request.steps - stepsDone);
            if (m_script->previews && request.preview != PreviewMethod::Off) {
                event.preview = std::make_shared<Image>(plainImage(result.width / 8, result.height / 8, seed + step));
            }
            if (request.resumePointSeconds > 0) {
                event.resumePoint = std::make_shared<ResumePoint>(ResumePoint{image, step + 1, {1}});
            }
            progress(event);
            event.resumePoint.reset();
        }
        auto made = std::make_shared<GeneratedImage>();
        made->image = plainImage(result.width, result.height, seed);
        made->seed = seed;
        made->index = image;
        made->run = run;
        result.images.push_back(*made);
        event.stage = Stage::Decoding;
        event.preview.reset();
        event.finished = std::move(made);
        progress(event);
        event.finished.reset();
    }
    event.stage = Stage::Finished;
    event.secondsLeft = 0;
    progress(event);
    return result;
}

std::vector<DeviceInfo> FakeBackend::devices()
{
    const std::lock_guard lock(m_script->m_mutex);
    return m_script->m_devices;
}

Result<DeviceReport> FakeBackend::testDevice(const std::string &device, const std::string &dtype, std::stop_token stop)
{
    m_script->noteThread();
    if (auto fault = FakeScript::take(m_script->m_testFaults, m_script->m_mutex)) {
        return fault->error;
    }
    if (!m_script->testGate.pass(stop)) {
        return Error{ErrorCode::Cancelled, "The test was cancelled.", {}};
    }
    return DeviceReport{device, dtype, 0.0001, 0.005, 0.25};
}

std::string FakeBackend::name() const
{
    return "fake 1.0";
}

void FakeBackend::setThreads(int count)
{
    m_script->noteThread();
    m_threads = count;
    m_script->m_threadsSet = count;
}

int FakeBackend::threads() const
{
    return m_threads;
}

} // namespace calotype::tests
