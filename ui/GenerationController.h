#pragma once

#include "core/base/Error.h"
#include "core/engine/GenerationBackend.h"
#include "core/engine/GenerationRequest.h"
#include "core/engine/GenerationResult.h"
#include "core/engine/Progress.h"
#include "core/jobs/Job.h"
#include "ui/Background.h"
#include "ui/GenerationSettings.h"

#include <QImage>
#include <QObject>
#include <QSize>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace calotype::jobs {
class JobQueue;
}

namespace calotype::models {
class ModelManager;
}

namespace calotype::ui {

class InitImage;
class ManagerRunner;
class ResultsModel;

/// Turns the settings into jobs for the queue, and shows what the queue makes: draws and records the seed, waits for
/// the init image, puts each picture of every job among the results, and says what the running job does.
/// It lives on the GUI thread.
class GenerationController final : public QObject
{
    Q_OBJECT

public:
    /// That of the running job; without one, that of what is to be added.
    enum class Phase {
        Idle,
        Preparing, ///< the init image is being read or scaled, the preview decoder looked for, the queue opened
        Loading,   ///< the model is on its way
        Running,
        Stopping, ///< told to stop; not acknowledged yet
    };
    Q_ENUM(Phase)

    /// What it works with. None of it is owned, and all of it outlives the controller.
    struct Parts {
        models::ModelManager &manager;
        GenerationSettings &settings;
        InitImage &initImage;
        ResultsModel &results;
        jobs::JobQueue &queue;
        ManagerRunner &runner; ///< the queue's
        /// The preview decoder for the model at a path, "" without one. Called on a worker thread; may be empty.
        std::function<std::string(const std::string &modelPath)> previewDecoder = {};
    };

    explicit GenerationController(const Parts &parts, QObject *parent = nullptr);
    ~GenerationController() override;

    Phase phase() const { return m_phase; }
    bool isBusy() const { return m_phase != Phase::Idle; }
    /// Device, number format and the rest of how models are loaded, from the next generate() on; the path comes from the
    /// settings, the preview decoder from the parts.
    void setModelBase(const ModelSpec &base) { m_base = base; }
    /// From the next generate() on.
    void setPreview(PreviewMethod preview) { m_preview = preview; }
    /// The request that runs or ran last.
    const GenerationRequest &request() const { return m_request; }

public Q_SLOTS:
    /// Adds what the settings say at the end of the queue. A queue that a stop or a fault had paused goes on.
    void generate();
    /// The same, before all that wait.
    void generateFirst();
    /// Stops what runs at once, and the queue with it; finished pictures stay. What is being prepared is dropped.
    void stop();
    /// Leaves the picture that is being made.
    void skip();
    /// Stops after the picture that is being made, and the queue with it.
    void stopAfterThis();

Q_SIGNALS:
    void phaseChanged(calotype::ui::GenerationController::Phase phase);
    void progressed(const calotype::Progress &progress);
    void loadProgressed(const calotype::LoadProgress &progress);
    /// A step's preview, to be shown at @p size.
    void previewChanged(const QImage &preview, const QSize &size);
    void pictureAdded(qint64 id);
    void saved(qint64 id, const QString &path);
    void failed(const calotype::Error &error);
    /// A sentence worth knowing: about what was made, or why it is not made yet.
    void noted(const QString &sentence);

private:
    /// What generate() was asked for, until it is complete.
    struct Wish {
        int order = 0;
        bool first = false; ///< before all that wait
        GenerationValues values;
        ModelSpec model;
        PreviewMethod preview = PreviewMethod::Off;
        /// Not known while it is being read.
        std::optional<std::shared_ptr<const Image>> initImage;
        bool seeksDecoder = false;
    };
    struct Addition {
        jobs::NewJob job;
        bool first = false;
    };

    void connectQueue();
    void connectRunner();
    void ask(bool first);
    void findDecoder(const Wish &wish);
    void addReady();
    void add(const Wish &wish);
    void put(const Addition &addition);
    void letQueueGoOn();
    Phase phaseNow() const;
    void updatePhase();
    void onStarted(qint64 job, const GenerationRequest &request, const ModelSpec &model, const RunDetails &details);
    void onProgress(const Progress &progress);
    void onMade(qint64 job, int index, const std::shared_ptr<const GeneratedImage> &picture);
    void onSaved(qint64 job, int index, const QString &path);
    void onNotSaved(qint64 job, int index, const Error &error);
    void onRunEnded(qint64 job);
    void onRunFailed(qint64 job, const Error &error);
    void onQueueFailed(const Error &error);

    Parts m_parts;
    ModelSpec m_base;
    PreviewMethod m_preview = PreviewMethod::Taesd;
    Phase m_phase = Phase::Idle;
    std::deque<Wish> m_wishes; ///< in the order in which they were asked
    int m_order = 0;
    std::vector<Addition> m_held; ///< until the queue is open

    // The run that is shown.
    qint64 m_running = 0; ///< the job whose network has begun; 0: none
    GenerationRequest m_request;
    ModelSpec m_model;
    QString m_device;
    double m_secondsPerStep = 0; ///< 0: not known
    std::map<std::pair<qint64, int>, qint64> m_unsaved; ///< ids among the results, by job and index
    std::string m_told; ///< what the queue said last of a failure

    Background m_seeker{this, 1}; ///< last: ends first
};

} // namespace calotype::ui
