#include "core/models/ResourceManager.h"

#include "core/base/Log.h"
#include "core/models/Guarded.h"
#include "core/models/PipelineManager.h"

#include <algorithm>
#include <cassert>
#include <memory>

namespace calotype::models {

ResourceManager::ResourceManager(PipelineManager &pipeline, QObject *parent)
    : QObject(parent)
    , m_pipeline(pipeline)
{
}

void ResourceManager::unload()
{
    assert(!m_unloading);
    m_unloading = true;
    m_pipeline.post([this] {
        const auto freed = guarded([this]() -> Result<std::int64_t> {
            GenerationBackend *engine = m_pipeline.existingBackend();
            return engine ? engine->unload() : 0;
        });
        if (!freed) {
            m_pipeline.dropBackend();
        }
        m_courier.send([this, freed] {
            m_unloading = false;
            m_residentBytes = 0;
            if (freed) {
                spdlog::info("unload: {:.1f} MiB freed", static_cast<double>(freed.value()) / (1024.0 * 1024.0));
                Q_EMIT unloaded(freed.value());
            } else {
                spdlog::error("unload: {} {}", freed.error().message, freed.error().detail);
                Q_EMIT failed(freed.error());
            }
        });
    });
}

void ResourceManager::setThreads(int count)
{
    m_pipeline.setThreads(std::max(count, 0));
}

} // namespace calotype::models
