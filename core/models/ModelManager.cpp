#include "core/models/ModelManager.h"

#include "core/base/Log.h"
#include "core/engine/Validation.h"
#include "core/models/DeviceService.h"
#include "core/models/LoaderService.h"
#include "core/models/PipelineManager.h"
#include "core/models/ResourceManager.h"

#include <QMetaType>
#include <QThread>
#include <QTimer>

#include <deque>
#include <optional>
#include <utility>

namespace calotype::models {
namespace {

/// What the manager is on its way to: this model loaded, and these requests run on it.
struct Plan {
    ModelSpec spec;
    std::deque<GenerationRequest> requests;
};

Error replacedError()
{
    return {ErrorCode::Cancelled, "The request was replaced by a later one before it ran.", {}};
}

void registerMetaTypes()
{
    qRegisterMetaType<State>();
    qRegisterMetaType<Reason>();
    qRegisterMetaType<Error>();
    qRegisterMetaType<ModelSpec>();
    qRegisterMetaType<LoadProgress>();
    qRegisterMetaType<LoadedModel>();
    qRegisterMetaType<GenerationRequest>();
    qRegisterMetaType<GenerationResult>();
    qRegisterMetaType<Progress>();
    qRegisterMetaType<std::shared_ptr<const GeneratedImage>>();
}

} // namespace

struct ModelManager::Private {
    Private(ModelManager *manager, BackendFactory makeBackend)
        : q(manager)
        , pipeline(std::move(makeBackend))
        , loader(pipeline)
        , resources(pipeline)
        , devices(pipeline)
    {
        idle.setSingleShot(true);
    }

    ModelManager *q;
    StateManager states;
    PipelineManager pipeline; // outlives the two that post to its thread
    LoaderService loader;
    ResourceManager resources;
    DeviceService devices;
    QTimer idle; ///< runs while a model is loaded and nothing is asked of it, unless its interval is 0

    std::optional<Plan> plan;
    std::optional<ModelSpec> loadedSpec;
    std::optional<LoadedModel> model;
    double loadSecondsOfRequest = 0; ///< the load that the request at the plan's front waited for
    bool cleanUp = false;            ///< unload() was called in the state Error
    bool settling = false;
    bool settleAgain = false;

    /// Runs @p change, and only then brings things to the plan: a handler that calls a slot in the middle of it finds
    /// nothing half done.
    template<typename Change>
    void during(Change &&change)
    {
        Q_ASSERT(QThread::currentThread() == q->thread());
        const bool outer = std::exchange(settling, true);
        change();
        settling = outer;
        settle();
    }

    void settle()
    {
        if (settling) {
            settleAgain = true;
            return;
        }
        settling = true;
        do {
            settleAgain = false;
            takeOneStep();
        } while (settleAgain);
        settling = false;
        watchIdleness();
    }

    void watchIdleness()
    {
        const bool resting = states.state() == State::Loaded && !pipeline.isGenerating() && !resources.isUnloading()
                             && plan && plan->requests.empty();
        if (!resting || idle.interval() == 0) {
            idle.stop();
        } else if (!idle.isActive()) {
            idle.start();
        }
    }

    bool planIs(const std::optional<ModelSpec> &spec) const { return plan && spec && plan->spec == *spec; }

