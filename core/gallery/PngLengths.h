#pragma once

#include <QByteArrayView>
#include <QString>

class QIODevice;

namespace calotype::gallery {

/// Whether a file that starts so is a PNG. Eight bytes are enough.
bool isPng(QByteArrayView start);

/// Whether a PNG says of a part other than its pixels that it is longer than what follows. libpng takes that much memory,
/// up to 2 GiB, and clears it, before it sees that the file ends; Qt's reader does so when it is asked for the size alone.
/// True as well of more than a million parts, which no picture has, and which keep a reader busy that nobody can stop.
/// Only the heads of the parts are read, those that lie together at once. False for what is no PNG. Any thread.
/// @param device  open, of random access, read from its start; it is there again afterwards
bool hasOverlongPart(QIODevice &device);
/// The same of a file; false where it cannot be read, and of what is no ordinary one.
bool hasOverlongPart(const QString &path);

} // namespace calotype::gallery
