#pragma once

#include "ui/info/PictureFields.h"

#include <QAbstractTableModel>

namespace calotype::ui {

/// The settings in which two pictures differ: one a row, with its name, the left value and the right one.
class DifferenceModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, LeftColumn, RightColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setDifferences(const QList<FieldDifference> &differences);
    const QList<FieldDifference> &differences() const { return m_differences; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<FieldDifference> m_differences;
};

} // namespace calotype::ui
