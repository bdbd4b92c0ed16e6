#include "ui/gallery/GridLayout.h"

#include <algorithm>

namespace calotype::ui {

void GridLayout::set(int count, const Measures &measures, const QVector<GridSection> &sections)
{
    m_count = count;
    m_measures = measures;
    m_measures.cell = measures.cell.expandedTo({1, 1});
    const int room = measures.width - 2 * measures.margin;
    m_columns = std::max(1, room / m_measures.cell.width());
    m_margin = std::max(0, (measures.width - m_columns * m_measures.cell.width()) / 2);

    m_bands.clear();
    const auto open = [this](int firstRow, const QString &title) {
        if (firstRow < m_count && (m_bands.isEmpty() || m_bands.last().firstRow < firstRow))
            m_bands.append({firstRow, 0, 0, title.isEmpty() ? 0 : m_measures.headerHeight, 0, title});
    };
    if (sections.isEmpty() || sections.first().firstRow > 0)
        open(0, {});
    for (const GridSection &section : sections)
        open(std::max(0, section.firstRow), section.title);

    int top = measures.margin;
    for (int i = 0; i < m_bands.size(); ++i) {
        Band &band = m_bands[i];
        band.rows = (i + 1 < m_bands.size() ? m_bands[i + 1].firstRow : m_count) - band.firstRow;
        band.lines = (band.rows + m_columns - 1) / m_columns;
        band.top = top;
        top += band.header + band.lines * m_measures.cell.height();
    }
    m_height = m_bands.isEmpty() ? 0 : top + measures.margin;
}

int GridLayout::left(int column) const
{
    const int across = m_measures.rightToLeft ? m_columns - 1 - column : column;
    return m_margin + across * m_measures.cell.width();
}

int GridLayout::columnAt(int x) const
{
    const int across = std::clamp((x - m_margin) / m_measures.cell.width(), 0, m_columns - 1);
    return m_measures.rightToLeft ? m_columns - 1 - across : across;
}

int GridLayout::sectionOf(int row) const
{
    if (row < 0 || row >= m_count)
        return -1;
    const auto after = std::upper_bound(m_bands.begin(), m_bands.end(), row,
                                        [](int r, const Band &band) { return r < band.firstRow; });
    return static_cast<int>(after - m_bands.begin()) - 1;
}

/// The band that @p y lies in, or the nearest; -1 where there are none.
int GridLayout::bandAt(int y) const
{
    const auto after = std::upper_bound(m_bands.begin(), m_bands.end(), y,
                                        [](int at, const Band &band) { return at < band.top; });
    return m_bands.isEmpty() ? -1 : std::max(0, static_cast<int>(after - m_bands.begin()) - 1);
}

QRect GridLayout::cellRect(int row) const
{
    const int section = sectionOf(row);
    if (section < 0)
        return {};
    const Band &band = m_bands[section];
    const int place = row - band.firstRow;
    const QSize cell = m_measures.cell;
    return {{left(place % m_columns), band.top + band.header + place / m_columns * cell.height()}, cell};
}

int GridLayout::rowAt(QPoint point) const
{
    const int row = nearestRow(point);
    return row >= 0 && cellRect(row).contains(point) ? row : -1;
}

int GridLayout::nearestRow(QPoint point) const
{
    const int section = bandAt(point.y());
    if (section < 0)
        return -1;
    const Band &band = m_bands[section];
    const int line = std::clamp((point.y() - band.top - band.header) / m_measures.cell.height(), 0, band.lines - 1);
    return band.firstRow + std::min(line * m_columns + columnAt(point.x()), band.rows - 1);
}

GridLayout::Rows GridLayout::rowsBetween(int top, int bottom) const
{
    if (m_bands.isEmpty() || bottom < top || bottom < 0 || top >= m_height)
        return {};
    const int cell = m_measures.cell.height();
    const int from = bandAt(top);
    const Band &a = m_bands[from];
    const int lineA = std::max(0, (top - a.top - a.header) / cell);
    const int first = lineA >= a.lines ? a.firstRow + a.rows : a.firstRow + lineA * m_columns;

    const Band &b = m_bands[bandAt(bottom)];
    const int within = bottom - b.top - b.header;
    const int linesB = within < 0 ? 0 : std::min(within / cell + 1, b.lines);
    const int last = b.firstRow + std::min(linesB * m_columns, b.rows) - 1;
    return {first, last};
}

QVector<GridLayout::Rows> GridLayout::rowsIn(const QRect &area) const
{
    QVector<Rows> ranges;
    const Rows touched = rowsBetween(area.top(), area.bottom());
    const int right = m_margin + m_columns * m_measures.cell.width();
    if (touched.isEmpty() || area.right() < m_margin || area.left() >= right)
        return ranges;
    const int a = columnAt(area.left());
    const int b = columnAt(area.right());
    const int firstColumn = std::min(a, b);
    const int lastColumn = std::max(a, b);
    for (int row = touched.first; row <= touched.last;) {
        const Band &band = m_bands[sectionOf(row)];
        const int end = std::min(row + m_columns, band.firstRow + band.rows); // of the line
        const Rows cells{row + firstColumn, std::min(row + lastColumn, end - 1)};
        if (!cells.isEmpty()) {
            if (!ranges.isEmpty() && ranges.last().last + 1 == cells.first)
                ranges.last().last = cells.last;
            else
                ranges.append(cells);
        }
        row = end;
    }
    return ranges;
}

int GridLayout::rowInLine(int row, int lines) const
{
    int section = sectionOf(row);
    if (section < 0)
        return -1;
    int place = row - m_bands[section].firstRow;
    const int column = place % m_columns;
    int line = place / m_columns + lines;
    while (line < 0 && section > 0)
        line += m_bands[--section].lines;
    while (line >= m_bands[section].lines && section + 1 < m_bands.size())
        line -= m_bands[section++].lines;
    const Band &band = m_bands[section];
    if (line < 0 || line >= band.lines)
        line = std::clamp(line, 0, band.lines - 1);
    place = std::min(line * m_columns + column, band.rows - 1);
    return band.firstRow + place;
}

QRect GridLayout::headerRect(int section) const
{
    const Band &band = m_bands[section];
    if (band.header <= 0)
        return {};
    const int left = m_measures.rightToLeft ? 0 : m_margin;
    const int right = m_measures.rightToLeft ? m_margin + m_columns * m_measures.cell.width() : m_measures.width;
    return {left, band.top, right - left, band.header};
}

bool GridLayout::isInFirstLine(int row) const
{
    const int section = sectionOf(row);
    return section >= 0 && row - m_bands[section].firstRow < m_columns;
}

} // namespace calotype::ui
