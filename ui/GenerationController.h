#pragma once

#include "core/base/Result.h"
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
#include <QString>
#include <QStringList>

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
class ModelOptions;
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
        Preparing, ///< the init image is being read or scaled, the preview decoder and wildcards looked for, the queue opened
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
        const ModelOptions &options; ///< what the user said of single models
        /// The preview decoder for the model at a path, "" without one. Called on a worker thread; may be empty.
        std::function<std::string(const std::string &modelPath)> previewDecoder = {};
    };

    /// Looks at a job before it is added: sentences worth telling, or why it cannot be added.
    using Check = std::function<Result<QStringList>(const jobs::NewJob &)>;

    /// A run that came to nothing. The queue has heard of it already.
    struct FailedRun {
        qint64 job = 0;
        Error error;
        bool begun = false; ///< the network was at work; else it was its load that failed, or what came before
        QSize size;         ///< of what the network was making; empty unless begun
        std::string device; ///< that it was made on; "" unless begun
    };
    /// Tells of a failure in its own words. @return false where it has none
    using Help = std::function<bool(const FailedRun &)>;

    explicit GenerationController(const Parts &parts, QObject *parent = nullptr);
    ~GenerationController() override;

    Phase phase() const { return m_phase; }
    bool isBusy() const { return m_phase != Phase::Idle; }
    /// Something was asked for that is not in the queue yet: it goes with the window.
    bool isPreparing() const { return !m_wishes.empty() || !m_held.empty(); }
    /// Device, number format and the rest of how models are loaded, from the next generate() on; the path comes from the
    /// settings, the preview decoder and what the user said of the model from the parts.
    void setModelBase(const ModelSpec &base) { m_base = base; }
    /// Makes @p model, which is of another file, one of the model at @p path: with what was said of that, on the same device.
    void setModel(ModelSpec &model, const std::string &path) const;
    /// From the next generate() on.
    void setPreview(PreviewMethod preview) { m_preview = preview; }
    /// As GenerationRequest::previewEvery and previewSeconds, from the next generate() on.
    void setPreviewPace(int every, double seconds)
    {
        m_previewEvery = every;
        m_previewSeconds = seconds;
    }
    /// From now on; none: every sound request is added without a word.
    void setCheck(Check check) { m_check = std::move(check); }
    /// From now on; none: every failure is told with failed().
    void setHelp(Help help) { m_help = std::move(help); }
    /// Ends a pause that a stop or a fault made: who asks for a picture wants it made. A pause that the user made, or that
    /// comes of a crash, is his to end.
    void letQueueGoOn();
    /// That what was just asked for waits in a paused queue, and why; "" where the queue is not paused.
    QString pauseNote() const;
    /// What generate() would ask for now, as far as it is known.
    jobs::NewJob draft() const;
    /// Where the files of wildcards lie, from the next generate() on; "": nowhere.
    void setWildcardsFolder(const QString &folder) { m_wildcardsFolder = folder; }

public Q_SLOTS:
    /// Adds what the settings say at the end of the queue. Once it is added, a queue that a stop or a fault had paused
    /// goes on; what is refused leaves the queue and the seed as they are.
    void generate();
    /// The same, before all that wait.
    void generateFirst();
    /// The same, in place of all that wait: those are cancelled.
    void generateInstead();
    /// As generate() with each of @p prompts in turn in place of the settings' own, but all or none are added, at once.
    void generateSeveral(const QStringList &prompts);
    /// Stops what runs at once, and the queue with it; finished pictures stay. What is being prepared is dropped.
    void stop();
    /// Leaves the picture that is being made.
    void skip();
    /// Stops after the picture that is being made, and the queue with it.
    void stopAfterThis();

Q_SIGNALS:
    /// A picture is asked for, with the settings as they are now. Not of generateSeveral().
    void asked();
    void phaseChanged(calotype::ui::GenerationController::Phase phase);
    void progressed(const calotype::Progress &progress);
    void loadProgressed(const calotype::LoadProgress &progress);
    /// A step's preview, to be shown at @p size.
    void previewChanged(const QImage &preview, const QSize &size);
    void pictureAdded(qint64 id);
    /// The queue knows how fast the run was that has ended.
    void speedLearned();
    void saved(qint64 id, const QString &path);
    void failed(const calotype::Error &error);
    /// A sentence worth knowing: about what was made, or why it is not made yet.
    void noted(const QString &sentence);

private:
    struct StartImage {
        std::shared_ptr<const Image> picture; ///< null: none
        std::shared_ptr<const Image> mask;    ///< null: none
        bool isWhole = false;                 ///< see InitImage
        std::string parentHash;               ///< as GenerationRequest's
    };
    /// Where jobs go among those that wait.
    enum class Place { End, Front, Instead };
    /// What generate() was asked for, until it is complete.
    struct Wish {
        int order = 0;
        Place place = Place::End;
        GenerationValues values;
        qint64 nextSeed = 0; ///< what it left the settings' seed at
        ModelSpec model;
        /// Without the start image; one for each prompt, and where wildcards are drawn, one for each picture.
        std::vector<GenerationRequest> requests;
        std::optional<StartImage> initImage;     ///< not known while it is being read
        std::optional<QStringList> words;        ///< those of the check; nothing: it is still to be checked
        std::optional<Error> fault;              ///< why it cannot be made
        bool isSought = false;                   ///< the decoder is looked for, the wildcards are drawn
    };
    struct Addition {
        QVector<jobs::NewJob> jobs;
        Place place = Place::End;
        QStringList words; ///< to be told when it is added
    };

    void connectQueue();
    void connectRunner();
    void ask(Place place, const QStringList &prompts = {});
    StartImage startImage() const;
    bool isStartReady();
    void dropWaiting(const Error &reason);
    Wish wishFor(const GenerationValues &values) const;
    static void takePrompts(Wish &wish, const QStringList &prompts);
    void seek(const Wish &wish);
    void addReady();
    static jobs::NewJob jobOf(const Wish &wish, const GenerationRequest &request, const StartImage &start);
    Result<QStringList> check(const Wish &wish, const StartImage &start) const;
    void add(const Wish &wish);
    void put(const Addition &addition);
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
    void letGoOfRemoved();

    Parts m_parts;
    ModelSpec m_base;
    PreviewMethod m_preview = PreviewMethod::Taesd;
    int m_previewEvery = 1;
    double m_previewSeconds = 0;
    QString m_wildcardsFolder;
    Check m_check; ///< may be empty
    Help m_help;   ///< likewise
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

    Background m_seeker{1}; ///< last: ends first
};

} // namespace calotype::ui
