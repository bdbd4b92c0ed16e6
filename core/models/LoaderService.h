#pragma once

#include "core/engine/GenerationBackend.h"
#include "core/shared/Courier.h"

#include <QObject>

#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

namespace calotype::models {

class PipelineManager;

/// Loads a model on the generation thread. One load at a time; each ends with exactly one of loaded(), failed(),
/// cancelled(). All but the load itself happens in the thread that the service lives in.
class LoaderService final : public QObject
{
    Q_OBJECT

public:
    /// @param pipeline  outlives the service, and is shut down before it is destroyed
    explicit LoaderService(PipelineManager &pipeline, QObject *parent = nullptr);

    /// Begins to load @p spec. @return false, and nothing happens, while a load runs
    bool start(const ModelSpec &spec);
    bool isLoading() const { return m_spec.has_value(); }
    /// What is being loaded, or null.
    const ModelSpec *spec() const { return m_spec ? &*m_spec : nullptr; }
    /// Stops the load within one tensor's read. From here on it ends with cancelled() and nothing resident, even if it
    /// was complete before the stop reached it.
    void cancel();

Q_SIGNALS:
    /// The eight steps, see LoadSteps. Of ReadWeights only the latest is on its way.
    void progress(const calotype::LoadProgress &progress);
    void loaded(const calotype::ModelSpec &spec, const calotype::LoadedModel &model);
    void failed(const calotype::ModelSpec &spec, const calotype::Error &error);
    void cancelled(const calotype::ModelSpec &spec);

private:
    Result<LoadedModel> run(const ModelSpec &spec, const std::stop_token &stop);
    void put(const LoadProgress &progress);
    void deliverProgress();
    void end(const Result<LoadedModel> &result);

    PipelineManager &m_pipeline;
    std::optional<ModelSpec> m_spec;
    std::stop_source m_stop; ///< of the latest load
    std::mutex m_mutex;
    std::vector<LoadProgress> m_waiting; ///< guarded by m_mutex
    Courier m_courier;
};

} // namespace calotype::models
