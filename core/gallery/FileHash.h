#pragma once

#include <QByteArray>
#include <QString>

namespace calotype::gallery {

/// SHA-256 of the file's bytes (32 of them), by which the gallery finds a picture again whatever its name; empty where
/// the file cannot be read. Reads all of it: for a worker thread.
QByteArray fileHash(const QString &path);

} // namespace calotype::gallery
