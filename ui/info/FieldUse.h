#pragma once

#include "ui/info/PictureWords.h"

#include <QList>
#include <QString>

#include <functional>

namespace calotype::ui {

struct GenerationValues;

/// A model that can be chosen.
struct NamedModel {
    QString name;
    QString path;
};

/// What becomes of the settings when a word of a picture is used.
struct FieldUse {
    std::function<void(GenerationValues &)> edit; ///< null: it cannot be used
    QString remark; ///< why it cannot be, or what using it means beyond its words; may be empty
};

/// How @p word would be used: none of its edits changes anything but its own setting (a sampler's may have to leave a
/// schedule that it cannot take). Values that the settings would have to bend are not usable.
/// @param word  as read; "size" has a QSize as its value
FieldUse fieldUse(const PictureWord &word, const QList<NamedModel> &models);

} // namespace calotype::ui
