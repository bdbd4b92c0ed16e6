#pragma once

#include "core/gallery/GalleryEdit.h"

#include <QString>
#include <QStringList>
#include <QVector>

namespace calotype::gallery {

/// Edits that another program's lock keeps out of the index, on the disk beside it: so they outlast the end of this
/// program, and the next one that opens the index applies them. A JSON file for each program that has any, written
/// whole or not at all.
namespace WaitingEdits {

/// For `…/calotype.db` it is `…/calotype-waiting-KEY.json`, another at each call.
QString newPathFor(const QString &databasePath);

/// Beside the file of a living program, and held by it (see takeLock()): no other applies its edits meanwhile.
QString lockPathFor(const QString &path);

/// The files that there are for a database, the oldest first.
QStringList filesFor(const QString &databasePath);

/// Without any edits, there is no file afterwards. @throws Failure DiskFull, Io
void write(const QString &path, const QVector<GalleryEdit> &edits);

/// In their order, each GalleryEdit::isFromEarlier; none where there is no file. An edit that is not sound is passed over.
/// @throws Failure Io; Damaged if the file holds no edits; Unsupported if another version of the program wrote it
QVector<GalleryEdit> read(const QString &path);

} // namespace WaitingEdits

} // namespace calotype::gallery
