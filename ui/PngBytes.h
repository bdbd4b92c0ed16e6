#pragma once

#include <QByteArray>
#include <QString>

class QImage;

namespace calotype::ui {

/// As clipboards and drags name the bytes of a PNG file. Where such bytes are there, Qt hands them out; else it encodes the
/// picture when another program asks for it, on the GUI thread.
QString pngType();

/// The bytes of a PNG file, with all that it says; empty where there is no such file, or it is longer than 64 MiB. Any thread.
QByteArray pngFile(const QString &path);

/// As pngFile(), else @p picture encoded, quickly rather than small. Any thread.
QByteArray pngBytes(const QString &path, const QImage &picture);

} // namespace calotype::ui