    void takeOneStep();
    void startLoad();
    void startUnload();
    void startGeneration();
    void replacePlan(std::optional<Plan> next, const Error &error);
    void failRequests(const std::optional<Plan> &dropped, const Error &error);
    void connectParts();
    void onLoaded(const ModelSpec &spec, const LoadedModel &loadedModel);
    void onUnloaded(qint64 freedBytes);
    void onFinished(const GenerationResult &result);
    void onLost(const Error &error);
};

/// The one place that begins anything. Whatever runs must end before the next thing begins.
void ModelManager::Private::takeOneStep()
{
    if (resources.isUnloading()) {
        return;
    }
    if (loader.isLoading()) {
        if (!plan || plan->spec != *loader.spec()) {
            loader.cancel();
        }
        return;
    }
    if (pipeline.isGenerating()) {
        if (!plan) {
            pipeline.cancel();
        }
        return;
    }
    if (states.state() == State::Loaded) {
        if (!planIs(loadedSpec)) {
            startUnload();
        } else if (!plan->requests.empty()) {
            startGeneration();
        }
    } else if (plan) {
        startLoad();
    } else if (cleanUp && states.state() == State::Error) {
        startUnload();
    }
}

void ModelManager::Private::startLoad()
{
    cleanUp = false;
    loader.start(plan->spec);
    states.setState(State::Loading, Reason::LoadRequested);
}

void ModelManager::Private::startUnload()
{
    cleanUp = false;
    model.reset();
    loadedSpec.reset();
    resources.unload();
    if (states.state() == State::Loaded) {
        states.setState(State::Unloading, Reason::UnloadRequested);
    }
}

void ModelManager::Private::startGeneration()
{
    const GenerationRequest request = std::move(plan->requests.front());
    plan->requests.pop_front();
    pipeline.generate(request);
    Q_EMIT q->generationStarted(request);
}

/// The new plan stands before anybody hears of the old one's end.
void ModelManager::Private::replacePlan(std::optional<Plan> next, const Error &error)
{
    const auto dropped = std::exchange(plan, std::move(next));
    loadSecondsOfRequest = 0;
    failRequests(dropped, error);
}

void ModelManager::Private::failRequests(const std::optional<Plan> &dropped, const Error &error)
{
    const std::size_t count = dropped ? dropped->requests.size() : 0;
    for (std::size_t i = 0; i < count; ++i) {
        Q_EMIT q->generationFailed(error);
    }
}

void ModelManager::Private::connectParts()
{
    connect(&states, &StateManager::changed, q,
            [this](State, State to, Reason reason) { Q_EMIT q->stateChanged(to, reason); });

    connect(&idle, &QTimer::timeout, q, [this] {
        spdlog::info("unload: nothing was asked of the model for {} s", idle.interval() / 1000);
        q->unload();
    });
    connect(&devices, &DeviceService::listed, q, &ModelManager::devicesListed);
    connect(&devices, &DeviceService::failed, q, &ModelManager::devicesFailed);
    connect(&devices, &DeviceService::tested, q, &ModelManager::deviceTested);
    connect(&devices, &DeviceService::testFailed, q, &ModelManager::deviceTestFailed);

    connect(&loader, &LoaderService::progress, q, &ModelManager::loadProgress);
    connect(&loader, &LoaderService::loaded, q, [this](const ModelSpec &spec, const LoadedModel &loadedModel) {
        during([&] { onLoaded(spec, loadedModel); });
    });
    connect(&loader, &LoaderService::failed, q, [this](const ModelSpec &, const Error &error) {
        during([&] {
            const auto dropped = std::exchange(plan, std::nullopt);
            states.setState(State::Error, Reason::LoadFailed);
            Q_EMIT q->failed(error);
            failRequests(dropped, error);
        });
    });
    connect(&loader, &LoaderService::cancelled, q, [this](const ModelSpec &spec) {
        during([&] {
            states.setState(State::Idle, Reason::LoadCancelled);
            Q_EMIT q->loadCancelled(spec);
        });
    });

    connect(&resources, &ResourceManager::unloaded, q,
            [this](qint64 freedBytes) { during([&] { onUnloaded(freedBytes); }); });
    connect(&resources, &ResourceManager::failed, q, [this](const Error &error) {
        during([&] {
            const auto dropped = std::exchange(plan, std::nullopt);
            if (states.state() == State::Unloading) {
                states.setState(State::Error, Reason::UnloadFailed);
            }
            Q_EMIT q->failed(error);
            failRequests(dropped, error);
        });
    });

    connect(&pipeline, &PipelineManager::progress, q, [this](const Progress &event) {
        Q_EMIT q->progress(event);
        if (event.finished) {
            Q_EMIT q->imageFinished(event.image, event.finished);
        }
    });
    connect(&pipeline, &PipelineManager::finished, q,
            [this](const GenerationResult &result) { during([&] { onFinished(result); }); });
    connect(&pipeline, &PipelineManager::failed, q, [this](const Error &error) {
        during([&] {
            loadSecondsOfRequest = 0;
            if (error.code == ErrorCode::DeviceLost) {
                onLost(error);
            } else {
                Q_EMIT q->generationFailed(error);
            }
        });
    });
}

/// The model is gone before anybody hears of it, so that whatever is asked for next loads it anew. A plan for another one
/// stays: its load will tell.
void ModelManager::Private::onLost(const Error &error)
{
    std::optional<Plan> dropped;
    if (planIs(loadedSpec)) {
        dropped = std::exchange(plan, std::nullopt);
    }
    startUnload();
    Q_EMIT q->generationFailed(error);
    failRequests(dropped, error);
}

void ModelManager::Private::onLoaded(const ModelSpec &spec, const LoadedModel &loadedModel)
{
    loadedSpec = spec;
    model = loadedModel;
    resources.setResidentBytes(loadedModel.residentBytes);
    loadSecondsOfRequest = plan && !plan->requests.empty() ? loadedModel.seconds : 0;
    states.setState(State::Loaded, Reason::LoadCompleted);
    Q_EMIT q->loaded(loadedModel);
}

void ModelManager::Private::onUnloaded(qint64 freedBytes)
{
    const bool wasError = states.state() == State::Error;
    states.setState(State::Idle, wasError ? Reason::ResetFromError : Reason::UnloadCompleted);
    Q_EMIT q->unloaded(freedBytes);
}

void ModelManager::Private::onFinished(const GenerationResult &result)
{
    const double loadSeconds = std::exchange(loadSecondsOfRequest, 0);
    if (loadSeconds > 0) {
        GenerationResult complete = result;
        complete.seconds.load = loadSeconds;
        Q_EMIT q->finished(complete);
    } else {
        Q_EMIT q->finished(result);
    }
}

ModelManager::ModelManager(BackendFactory makeBackend, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(makeBackend)))
{
    registerMetaTypes();
    d->connectParts();
}

