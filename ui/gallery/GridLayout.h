#pragma once

#include <QRect>
#include <QString>
#include <QVector>

namespace calotype::ui {

/// Rows of a grid under one header, up to the next section's first row.
struct GridSection {
    int firstRow = 0;
    QString title; ///< "": no header

    bool operator==(const GridSection &) const = default;
};

/// Where the cells of a grid and the headers of its sections lie, by arithmetic alone: cells of one size fill the
/// lines, each section begins a line, and its header is a band that begins where the lines do. Setting up takes a time that
/// grows with the sections, every question one with their logarithm; the count of rows matters to neither.
/// Coordinates are those of the whole content, its top left at 0, 0.
class GridLayout final
{
public:
    struct Measures {
        int width = 0; ///< of the view
        QSize cell{1, 1};
        int headerHeight = 0;
        int margin = 0;          ///< above the first line and below the last, and at least on both sides
        bool rightToLeft = false; ///< the first column is the rightmost

        bool operator==(const Measures &) const = default;
    };

    /// @param sections  in order; rows before the first one's stand in front, without a header
    void set(int count, const Measures &measures, const QVector<GridSection> &sections);

    int count() const { return m_count; }
    int columns() const { return m_columns; }
    int height() const { return m_height; }
    const Measures &measures() const { return m_measures; }

    /// The whole cell; empty for a row that is not there.
    QRect cellRect(int row) const;
    /// -1 where there is no cell.
    int rowAt(QPoint point) const;
    /// The row of the cell that is nearest to @p point; -1 only where there are no rows.
    int nearestRow(QPoint point) const;

    struct Rows {
        int first = 0;
        int last = -1;
        bool isEmpty() const { return last < first; }
        bool operator==(const Rows &) const = default;
    };
    /// The rows whose lines touch the band from @p top to @p bottom, both inclusive.
    Rows rowsBetween(int top, int bottom) const;
    /// Of each line that touches @p area, the cells that touch it; neighbouring ranges are joined.
    QVector<Rows> rowsIn(const QRect &area) const;

    /// The row @p lines below (above, if negative) in the same column, or the last of a line that is shorter; the
    /// row itself at the ends.
    int rowInLine(int row, int lines) const;

    int sectionCount() const { return static_cast<int>(m_bands.size()); }
    /// Empty where the section has no header.
    QRect headerRect(int section) const;
    QString title(int section) const { return m_bands[section].title; }
    /// -1 for a row that is not there.
    int sectionOf(int row) const;
    /// Whether the row stands in the first line of its section.
    bool isInFirstLine(int row) const;

private:
    struct Band {
        int firstRow = 0;
        int rows = 0;
        int top = 0;    ///< of the header, or of the first line where there is none
        int header = 0; ///< height
        int lines = 0;
        QString title;
    };

    int bandAt(int y) const;
    int columnAt(int x) const;
    int left(int column) const;

    QVector<Band> m_bands;
    Measures m_measures;
    int m_count = 0;
    int m_columns = 1;
    int m_margin = 0; ///< left of the first column
    int m_height = 0;
};

} // namespace calotype::ui
