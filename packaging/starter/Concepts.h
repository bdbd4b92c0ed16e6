#pragma once

#include <QImage>
#include <QString>
#include <QStringList>

#include <vector>

namespace calotype::starter {

/// How much of the data is learnt.
enum class Scope {
    Small, ///< food, animals, plants and vehicles: for training on a processor
    Full,  ///< all but flags, people, letters and signs
};

/// One thing with its words and its picture.
struct Concept {
    QString id;         ///< the emoji's code points, "1f34e"
    QString name;       ///< lower case, "red apple"
    QStringList names;  ///< name first, then the short names that differ: "apple"
    QStringList kinds;  ///< words of category and subcategory: "food", "drink", "fruit"
    QImage picture;     ///< Format_RGBA8888, with alpha, size × size
};

/// Reads the words and pictures that `fetch` has brought.
/// @param data  its folder: fluent/package/assets/*.webp and words/package/emoji.json
/// @param size  pixels a side, at most 256
/// @throws Failure if a file is missing
std::vector<Concept> readConcepts(const QString &data, Scope scope, int size);

/// The picture on white, Format_RGB888.
QImage onWhite(const QImage &picture);

} // namespace calotype::starter
