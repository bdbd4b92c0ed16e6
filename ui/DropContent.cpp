#include "ui/DropContent.h"

#include "ui/PictureFile.h"

#include <QMimeData>
#include <QUrl>

namespace calotype::ui {

namespace {

template<typename Test>
QString firstFile(const QMimeData *data, Test fits)
{
    for (const QUrl &url : data->urls()) {
        if (url.isLocalFile() && fits(url.toLocalFile()))
            return url.toLocalFile();
    }
    return {};
}

} // namespace

bool canTakePicture(const QMimeData *data)
{
    return data->hasImage() || !firstFile(data, isPictureFile).isEmpty();
}

bool canTakeDrop(const QMimeData *data)
{
    return canTakePicture(data) || !firstFile(data, isModelFile).isEmpty();
}

DropContent dropContent(const QMimeData *data)
{
    DropContent content;
    content.modelPath = firstFile(data, isModelFile);
    if (content.isModel())
        return content;
    content.picturePath = firstFile(data, isPictureFile);
    if (content.picturePath.isEmpty() && data->hasImage())
        content.picture = qvariant_cast<QImage>(data->imageData());
    return content;
}

} // namespace calotype::ui
