#pragma once

#include <QDate>
#include <QString>

#include <cstdint>

namespace calotype::gallery {

/// The folder for a day's pictures: ROOT/YYYY-MM-DD.
QString dayFolder(const QString &root, const QDate &day = QDate::currentDate());

/// The greatest number that a picture in @p folder has, or that is reserved there (see PicturePlace); 0 without any.
qint64 highestPictureNumber(const QString &folder);

/// FOLDER/NNNNN-SEED.ENDING
QString numberedPicturePath(const QString &folder, qint64 number, std::int64_t seed, const QString &ending);

/// A free path for a new picture: FOLDER/NNNNN-SEED.ENDING, NNNNN at least one past the highest of the pictures there.
/// Another program may be given the same; PicturePlace is for keeping it.
QString newPicturePath(const QString &folder, std::int64_t seed, const QString &ending = QStringLiteral("png"));

} // namespace calotype::gallery
