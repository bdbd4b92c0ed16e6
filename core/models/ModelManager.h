#pragma once

#include "core/engine/GenerationBackend.h"
#include "core/models/StateManager.h"

#include <QObject>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace calotype::models {

/// Loads, keeps and drops the one active model, and makes pictures with it: the facade over StateManager,
/// LoaderService, PipelineManager and ResourceManager.
///
/// It keeps one plan: the model that is wanted, and the requests to run on it. load() and generate() of another model
/// replace the plan (the latest request wins), unload() empties it; whatever runs is brought to the plan step by step.
/// A request that was dropped before it ran ends with generationFailed(Cancelled).
///
/// Threads: the object, its slots and its signals belong to the thread that made it (the GUI thread), whose event loop
/// must run; state() may be asked from any. The backend is made, used and destroyed on the one generation thread.
/// Slots return at once and may be called from handlers of the signals. Not to be deleted in one of them:
/// deleteLater().
///
/// Without a window: make a QCoreApplication and a ModelManager, connect finished() and generationFailed() to
/// QCoreApplication::exit(), call generate(), and run QCoreApplication::exec(). generate() loads by itself; its load's
/// failure arrives as failed() and as generationFailed().
class ModelManager final : public QObject
{
    Q_OBJECT

public:
    /// @param makeBackend  called on the generation thread when a backend is first needed; when it fails, the load that
    ///                     needed it fails with its error, and the next load calls it again
    explicit ModelManager(BackendFactory makeBackend, QObject *parent = nullptr);
    /// Requests stop of what runs and waits for it: within one tensor's read or one network block. No signal is
    /// emitted any more.
    ~ModelManager() override;

    State state() const;
    std::vector<Move> history() const;

    /// The model that is loaded, or null.
    const LoadedModel *model() const;
    /// What the loaded model was loaded by, or null.
    const ModelSpec *spec() const;
    bool isGenerating() const;
    /// Bytes that the loaded model's weights take; 0 without one.
    std::int64_t residentBytes() const;
    /// How long a model stays that nothing is asked of; 0: for good.
    std::chrono::milliseconds idleUnload() const;

public Q_SLOTS:
    /// Wants @p spec loaded. Of the model that is loaded: loaded() again, at once. Of the one that loads or is about
    /// to: loadDuplicate(). Of another: cancels a load, waits for a generation, unloads, and loads.
    void load(const calotype::ModelSpec &spec);
    /// Wants nothing loaded: cancels a load or a generation, frees the model, or cleans up after an error.
    void unload();
    /// Stops what runs now: a generation (finished pictures are kept, and a load that waits for it goes on), or a load
    /// with its unloading of the model before (the requests that wait for it are dropped). Else nothing.
    void cancel();
    /// Loads @p spec if it is not loaded, then runs @p request. Requests for one model run in the order of the calls.
    /// A request out of bounds fails at once (WrongUse).
    void generate(const calotype::ModelSpec &spec, const calotype::GenerationRequest &request);
    /// Threads for CPU work from now on; 0: the physical cores.
    void setThreads(int count);
    /// Has what computes give way to the program's other threads, for good: a window asks for it, before it asks for
    /// anything else, so that the engine's threads are born to it.
    void lowerPriority();
    /// Unloads the model when nothing was asked of it for so long; 0: never.
    void setIdleUnload(std::chrono::milliseconds patience);

    /// Asks what devices there are: devicesListed() or devicesFailed(), soon; where the engine is not open yet, it is
    /// opened after what runs now.
    void requestDevices();
    /// Tests a device, after what runs now; see GenerationBackend::testDevice(). While a test is under way: nothing.
    void testDevice(const std::string &device, const std::string &dtype);
    /// It ends with deviceTestFailed(), of code Cancelled: soon, also where it waits for its turn.
    void cancelDeviceTest();

Q_SIGNALS:
    void stateChanged(calotype::models::State state, calotype::models::Reason reason);
    /// The eight steps in order, each at least once; ReadWeights again and again, with growing bytesDone.
    void loadProgress(const calotype::LoadProgress &progress);
    void loaded(const calotype::LoadedModel &model);
    /// A load() of what loads already or waits to: no second load was begun.
    void loadDuplicate(const calotype::ModelSpec &spec);
    void loadCancelled(const calotype::ModelSpec &spec);
    /// A load or an unload failed. Never Cancelled.
    void failed(const calotype::Error &error);
    void unloaded(qint64 freedBytes);

    /// @param engine  what computes, with its version  @param devices  the best first
    void devicesListed(const QString &engine, const std::vector<calotype::DeviceInfo> &devices);
    void devicesFailed(const calotype::Error &error);
    void deviceTested(const calotype::DeviceReport &report);
    void deviceTestFailed(const calotype::Error &error);

    void generationStarted(const calotype::GenerationRequest &request);
    /// At most one of these is on its way at a time, the latest: steps in between are passed over when this thread is
    /// busy. Events with a finished picture or with latents always arrive.
    void progress(const calotype::Progress &progress);
    void imageFinished(int index, const std::shared_ptr<const calotype::GeneratedImage> &image);
    /// Also after a cancel: then result.cancelled is set and it holds the pictures that were done.
    void finished(const calotype::GenerationResult &result);
    /// Cancelled: dropped before it ran. The model stays loaded, whatever the error, but for DeviceLost: then it is unloaded,
    /// and the requests for it that wait end with the same error.
    void generationFailed(const calotype::Error &error);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace calotype::models
