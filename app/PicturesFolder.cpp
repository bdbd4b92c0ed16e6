#include "app/PicturesFolder.h"

#include "app/ModelHashFile.h"

#include "core/gallery/PictureFile.h"
#include "core/gallery/PicturePath.h"

#include <QFileInfo>

namespace calotype::app {

PicturesFolder::PicturesFolder(QString root)
    : m_root(std::move(root))
    , m_hashes(modelHashFile())
{
}

QString PicturesFolder::place(const GeneratedImage &picture)
{
    const QString first = gallery::newPicturePath(gallery::dayFolder(m_root), picture.seed);
    const QFileInfo name(first);
    const std::lock_guard lock(m_mutex);
    QString path = first;
    for (int again = 2; m_reserved.contains(path) || QFileInfo::exists(path); ++again) {
        path = QStringLiteral("%1/%2-%3.%4").arg(name.path(), name.completeBaseName()).arg(again).arg(name.suffix());
    }
    m_reserved.insert(path);
    return path;
}

Result<void> PicturesFolder::save(const QString &path, const GeneratedImage &picture, const GenerationRequest &request,
                                  const GenerationResult &, const ModelSpec &model)
{
    gallery::PictureOrigin origin = gallery::pictureOrigin(request, picture, model);
    origin.modelHash = hashOf(model.path);
    origin.vaeHash = hashOf(model.vaePath);
    auto saved = gallery::savePicture(path, picture.image, origin);
    const std::lock_guard lock(m_mutex);
    m_reserved.remove(path); // written, it is taken; and where that fails, it is free
    return saved;
}

std::string PicturesFolder::hashOf(const std::string &model)
{
    if (model.empty())
        return {};
    std::string hash = m_hashes.known(model);
    if (hash.empty())
        m_hashes.request(model); // later pictures have it
    return hash;
}

} // namespace calotype::app
