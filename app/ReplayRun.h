#pragma once

#include "app/ProgressPrinter.h"
#include "app/SignalWatcher.h"
#include "core/base/Result.h"
#include "core/models/ModelManager.h"

#include <QObject>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace calotype::app {

/// Makes one picture of a request, on the main thread's event loop. Ctrl+C cancels. Where the device is not on this
/// machine, the best one that is takes its place.
class ReplayRun final : public QObject
{
    Q_OBJECT

public:
    /// @param index  of the picture in the request; those behind it are not made
    ReplayRun(ModelSpec spec, GenerationRequest request, int index, bool quiet);

    /// Once. @return the backend's errors; Cancelled
    Result<std::shared_ptr<const GeneratedImage>> run();

    const ModelSpec &spec() const { return m_spec; } ///< as it was run
    const std::vector<std::string> &notes() const { return m_notes; }

private:
    void begin();
    void take(int index, const std::shared_ptr<const GeneratedImage> &picture);
    void finish(const GenerationResult &result);
    void fail(const Error &error);

    ModelSpec m_spec;
    GenerationRequest m_request;
    int m_index;
    std::vector<std::string> m_notes;
    std::shared_ptr<const GeneratedImage> m_made;
    std::optional<Error> m_error;
    ProgressPrinter m_printer;
    SignalWatcher m_signals;
    models::ModelManager m_manager;
};

} // namespace calotype::app
