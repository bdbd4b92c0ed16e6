#pragma once

#include "ui/gallery/GridLayout.h"
#include "ui/gallery/ScrollAnchor.h"
#include "ui/gallery/SmoothScroll.h"

#include <QListView>

#include <functional>

namespace calotype::ui {

/// A list as a grid of cells of one size, in sections with headers, whose geometry is arithmetic (GridLayout): a
/// million rows cost as little as ten. What is seen stays where it is when rows come and go above it, when the rows
/// are put into another order, and when the width or the cells change. A QListView for its selection and for screen
/// readers, which see a list; its own layout is never made.
class GridView : public QListView
{
    Q_OBJECT

public:
    explicit GridView(QWidget *parent = nullptr);

    /// Asked whenever the layout is made; without one there are no headers.
    void setSectionSource(std::function<QVector<GridSection>()> source);
    /// Its answer has changed.
    void refreshSections();

    void setCellSize(QSize size);
    QSize cellSize() const { return m_cell; }

    /// Of the section's header, in coordinates of the viewport.
    QRect headerRect(int section) const;
    /// The rows whose cells are at least partly seen.
    GridLayout::Rows visibleRows() const;

    QRect visualRect(const QModelIndex &index) const override;
    QModelIndex indexAt(const QPoint &point) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;
    void setModel(QAbstractItemModel *model) override;
    void doItemsLayout() override;
    void reset() override;
    void keyboardSearch(const QString &) override {} ///< none: it would walk through all rows

Q_SIGNALS:
    /// Enter, Space, or a double click.
    void opened(const QModelIndex &index);
    /// Told while it is shown, and anew whenever it is shown again.
    void visibleRowsChanged(int first, int last);
    /// The wheel turned with Ctrl. @param steps  notches, positive to make cells larger
    void zoomed(int steps);
    void selectionWasChanged();

protected:
    int horizontalOffset() const override { return 0; }
    int verticalOffset() const override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command) override;
    QRegion visualRegionForSelection(const QItemSelection &selection) const override;
    void updateGeometries() override;
    void scrollContentsBy(int dx, int dy) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override
    {
        QListView::showEvent(event);
        m_toldVisible = {}; // somebody else may have told of others meanwhile
        tellVisible();
    }
    void changeEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void startDrag(Qt::DropActions supportedActions) override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;

private:
    const GridLayout &layoutNow() const;
    void invalidate();
    void takeAnchor();
    void restoreAnchor();
    void tellVisible();
    void paintHeaders(QPainter &painter, const QRect &area) const;
    void paintCells(QPainter &painter, const QRect &area);
    QModelIndex rowIndex(int row) const;
    QPoint toContent(QPoint point) const { return point + QPoint(0, verticalOffset()); }
    QRect toViewport(const QRect &rect) const { return rect.translated(0, -verticalOffset()); }
    int headerHeight() const;

    std::function<QVector<GridSection>()> m_sections;
    QSize m_cell{192, 192};
    mutable GridLayout m_layout;
    mutable bool m_isDirty = true;
    ScrollAnchor m_anchor;
    int m_currentRow = -1;     ///< where the current row was before the rows were changed
    GridLayout::Rows m_toldVisible;
    QPoint m_bandStart;        ///< of the rubber band, in the content
    QRect m_band;              ///< in the content; empty: none
    SmoothScroll m_scroll;
};

} // namespace calotype::ui
