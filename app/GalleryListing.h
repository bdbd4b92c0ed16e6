#pragma once

#include <QVector>

namespace calotype::gallery {
class GalleryDatabase;
}

namespace calotype::app {

/// Writes pictures of the index to stdout, in the order of @p ids: a line each, or one JSON array. Takes no more memory
/// for many than for few. @throws Failure as GalleryDatabase
void printPictures(const gallery::GalleryDatabase &database, const QVector<qint64> &ids, bool asJson);

} // namespace calotype::app
