#include "core/models/PipelineManager.h"

#include "core/base/Log.h"
#include "core/engine/ThreadPriority.h"
#include "core/models/Guarded.h"

#include <cassert>
#include <utility>

namespace calotype::models {

PipelineManager::PipelineManager(BackendFactory makeBackend, QObject *parent)
    : QObject(parent)
    , m_makeBackend(std::move(makeBackend))
    , m_thread(std::make_unique<GenerationThread>())
{
}

PipelineManager::~PipelineManager()
{
    shutDown();
}

void PipelineManager::post(std::function<void()> task)
{
    assert(m_thread);
    m_thread->post(std::move(task));
}

Result<GenerationBackend *> PipelineManager::backend()
{
    if (!m_backend) {
        auto made = guarded([this] { return m_makeBackend(); });
        if (!made) {
            return made.error();
        }
        if (m_threads >= 0) {
            made.value()->setThreads(m_threads);
        }
        const std::lock_guard lock(m_backendMutex);
        m_backend = std::move(made).value();
        spdlog::info("engine: ready, {} threads", m_backend->threads());
    }
    return m_backend.get();
}

GenerationBackend *PipelineManager::existingBackend() const
{
    return m_backend.get();
}

void PipelineManager::dropBackend()
{
    const std::lock_guard lock(m_backendMutex); // whoever asks it for its devices has ended
    m_backend.reset();
}

std::optional<EngineDevices> PipelineManager::devicesIfOpen()
{
    const std::lock_guard lock(m_backendMutex);
    if (!m_backend) {
        return {};
    }
    return EngineDevices{m_backend->name(), m_backend->devices()};
}

void PipelineManager::generate(const GenerationRequest &request)
{
    assert(!m_generating);
    m_generating = true;
    m_stop = std::stop_source();
    post([this, request, stop = m_stop.get_token()] {
        const ProgressSink sink = [this](const Progress &event) {
            if (m_relay.put(event)) {
                m_courier.send([this] { deliverProgress(); });
            }
        };
        auto result = std::make_shared<Result<GenerationResult>>(guarded([&]() -> Result<GenerationResult> {
            const auto engine = backend();
            if (!engine) {
                return engine.error();
            }
            return engine.value()->generate(request, sink, stop);
        }));
        m_courier.send([this, result = std::move(result)] { end(result); });
    });
}

void PipelineManager::cancel()
{
    if (m_generating) {
        m_stop.request_stop();
    }
}

void PipelineManager::deliverProgress()
{
    for (const Progress &event : m_relay.take()) {
        Q_EMIT progress(event);
    }
}

void PipelineManager::end(const std::shared_ptr<Result<GenerationResult>> &result)
{
    m_generating = false;
    if (*result) {
        Q_EMIT finished(result->value());
    } else {
        if (result->error().code != ErrorCode::Cancelled) {
            spdlog::error("generate: {} {}", result->error().message, result->error().detail);
        }
        Q_EMIT failed(result->error());
    }
}

void PipelineManager::setThreads(int count)
{
    post([this, count] {
        m_threads = count;
        if (m_backend) {
            m_backend->setThreads(count);
        }
    });
}

void PipelineManager::lowerPriority()
{
    post([] { lowerThreadPriority(); });
}

void PipelineManager::shutDown()
{
    if (!m_thread) {
        return;
    }
    m_stop.request_stop();
    m_thread->post([this] { dropBackend(); });
    m_thread.reset();
}

} // namespace calotype::models
