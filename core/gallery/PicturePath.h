#pragma once

#include <QDate>
#include <QString>

#include <cstdint>

namespace calotype::gallery {

/// The folder for a day's pictures: ROOT/YYYY-MM-DD.
QString dayFolder(const QString &root, const QDate &day = QDate::currentDate());

/// A free path for a new picture: FOLDER/NNNNN-SEED.ENDING, NNNNN at least one past the highest of the pictures there.
QString newPicturePath(const QString &folder, std::int64_t seed, const QString &ending = QStringLiteral("png"));

} // namespace calotype::gallery
