#pragma once

#include "core/engine/GenerationBackend.h"
#include "tests/support/Gate.h"

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace calotype::tests {

/// What a FakeBackend shall do, and what was done to it. Shared by the test and by every FakeBackend made from it.
/// Any thread. All gates start open: an untouched script loads any path and makes every picture at once.
class FakeScript
{
public:
    // What happens when.
    Gate createGate; ///< passed by the factory, before the backend is made; does not heed stop
    Gate loadGate;   ///< passed before each chunk of weights is read
    Gate unloadGate; ///< passed before the model is dropped; does not heed stop
    Gate stepGate;   ///< passed before each sampling step
    Gate testGate;   ///< passed in the middle of a device's test

    // How much of it.
    std::atomic<int> chunks{4};                ///< chunks of weights in a model
    std::atomic<std::int64_t> chunkBytes{100}; ///< size of one
    std::atomic<bool> loadHeedsStop{true};     ///< false: a load runs to its end whatever is requested
    std::atomic<bool> previews{true};          ///< with each step, where the request asks for previews
    std::atomic<bool> unloadThrows{false};     ///< the next unload breaks the contract, once
    std::atomic<ModelKind> kind{ModelKind::Sd1};

    // What fails. Each is used up once, the oldest first; nothing set: all goes well.
    void failNextCreate(Error error);
    void failNextLoad(Error error, int afterChunks = 0);
    void failNextGenerate(Error error, int afterSteps = 0);
    void failNextTest(Error error);

    void setDevices(std::vector<DeviceInfo> devices); ///< at first the processor alone

    // What was done.
    int alive() const { return m_alive; }     ///< backends that exist now
    int created() const { return m_created; } ///< backends ever made
    int loadCalls() const { return m_loadCalls; }
    int unloadCalls() const { return m_unloadCalls; }
    int generateCalls() const { return m_generateCalls; }
    int generatesEnded() const { return m_generatesEnded; } ///< of these, those that have returned
    int threadsSet() const { return m_threadsSet; } ///< the last setThreads(); -1: none
    std::int64_t residentBytes() const { return m_residentBytes; } ///< of all backends
    std::string loadedPath() const;                 ///< "" where nothing is loaded
    std::vector<std::string> loadedPaths() const;   ///< of all loads that went well, in order
    std::vector<ModelSpec> loadedSpecs() const;     ///< likewise
    std::vector<GenerationRequest> requests() const; ///< of all generate calls, in order
    /// Calls, constructors and destructors that came from another thread than the backend's first. Must stay 0.
    int foreignCalls() const { return m_foreignCalls; }

private:
    friend class FakeBackend;
    struct Fault {
        Error error;
        int after = 0;
    };
    static std::optional<Fault> take(std::deque<Fault> &faults, std::mutex &mutex);
    void noteThread();

    mutable std::mutex m_mutex;
    std::deque<Fault> m_createFaults; ///< guarded by m_mutex, as all below
    std::deque<Fault> m_loadFaults;
    std::deque<Fault> m_generateFaults;
    std::deque<Fault> m_testFaults;
    std::vector<DeviceInfo> m_devices{{"cpu", "A processor", 1 << 30, 1 << 29}};
    std::string m_loadedPath;
    std::vector<ModelSpec> m_loadedSpecs;
    std::vector<GenerationRequest> m_requests;
    std::optional<std::thread::id> m_thread; ///< forgotten when the last backend is gone

    std::atomic<int> m_alive{0};
    std::atomic<int> m_created{0};
    std::atomic<int> m_loadCalls{0};
    std::atomic<int> m_unloadCalls{0};
    std::atomic<int> m_generateCalls{0};
    std::atomic<int> m_generatesEnded{0};
    std::atomic<int> m_foreignCalls{0};
    std::atomic<int> m_threadsSet{-1};
    std::atomic<std::int64_t> m_residentBytes{0};
};

/// A GenerationBackend that follows a script instead of a network. Its pictures are of the asked-for size (64 × 64
/// where none is asked for), filled with one colour that depends on the seed; its previews are an eighth of that. Where
/// resume points are asked for, there is one after each step; it goes on from any.
class FakeBackend final : public GenerationBackend
{
public:
    explicit FakeBackend(std::shared_ptr<FakeScript> script);
    ~FakeBackend() override;

    FakeBackend(const FakeBackend &) = delete;
    FakeBackend &operator=(const FakeBackend &) = delete;

    /// A factory for ModelManager and whatever else makes backends.
    static BackendFactory factory(std::shared_ptr<FakeScript> script);

    Result<LoadedModel> load(const ModelSpec &spec, const LoadSink &progress, std::stop_token stop) override;
    std::int64_t unload() override;
    Result<GenerationResult> generate(const GenerationRequest &request, const ProgressSink &progress,
                                      std::stop_token stop) override;
    std::vector<DeviceInfo> devices() override;
    Result<DeviceReport> testDevice(const std::string &device, const std::string &dtype, std::stop_token stop) override;
    std::string name() const override;
    void setThreads(int count) override;
    int threads() const override;

private:
    std::int64_t drop();

    const std::shared_ptr<FakeScript> m_script;
    std::optional<ModelSpec> m_spec;
    std::int64_t m_bytes = 0; ///< resident in this one
    int m_threads = 0;
};

} // namespace calotype::tests
