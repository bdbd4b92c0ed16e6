#pragma once

#include "core/engine/GenerationBackend.h"
#include "core/shared/Courier.h"
#include "core/models/GenerationThread.h"
#include "core/models/ProgressRelay.h"

#include <QObject>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace calotype::models {

/// What computes, with its version, and on what it can.
struct EngineDevices {
    std::string engine;
    std::vector<DeviceInfo> devices; ///< the best first
};

/// Owns the backend and the thread that it lives on, and runs generations there. At most one generation at a time.
class PipelineManager final : public QObject
{
    Q_OBJECT

public:
    explicit PipelineManager(BackendFactory makeBackend, QObject *parent = nullptr);
    ~PipelineManager() override;

    /// Runs @p task on the generation thread, after all that was posted before. Any thread.
    void post(std::function<void()> task);
    /// The backend, made if there is none. Generation thread only.
    Result<GenerationBackend *> backend();
    /// The backend, or null if none was made. Generation thread only.
    GenerationBackend *existingBackend() const;
    /// Destroys the backend; the next backend() makes a new one. Generation thread only.
    void dropBackend();
    /// The devices of the backend, without waiting for what the generation thread does; nothing where none was made.
    /// Takes up to a second. Any thread. @throws what the backend throws
    std::optional<EngineDevices> devicesIfOpen();

    /// Runs @p request; ends with finished() or failed(). @pre none is running
    void generate(const GenerationRequest &request);
    bool isGenerating() const { return m_generating; }
    /// Asks the running generation to stop; it still ends with its signal.
    void cancel();

    /// Threads for CPU work, for this backend and those to come; 0: the physical cores.
    void setThreads(int count);

    /// Has the generation thread give way to others from now on; see ThreadPriority.h.
    void lowerPriority();

    /// Stops the generation, runs out what was posted, destroys the backend. Nothing may be posted afterwards.
    void shutDown();

Q_SIGNALS:
    void progress(const calotype::Progress &progress);
    void finished(const calotype::GenerationResult &result);
    void failed(const calotype::Error &error);

private:
    void deliverProgress();
    void end(const std::shared_ptr<Result<GenerationResult>> &result);

    const BackendFactory m_makeBackend;
    std::mutex m_backendMutex;
    /// Written by the generation thread, with m_backendMutex; read by that thread, and with m_backendMutex by others.
    std::unique_ptr<GenerationBackend> m_backend;
    int m_threads = -1;                           ///< generation thread only; -1: never set
    bool m_generating = false;
    std::stop_source m_stop; ///< of the latest generation
    ProgressRelay m_relay;
    Courier m_courier;
    std::unique_ptr<GenerationThread> m_thread; ///< null after shutDown()
};

} // namespace calotype::models
