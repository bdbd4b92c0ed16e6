#include "ui/info/NamedModels.h"

#include <QAbstractItemModel>

namespace calotype::ui {

QList<NamedModel> namedModels(const QAbstractItemModel &models, int pathRole)
{
    QList<NamedModel> named;
    for (int row = 0; row < models.rowCount(); ++row) {
        const QModelIndex index = models.index(row, 0);
        named.append({index.data(Qt::DisplayRole).toString(), index.data(pathRole).toString()});
    }
    return named;
}

} // namespace calotype::ui
