#pragma once

#include "core/models/ModelHashes.h"
#include "ui/PictureSink.h"

#include <QSet>
#include <QString>

#include <mutex>
#include <string>

namespace calotype::app {

/// Saves each finished picture under ROOT/YYYY-MM-DD/, with its provenance.
class PicturesFolder final : public ui::PictureSink
{
public:
    explicit PicturesFolder(QString root);

    QString place(const GeneratedImage &picture) override;
    Result<void> save(const QString &path, const GeneratedImage &picture, const GenerationRequest &request,
                      const GenerationResult &result, const ModelSpec &model) override;

private:
    /// "" while it is being computed, which begins with the first call.
    std::string hashOf(const std::string &model);

    QString m_root;
    models::ModelHashes m_hashes;
    std::mutex m_mutex;
    QSet<QString> m_reserved; ///< given out, and not written yet; guarded by m_mutex
};

} // namespace calotype::app
