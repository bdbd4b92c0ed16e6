#pragma once

#include "core/base/Error.h"
#include "core/engine/GenerationBackend.h"
#include "core/engine/GenerationRequest.h"
#include "core/engine/GenerationResult.h"
#include "core/engine/Progress.h"
#include "ui/Background.h"

#include <QImage>
#include <QObject>
#include <QSize>

#include <functional>

namespace calotype::models {
class ModelManager;
}

namespace calotype::ui {

class GenerationSettings;
class InitImage;
class PictureSink;
class ResultsModel;

/// Turns the settings into a request and sees it through: draws and records the seed, waits for the init image, drives
/// the model manager, puts each finished picture among the results and hands it to the sink at once.
/// It lives on the GUI thread; pictures are saved on a thread of its own, in order. Its destructor waits for them.
class GenerationController final : public QObject
{
    Q_OBJECT

public:
    enum class Phase {
        Idle,
        Preparing, ///< the init image is being read or scaled, the preview decoder looked for
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
        PictureSink &sink;
        /// The preview decoder for the model at a path, "" without one. Called on a worker thread; may be empty.
        std::function<std::string(const std::string &modelPath)> previewDecoder = {};
    };

    explicit GenerationController(const Parts &parts, QObject *parent = nullptr);
    ~GenerationController() override;

    Phase phase() const { return m_phase; }
    bool isBusy() const { return m_phase != Phase::Idle; }
    /// Device, number format and the rest of how models are loaded, from the next picture on; the path comes from the
    /// settings, the preview decoder from the parts.
    void setModelBase(const ModelSpec &base) { m_base = base; }
    /// From the next picture on.
    void setPreview(PreviewMethod preview) { m_preview = preview; }
    /// The request that runs or ran last.
    const GenerationRequest &request() const { return m_request; }

public Q_SLOTS:
    /// Starts what the settings say. Nothing happens while another runs.
    void generate();
    /// Stops what runs; finished pictures stay.
    void stop();

Q_SIGNALS:
    void phaseChanged(calotype::ui::GenerationController::Phase phase);
    void progressed(const calotype::Progress &progress);
    void loadProgressed(const calotype::LoadProgress &progress);
    /// A step's preview, to be shown at @p size.
    void previewChanged(const QImage &preview, const QSize &size);
    void pictureAdded(qint64 id);
    void saved(qint64 id, const QString &path);
    void failed(const calotype::Error &error);
    /// A sentence worth knowing about what was made.
    void noted(const QString &sentence);

private:
    void setPhase(Phase phase);
    void findDecoder();
    void begin();
    ModelSpec makeSpec() const;
    GenerationRequest makeRequest();
    void onStarted();
    void onProgress(const Progress &progress);
    void onImage(const std::shared_ptr<const GeneratedImage> &image);
    void onFinished(const GenerationResult &result);
    void onFailed(const Error &error);
    void end();
    void save(qint64 id, const std::shared_ptr<const GeneratedImage> &image);

    Parts m_parts;
    ModelSpec m_base;
    PreviewMethod m_preview = PreviewMethod::Taesd;
    std::string m_decoder;      ///< of the picture that is being prepared
    std::string m_decoderModel; ///< the model that it is for
    bool m_seeksDecoder = false;
    int m_seekOrder = 0; ///< only the newest search's answer counts
    Phase m_phase = Phase::Idle;
    ModelSpec m_spec;
    GenerationRequest m_request;
    GenerationResult m_facts; ///< what is known of the run before it ends; no images
    Background m_saver{this, 1};
    Background m_seeker{this, 1}; ///< last: ends first
};

} // namespace calotype::ui
