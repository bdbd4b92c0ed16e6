#include "core/models/LoaderService.h"

#include "core/base/Log.h"
#include "core/models/Guarded.h"
#include "core/models/LoadSteps.h"
#include "core/models/PipelineManager.h"

#include <utility>

namespace calotype::models {
namespace {

Error cancelledError()
{
    return {ErrorCode::Cancelled, "The load was cancelled.", {}};
}

} // namespace

LoaderService::LoaderService(PipelineManager &pipeline, QObject *parent)
    : QObject(parent)
    , m_pipeline(pipeline)
{
}

bool LoaderService::start(const ModelSpec &spec)
{
    if (m_spec) {
        return false;
    }
    m_spec = spec;
    m_stop = std::stop_source();
    spdlog::info("load: {} (device {}, dtype {})", spec.path, spec.device, spec.dtype);
    m_pipeline.post([this, spec, stop = m_stop.get_token()] {
        auto result = std::make_shared<Result<LoadedModel>>(guarded([&] { return run(spec, stop); }));
        m_courier.send([this, result = std::move(result)] { end(*result); });
    });
    return true;
}

Result<LoadedModel> LoaderService::run(const ModelSpec &spec, const std::stop_token &stop)
{
    if (stop.stop_requested()) {
        return cancelledError();
    }
    LoadSteps steps([this](const LoadProgress &progress) { put(progress); });
    steps.report({LoadStep::Start, 0, 0});
    const auto engine = m_pipeline.backend();
    if (!engine) {
        return engine.error();
    }
    if (stop.stop_requested()) {
        return cancelledError();
    }
    // Finish is told after the load, when nothing can go wrong any more.
    LoadProgress last;
    auto result = engine.value()->load(
        spec,
        [&](const LoadProgress &progress) {
            last = progress;
            if (progress.step != LoadStep::Finish) {
                steps.report(progress);
            }
        },
        stop);
    if (result && !stop.stop_requested()) {
        last.step = LoadStep::Finish;
        steps.report(last);
    }
    return result;
}

void LoaderService::cancel()
{
    if (m_spec) {
        m_stop.request_stop();
    }
}

void LoaderService::put(const LoadProgress &progress)
{
    bool first = false;
    {
        const std::lock_guard lock(m_mutex);
        first = m_waiting.empty();
        if (!first && m_waiting.back().step == progress.step) {
            m_waiting.back() = progress;
        } else {
            m_waiting.push_back(progress);
        }
    }
    if (first) {
        m_courier.send([this] { deliverProgress(); });
    }
}

void LoaderService::deliverProgress()
{
    std::vector<LoadProgress> waiting;
    {
        const std::lock_guard lock(m_mutex);
        waiting.swap(m_waiting);
    }
    for (const LoadProgress &one : waiting) {
        Q_EMIT progress(one);
    }
}

void LoaderService::end(const Result<LoadedModel> &result)
{
    if (result && m_stop.stop_requested()) {
        // The stop came too late for the load: the model is resident and has to go.
        m_pipeline.post([this] {
            if (GenerationBackend *engine = m_pipeline.existingBackend()) {
                const auto freed = guarded([&]() -> Result<std::int64_t> { return engine->unload(); });
                if (freed) {
                    spdlog::info("load: cancelled when it was complete, {} bytes freed", freed.value());
                } else {
                    spdlog::error("load: {} {}", freed.error().message, freed.error().detail);
                    m_pipeline.dropBackend();
                }
            }
            m_courier.send([this] { end(cancelledError()); });
        });
        return;
    }
    const ModelSpec spec = *std::exchange(m_spec, std::nullopt);
    if (result) {
        const LoadedModel &model = result.value();
        spdlog::info("load: {} on {} as {}, {} bytes resident, {:.2f} s", model.info.name, model.device, model.dtype,
                     model.residentBytes, model.seconds);
        Q_EMIT loaded(spec, model);
    } else if (m_stop.stop_requested() || result.error().code == ErrorCode::Cancelled) {
        Q_EMIT cancelled(spec);
    } else {
        spdlog::error("load: {} {}", result.error().message, result.error().detail);
        Q_EMIT failed(spec, result.error());
    }
}

} // namespace calotype::models
