#include "app/PicturesFolder.h"

#include "core/gallery/PictureFile.h"
#include "core/gallery/PicturePath.h"

namespace calotype::app {

PicturesFolder::PicturesFolder(QString root)
    : m_root(std::move(root))
{
}

Result<std::filesystem::path> PicturesFolder::save(const GeneratedImage &picture, const GenerationRequest &request,
                                                   const GenerationResult &, const ModelSpec &)
{
    const QString path = gallery::newPicturePath(gallery::dayFolder(m_root), picture.seed);
    if (auto saved = gallery::savePicture(path, picture.image, gallery::pictureOrigin(request, picture)); !saved)
        return saved.error();
    return std::filesystem::path(path.toStdString());
}

} // namespace calotype::app
