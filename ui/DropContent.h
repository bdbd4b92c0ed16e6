#pragma once

#include <QByteArray>
#include <QImage>
#include <QString>

class QMimeData;

namespace calotype::ui {

/// What a drop or a paste brings that the program can take: the first model or picture file, else a picture itself. Files
/// come as URLs (file managers, our gallery) or as text (some browsers); pictures as pixels, as the bytes of a picture file,
/// or within a data: URL. Nothing is ever fetched from the network.
struct DropContent {
    QString modelPath;
    QString picturePath;
    QImage picture;
    QByteArray pictureBytes; ///< of a picture file, to be decoded

    bool isModel() const { return !modelPath.isEmpty(); }
    bool isPicture() const { return !picturePath.isEmpty() || !picture.isNull() || !pictureBytes.isEmpty(); }
};

/// Whether dropContent() would find something; decodes nothing, so it can be asked while a drag hovers.
bool canTakeDrop(const QMimeData *data);
bool canTakePicture(const QMimeData *data);

DropContent dropContent(const QMimeData *data);

} // namespace calotype::ui
