#pragma once

#include "core/gallery/PicturePlace.h"
#include "core/models/ModelHashes.h"
#include "ui/PictureSink.h"

#include <QString>

#include <map>
#include <mutex>
#include <stop_token>
#include <string>

namespace calotype::app {

/// Saves each finished picture where and as its rules say, with its provenance. Other programs that do the same there, as
/// another window or the command line, get other names.
class PicturesFolder final : public ui::PictureSink
{
public:
    explicit PicturesFolder(gallery::OutputRules rules);

    void expect(const ModelSpec &model) override;
    void hurry() override { m_hurry.request_stop(); }
    void setRules(const gallery::OutputRules &rules) override;
    Result<QString> place(const GeneratedImage &picture, const GenerationRequest &request) override;
    Result<void> save(const QString &path, const GeneratedImage &picture, const GenerationRequest &request,
                      const GenerationResult &result, const ModelSpec &model) override;

private:
    /// Waits until it is known; "" where the file cannot be read, or there is no time for it.
    std::string hashOf(const std::string &model);

    gallery::OutputRules rules();

    models::ModelHashes m_hashes;
    std::stop_source m_hurry;
    std::mutex m_mutex;
    gallery::OutputRules m_rules; ///< guarded by m_mutex
    std::map<QString, gallery::PicturePlace> m_places; ///< given out, and not written yet; guarded by m_mutex
};

} // namespace calotype::app
