#pragma once

#include "core/engine/GenerationBackend.h"
#include "core/models/ModelHashes.h"

#include <QObject>

#include <string>
#include <thread>

namespace calotype::app {

/// Computes the SHA-256 of a run's model and VAE while the run goes on, and tells when pictures can have them.
/// Lives on the main thread; the files are read on one of its own.
class ModelHashing final : public QObject
{
    Q_OBJECT

public:
    /// Begins at once.
    explicit ModelHashing(const ModelSpec &model, QObject *parent = nullptr);

    /// Whether nothing more will become known: all is, could not be read, or was given up.
    bool isDone() const { return m_done; }
    /// Ends it within one piece of a file's reading; done() comes then.
    void giveUp() { m_thread.request_stop(); }

    /// "" for what is not known.
    const std::string &model() const { return m_model; }
    const std::string &vae() const { return m_vae; }

Q_SIGNALS:
    void done();

private:
    void finish(const std::string &model, const std::string &vae);

    models::ModelHashes m_hashes;
    std::string m_model;
    std::string m_vae;
    bool m_done = false;
    std::jthread m_thread; ///< last: ends first
};

} // namespace calotype::app
