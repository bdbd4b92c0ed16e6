#pragma once

#include "app/ModelHashFile.h"
#include "core/gallery/PicturePlace.h"
#include "core/models/ModelHashes.h"
#include "ui/PictureSink.h"

#include <QString>

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

namespace calotype::app {

/// Saves each finished picture where and as its rules say, with its provenance. Other programs that do the same there, as
/// another window or the command line, get other names.
///
/// The models' hashes, which belong to the provenance, are waited for a short time only: what is not saved is lost in a crash,
/// and the queue waits for it. A picture that was saved without is left so: to put the hash into it later would be to write a
/// file anew that others have been told of by then, the gallery by its bytes, and that the user may have open.
class PicturesFolder final : public ui::PictureSink
{
public:
    /// @param patience  what the pictures of a run wait for hashes together, from the first that does on
    explicit PicturesFolder(gallery::OutputRules rules, std::chrono::milliseconds patience = kHashPatience);

    void expect(const ModelSpec &model) override;
    void hurry() override;
    void setRules(const gallery::OutputRules &rules) override;
    Result<QString> place(const GeneratedImage &picture, const GenerationRequest &request) override;
    Result<void> save(const QString &path, const GeneratedImage &picture, const GenerationRequest &request,
                      const GenerationResult &result, const ModelSpec &model) override;

private:
    /// Waits until it is known, as long as the run has patience; "" where it is not by then, or the file cannot be read.
    std::string hashOf(const std::string &model);

    gallery::OutputRules rules();

    models::ModelHashes m_hashes;
    const std::chrono::milliseconds m_patience;
    std::mutex m_mutex;
    std::stop_source m_hurry; ///< of the run that was told of last; guarded by m_mutex
    std::optional<std::chrono::steady_clock::time_point> m_until; ///< the run's patience ends, once it is used; guarded by m_mutex
    gallery::OutputRules m_rules; ///< guarded by m_mutex
    std::map<QString, gallery::PicturePlace> m_places; ///< given out, and not written yet; guarded by m_mutex
};

} // namespace calotype::app
