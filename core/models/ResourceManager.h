#pragma once

#include "core/base/Error.h"
#include "core/shared/Courier.h"

#include <QObject>

#include <cstdint>

namespace calotype::models {

class PipelineManager;

/// Frees the model's memory and knows how much it takes; sets the number of threads.
class ResourceManager final : public QObject
{
    Q_OBJECT

public:
    /// @param pipeline  outlives this object, and is shut down before this is destroyed
    explicit ResourceManager(PipelineManager &pipeline, QObject *parent = nullptr);

    /// Bytes that the loaded model's weights take; 0 without one.
    std::int64_t residentBytes() const { return m_residentBytes; }
    void setResidentBytes(std::int64_t bytes) { m_residentBytes = bytes; }

    /// Frees the model and the device's caches on the generation thread, and ends with unloaded() or failed(). A backend
    /// that fails at that is destroyed, and all that it holds with it. @pre no unload runs
    void unload();
    bool isUnloading() const { return m_unloading; }

    /// Threads for CPU work; 0: the physical cores.
    void setThreads(int count);

Q_SIGNALS:
    void unloaded(qint64 freedBytes);
    void failed(const calotype::Error &error);

private:
    PipelineManager &m_pipeline;
    std::int64_t m_residentBytes = 0;
    bool m_unloading = false;
    Courier m_courier;
};

} // namespace calotype::models
