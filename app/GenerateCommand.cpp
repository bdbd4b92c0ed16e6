#include "app/GenerateCommand.h"

#include "app/CommandLine.h"
#include "app/Composition.h"
#include "app/GenerateOptions.h"
#include "app/GenerateReport.h"
#include "app/InitPictures.h"
#include "app/ModelChoice.h"
#include "app/ModelHashFile.h"
#include "app/ModelHashing.h"
#include "app/ProgressPrinter.h"
#include "app/ResultSum.h"
#include "app/SignalWatcher.h"
#include "core/engine/prompt/WildcardFolder.h"
#include "core/formats/ModelDescription.h"
#include "core/formats/SafetensorsWriter.h"
#include "core/gallery/AtomicFile.h"
#include "core/gallery/PictureFile.h"
#include "core/gallery/PicturePath.h"
#include "core/gallery/PicturePlace.h"
#include "core/jobs/Estimate.h"
#include "core/models/ModelManager.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTimer>

#include <deque>
#include <memory>
#include <optional>
#include <utility>

namespace calotype::app {

namespace {

// A request, and which of the prompts that were given it is for.
struct PromptRequest {
    GenerationRequest request;
    std::size_t prompt = 0;
};

// Runs one request after the other to its end on the main thread's event loop. Pictures that are finished before the
// model's hash is known, which belongs to their record, wait for it, but for a short time only, as they are nowhere but in
// memory; from then on, or after Ctrl+C, they are saved without it until it is known.
class GenerateJob final : public QObject
{
public:
    GenerateJob(GenerateOptions options, std::vector<PromptRequest> requests)
        : m_options(std::move(options))
        , m_requests(std::move(requests))
        , m_printer(m_options.quiet)
        , m_hashing(m_options.spec)
        , m_manager(engineFactory())
    {
        connect(&m_manager, &models::ModelManager::loadProgress, this, [this](const LoadProgress &p) { m_printer.load(p); });
        connect(&m_manager, &models::ModelManager::progress, this, [this](const Progress &p) { m_printer.generation(p); });
        connect(&m_manager, &models::ModelManager::imageFinished, this,
                [this](int, const std::shared_ptr<const GeneratedImage> &image) {
                    m_unsaved.emplace_back(m_current, image);
                    if (!m_patience.isActive() && !m_patienceOver)
                        m_patience.start(kHashPatience);
                    saveReady();
                });
        connect(&m_manager, &models::ModelManager::finished, this, [this](const GenerationResult &result) { finish(result); });
        connect(&m_manager, &models::ModelManager::generationFailed, this, [this](const Error &error) { end(error); });
        connect(&m_hashing, &ModelHashing::done, this, &GenerateJob::saveReady);
        m_patience.setSingleShot(true);
        connect(&m_patience, &QTimer::timeout, this, [this] {
            m_patienceOver = true;
            saveReady();
        });
        connect(&m_signals, &SignalWatcher::interrupted, &m_manager, &models::ModelManager::cancel);
        connect(&m_signals, &SignalWatcher::interrupted, &m_hashing, &ModelHashing::giveUp);
    }

    int run()
    {
        m_clock.start();
        m_manager.setThreads(m_options.threads);
        // From the event loop: a request that is refused on the spot would otherwise ask a loop to end that has not begun.
        QMetaObject::invokeMethod(this, &GenerateJob::begin, Qt::QueuedConnection);
        return QCoreApplication::exec();
    }

private:
    enum class State { Making, Saving, Over };

    void begin()
    {
        m_printer.setPrompt(m_requests[m_current].prompt + 1, m_options.prompts.size());
        m_manager.generate(m_options.spec, m_requests[m_current].request);
    }

    void saveReady()
    {
        while ((m_hashing.isDone() || m_patienceOver) && !m_unsaved.empty() && !m_saveError) {
            const auto [request, picture] = std::move(m_unsaved.front());
            m_unsaved.pop_front();
            save(m_requests[request].request, *picture);
        }
        if (m_state == State::Saving)
            settle();
    }

    void save(const GenerationRequest &request, const GeneratedImage &picture)
    {
        std::optional<gallery::PicturePlace> place; // until the picture is there
        if (m_options.outFile.isEmpty()) {
            auto reserved = gallery::PicturePlace::reserve(m_options.outDir, picture.seed);
            if (!reserved) {
                stopUnsaved(reserved.error());
                return;
            }
            place = std::move(reserved).value();
        }
        const QString path = place ? place->path() : m_options.outFile;
        gallery::PictureOrigin origin = gallery::pictureOrigin(request, picture, m_options.spec);
        origin.modelHash = m_hashing.model();
        origin.vaeHash = m_hashing.vae();
        auto saved = gallery::savePicture(path, picture.image, origin);
        if (!saved) {
            stopUnsaved(saved.error());
            return;
        }
        m_saved.push_back({path, picture.seed, request.prompt});
        if (!m_options.json) {
            m_printer.clear();
            printOut(path);
        }
    }

    void stopUnsaved(const Error &error)
    {
        if (!m_saveError)
            m_saveError = error;
        m_manager.cancel(); // what comes after could not be saved either
    }