ModelManager::~ModelManager()
{
    d->loader.cancel();
    d->devices.cancelTest();
    d->pipeline.shutDown();
}

State ModelManager::state() const
{
    return d->states.state();
}

std::vector<Move> ModelManager::history() const
{
    return d->states.history();
}

const LoadedModel *ModelManager::model() const
{
    return d->model ? &*d->model : nullptr;
}

const ModelSpec *ModelManager::spec() const
{
    return d->loadedSpec ? &*d->loadedSpec : nullptr;
}

bool ModelManager::isGenerating() const
{
    return d->pipeline.isGenerating();
}

std::int64_t ModelManager::residentBytes() const
{
    return d->resources.residentBytes();
}

void ModelManager::load(const ModelSpec &spec)
{
    d->during([&] {
        const bool planned = d->plan && d->plan->spec == spec;
        if (!planned) {
            d->replacePlan(Plan{spec, {}}, replacedError());
        }
        if (d->model && d->loadedSpec == spec) {
            const LoadedModel model = *d->model;
            Q_EMIT loaded(model);
        } else if (planned) {
            spdlog::info("load: {} is on its way already", spec.path);
            Q_EMIT loadDuplicate(spec);
        }
    });
}

void ModelManager::unload()
{
    d->during([&] {
        d->cleanUp = d->states.state() == State::Error && !d->resources.isUnloading();
        d->replacePlan({}, {ErrorCode::Cancelled, "The model was unloaded before the request ran.", {}});
    });
}

void ModelManager::cancel()
{
    d->during([&] {
        if (d->pipeline.isGenerating()) {
            d->pipeline.cancel();
        } else if (d->loader.isLoading() || d->resources.isUnloading()) {
            d->replacePlan({}, {ErrorCode::Cancelled, "The load was cancelled before the request ran.", {}});
        }
    });
}

void ModelManager::generate(const ModelSpec &spec, const GenerationRequest &request)
{
    d->during([&] {
        if (const auto valid = validate(request); !valid) {
            Q_EMIT generationFailed(valid.error());
            return;
        }
        if (d->plan && d->plan->spec == spec) {
            d->plan->requests.push_back(request);
        } else {
            d->replacePlan(Plan{spec, {request}}, replacedError());
        }
    });
}

void ModelManager::setThreads(int count)
{
    d->resources.setThreads(count);
}

void ModelManager::lowerPriority()
{
    d->pipeline.lowerPriority();
}

std::chrono::milliseconds ModelManager::idleUnload() const
{
    return d->idle.intervalAsDuration();
}

void ModelManager::setIdleUnload(std::chrono::milliseconds patience)
{
    d->idle.stop();
    d->idle.setInterval(patience);
    d->watchIdleness();
}

void ModelManager::requestDevices()
{
    d->devices.list();
}

void ModelManager::testDevice(const std::string &device, const std::string &dtype)
{
    if (!d->devices.isTesting()) {
        d->devices.test(device, dtype);
    }
}

void ModelManager::cancelDeviceTest()
{
    d->devices.cancelTest();
}

} // namespace calotype::models
