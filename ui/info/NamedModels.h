#pragma once

#include "ui/info/FieldUse.h"

class QAbstractItemModel;

namespace calotype::ui {

/// The models that can be chosen, by name. @param pathRole  under which @p models tells a row's path
QList<NamedModel> namedModels(const QAbstractItemModel &models, int pathRole);

} // namespace calotype::ui
