#pragma once

#include <QByteArray>
#include <QImage>
#include <QString>

class QMimeData;

namespace calotype::ui {

/// What a drop or a paste brings that the program can take: the first model or picture file, else a picture itself. Files
/// come as URLs (file managers, our gallery) or as text (some browsers); pictures as pixels, as the bytes of a picture file,
/// or within a data: URL. A picture comes as one of the four. Nothing is ever fetched from the network: where a browser gives
/// no more than a picture's address there, that is told. Nothing is decoded yet.
struct DropContent {
    QString modelPath;
    QString picturePath;
    QByteArray pictureBytes; ///< of a picture file
    QString pictureAddress;  ///< a data: URL
    QImage picture;
    bool isElsewhere = false; ///< there is nothing but the address of a picture in the network

    bool isModel() const { return !modelPath.isEmpty(); }
    bool isPicture() const
    {
        return !picturePath.isEmpty() || !pictureBytes.isEmpty() || !pictureAddress.isEmpty() || !picture.isNull();
    }
};

/// Whether dropContent() would find something, be it only that the picture is elsewhere; decodes nothing. To be asked when a
/// drag comes in, not at each of its moves: the program that it comes from has to answer.
bool canTakeDrop(const QMimeData *data);
/// Whether it would find a picture.
bool canTakePicture(const QMimeData *data);

/// GUI thread, where drops come in.
DropContent dropContent(const QMimeData *data);

/// The bytes of a picture file that came within the drop; empty where it holds a file's name, or pixels. Any thread.
QByteArray pictureFile(const DropContent &content);

/// The picture that came otherwise than as a file; null where it cannot be read. It takes its time: any thread.
QImage decodedPicture(const DropContent &content);

} // namespace calotype::ui