    void finish(const GenerationResult &run)
    {
        addRun(m_result, run);
        if (const LoadedModel *const model = m_manager.model()) {
            jobs::ModelCost cost = jobs::costOf(*model);
            cost.vaeTiles = vaeTilesOf(run.vaeTiles).value_or(m_options.spec.vaeTiles); // as the engine chose by what was free
            m_estimate = jobs::estimateRun(m_requests[m_current].request, cost, 0); // the requests have one size
        }
        if (!run.cancelled && !m_saveError && m_current + 1 < m_requests.size()) {
            ++m_current;
            begin();
            return;
        }
        end({});
    }

    // The engine has done what it can.
    void end(const std::optional<Error> &fault)
    {
        m_state = State::Saving;
        m_fault = fault;
        settle();
    }

    void settle()
    {
        if (!m_unsaved.empty() && !m_saveError) {
            m_printer.waiting("the model's hash, which is written into the pictures");
            return;
        }
        m_state = State::Over;
        if (m_fault && !m_saveError) // what could not be saved comes first: it is lost, and may be why the engine was stopped
            fail(*m_fault);
        else
            conclude(m_result);
    }

    void conclude(const GenerationResult &result)
    {
        m_printer.clear();
        for (const std::string &note : result.notes)
            std::fprintf(stderr, "note: %s\n", note.c_str());
        if (!m_saveError && !m_options.latentsPath.isEmpty() && !result.latents.values.empty())
            saveLatents(result.latents);
        if (m_saveError) {
            fail(*m_saveError);
            return;
        }
        if (m_options.json)
            printOut(generateReport(result, m_saved, static_cast<double>(m_clock.elapsed()) / 1000.0, m_estimate));
        if (result.cancelled)
            printError(QStringLiteral("Cancelled; %1 of %2 pictures were kept.").arg(m_saved.size()).arg(wanted()));
        QCoreApplication::exit(result.cancelled ? kCancelled : kDone);
    }

    void fail(const Error &error)
    {
        m_printer.clear();
        if (m_options.json)
            printOut(failureReport(error, m_saved));
        printError(error);
        QCoreApplication::exit(exitStatus(error));
    }

    std::size_t wanted() const
    {
        std::size_t pictures = 0;
        for (const PromptRequest &each : m_requests)
            pictures += each.request.seeds.size();
        return pictures;
    }

    void saveLatents(const Latents &latents)
    {
        const auto bytes = formats::safetensorsOf("latents", latents.shape, latents.values);
        if (auto saved = gallery::writeAtomically(m_options.latentsPath, bytes); !saved)
            m_saveError = saved.error();
    }

    GenerateOptions m_options;
    std::vector<PromptRequest> m_requests; ///< several where pictures have words of their own
    std::size_t m_current = 0;
    GenerationResult m_result; ///< of the requests that are done
    std::deque<std::pair<std::size_t, std::shared_ptr<const GeneratedImage>>> m_unsaved; ///< with their requests' numbers
    State m_state = State::Making;
    QTimer m_patience; ///< begins with the first picture
    bool m_patienceOver = false;
    std::optional<Error> m_fault; ///< the engine's
    jobs::RunEstimate m_estimate; ///< what was to be expected of one
    ProgressPrinter m_printer;
    SignalWatcher m_signals;
    ModelHashing m_hashing;
    models::ModelManager m_manager;
    QElapsedTimer m_clock;
    std::vector<SavedPicture> m_saved;
    std::optional<Error> m_saveError;
};

// What would only come out once the work is done is found out before it begins.
void checkPlaces(const GenerateOptions &options)
{
    const QString picture = options.outFile.isEmpty() ? gallery::newPicturePath(options.outDir, options.request.seeds.front())
                                                      : options.outFile;
    for (const QString &path : {picture, options.latentsPath}) {
        if (path.isEmpty())
            continue;
        if (auto writable = gallery::checkWritable(path); !writable)
            throw Failure(writable.error());
    }
}

// What the user left open is as the model's makers advise.
void followAdvice(GenerateOptions &options, const ModelAdvice &advice)
{
    if (!options.stepsGiven)
        options.request.steps = advice.steps.value_or(options.request.steps);
    if (!options.guidanceGiven)
        options.request.guidance = advice.guidance.value_or(options.request.guidance);
}

std::vector<PromptRequest> requestsOf(const GenerateOptions &options)
{
    std::vector<PromptRequest> all;
    for (std::size_t prompt = 0; prompt < options.prompts.size(); ++prompt) {
        GenerationRequest request = options.request;
        request.prompt = options.prompts[prompt];
        if (options.wildcardsDir.isEmpty()) {
            all.push_back({std::move(request), prompt});
            continue;
        }
        auto drawn = expandWildcards(request, wildcardsIn(options.wildcardsDir.toStdString()));
        if (!drawn)
            throw Failure(drawn.error());
        for (const GenerationRequest &each : drawn.value())
            all.push_back({each, prompt});
    }
    return all;
}

} // namespace

int runGenerate(const QStringList &arguments)
{
    int status = kDone;
    auto options = parseGenerateOptions(arguments, status);
    if (!options)
        return status;
    checkPlaces(*options);
    options->spec.path = chooseModel(standardCatalog(), options->model.toStdString());
    followAdvice(*options, formats::inspectModel(options->spec.path).advice);
    readInitPictures(*options);
    auto requests = requestsOf(*options);
    return GenerateJob(std::move(*options), std::move(requests)).run();
}

} // namespace calotype::app
