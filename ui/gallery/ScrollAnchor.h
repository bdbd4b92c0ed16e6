#pragma once

#include "ui/gallery/GridLayout.h"

#include <QPersistentModelIndex>
#include <QVector>

#include <optional>

class QAbstractItemModel;

namespace calotype::ui {

/// Keeps what is seen in place while the rows, or the layout, change: it remembers the rows that are seen and how far
/// below the viewport's top they stand; of those that are left afterwards, the first decides.
class ScrollAnchor final
{
public:
    bool isEmpty() const { return m_rows.isEmpty(); }
    void clear() { m_rows.clear(); }

    /// Before the change. @param preferred  decides if it is seen and stays: the current row
    void take(const QAbstractItemModel &model, const GridLayout &layout, int offset, int viewHeight, int preferred);
    /// After it. @return the offset that puts the row back where it was; nothing if none is left. Forgets the rows.
    std::optional<int> restore(const GridLayout &layout);

private:
    struct Row {
        QPersistentModelIndex index;
        int top = 0;
    };
    QVector<Row> m_rows;
};

} // namespace calotype::ui
