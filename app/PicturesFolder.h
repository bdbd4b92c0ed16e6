#pragma once

#include "ui/PictureSink.h"

#include <QString>

namespace calotype::app {

/// Saves each finished picture under ROOT/YYYY-MM-DD/, with its provenance.
class PicturesFolder final : public ui::PictureSink
{
public:
    explicit PicturesFolder(QString root);

    Result<std::filesystem::path> save(const GeneratedImage &picture, const GenerationRequest &request,
                                       const GenerationResult &result, const ModelSpec &model) override;

private:
    QString m_root;
};

} // namespace calotype::app
