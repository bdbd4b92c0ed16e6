#include "ui/gallery/ScrollAnchor.h"

#include <QAbstractItemModel>

#include <algorithm>
#include <utility>

namespace calotype::ui {

namespace {

constexpr int kMostRows = 64;

} // namespace

void ScrollAnchor::take(const QAbstractItemModel &model, const GridLayout &layout, int offset, int viewHeight,
                        int preferred)
{
    const int end = std::min(layout.count(), model.rowCount());
    const GridLayout::Rows seen = layout.rowsBetween(offset, offset + viewHeight - 1);
    const auto add = [&](int row) {
        if (row < end)
            m_rows.append({model.index(row, 0), layout.cellRect(row).top() - offset});
    };
    if (preferred >= seen.first && preferred <= seen.last)
        add(preferred);
    for (int row = seen.first; row <= seen.last && m_rows.size() < kMostRows; ++row)
        add(row);
}

std::optional<int> ScrollAnchor::restore(const GridLayout &layout)
{
    for (const Row &row : std::exchange(m_rows, {})) {
        if (row.index.isValid())
            return layout.cellRect(row.index.row()).top() - row.top;
    }
    return std::nullopt;
}

} // namespace calotype::ui
