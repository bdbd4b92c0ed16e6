#include "app/ReplayRun.h"

#include "app/Composition.h"

#include <QCoreApplication>

namespace calotype::app {

ReplayRun::ReplayRun(ModelSpec spec, GenerationRequest request, int index, bool quiet)
    : m_spec(std::move(spec))
    , m_request(std::move(request))
    , m_index(index)
    , m_printer(quiet)
    , m_manager(engineFactory())
{
    connect(&m_manager, &models::ModelManager::loadProgress, this, [this](const LoadProgress &p) { m_printer.load(p); });
    connect(&m_manager, &models::ModelManager::progress, this, [this](const Progress &p) { m_printer.generation(p); });
    connect(&m_manager, &models::ModelManager::imageFinished, this, &ReplayRun::take);
    connect(&m_manager, &models::ModelManager::finished, this, &ReplayRun::finish);
    connect(&m_manager, &models::ModelManager::generationFailed, this, &ReplayRun::fail);
    connect(&m_signals, &SignalWatcher::interrupted, &m_manager, &models::ModelManager::cancel);
}

Result<std::shared_ptr<const GeneratedImage>> ReplayRun::run()
{
    // From the event loop: a request that is refused on the spot would otherwise ask a loop to end that has not begun.
    QMetaObject::invokeMethod(this, &ReplayRun::begin, Qt::QueuedConnection);
    QCoreApplication::exec();
    m_printer.clear();
    if (m_made)
        return m_made;
    return m_error.value_or(Error{ErrorCode::Internal, "The engine ended without the picture and without a reason.", {}});
}

void ReplayRun::begin()
{
    m_manager.generate(m_spec, m_request);
}

void ReplayRun::take(int index, const std::shared_ptr<const GeneratedImage> &picture)
{
    if (index != m_index)
        return;
    m_made = picture;
    if (static_cast<std::size_t>(index) + 1 < m_request.seeds.size())
        m_manager.cancel(); // the pictures behind it are not needed
}

void ReplayRun::finish(const GenerationResult &result)
{
    m_notes.insert(m_notes.end(), result.notes.begin(), result.notes.end());
    if (!m_made && result.cancelled)
        m_error = Error{ErrorCode::Cancelled, "Cancelled; the picture was not made again.", {}};
    QCoreApplication::exit();
}

void ReplayRun::fail(const Error &error)
{
    if (error.code == ErrorCode::DeviceUnavailable && m_spec.device != "auto") {
        m_notes.push_back("The device “" + m_spec.device + "” that it was made on is not on this machine.");
        m_spec.device = "auto";
        m_spec.dtype = "auto"; // not every device computes in every format
        QMetaObject::invokeMethod(this, &ReplayRun::begin, Qt::QueuedConnection);
        return;
    }
    m_error = error;
    QCoreApplication::exit();
}

} // namespace calotype::app
