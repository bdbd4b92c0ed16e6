#pragma once

#include <QImage>
#include <QString>

class QMimeData;

namespace calotype::ui {

/// What a drop or a paste brings that the program can take: the first model or picture file, else a picture itself.
struct DropContent {
    QString modelPath;
    QString picturePath;
    QImage picture;

    bool isModel() const { return !modelPath.isEmpty(); }
    bool isPicture() const { return !picturePath.isEmpty() || !picture.isNull(); }
};

/// Whether dropContent() would find something; decodes nothing, so it can be asked while a drag hovers.
bool canTakeDrop(const QMimeData *data);
bool canTakePicture(const QMimeData *data);

DropContent dropContent(const QMimeData *data);

} // namespace calotype::ui
