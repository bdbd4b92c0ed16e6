#include "ui/viewer/DifferenceModel.h"

namespace calotype::ui {

void DifferenceModel::setDifferences(const QList<FieldDifference> &differences)
{
    beginResetModel();
    m_differences = differences;
    endResetModel();
}

int DifferenceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_differences.size());
}

int DifferenceModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant DifferenceModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const FieldDifference &difference = m_differences[index.row()];
    const QString &text = index.column() == NameColumn   ? difference.label
                          : index.column() == LeftColumn ? difference.left
                                                         : difference.right;
    switch (role) {
    case Qt::DisplayRole: {
        QString line = text;
        return text.isEmpty() ? QStringLiteral("—") : line.replace(u'\n', u' ');
    }
    case Qt::ToolTipRole: return text;
    case Qt::AccessibleTextRole: return text.isEmpty() ? tr("not given") : text;
    case Qt::TextAlignmentRole: return int(Qt::AlignLeading | Qt::AlignVCenter);
    default: return {};
    }
}

QVariant DifferenceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case NameColumn: return tr("Setting");
    case LeftColumn: return tr("Left picture");
    case RightColumn: return tr("Right picture");
    default: return {};
    }
}

} // namespace calotype::ui
