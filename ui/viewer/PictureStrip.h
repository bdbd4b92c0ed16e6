#pragma once

#include <QListView>

namespace calotype::ui {

/// One row of thumbnails of any model, the current one marked. Where the tiles lie is arithmetic, so that a hundred
/// thousand rows cost no more than ten. Pictures can be dragged out.
class PictureStrip final : public QListView
{
    Q_OBJECT

public:
    static constexpr int kTile = 84; ///< logical pixels, both ways

    explicit PictureStrip(QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

    QRect visualRect(const QModelIndex &index) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;
    QModelIndex indexAt(const QPoint &point) const override;
    void doItemsLayout() override;

Q_SIGNALS:
    /// What can be seen now; -1, -1 for nothing.
    void visibleRowsChanged(int first, int last);

protected:
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    int horizontalOffset() const override;
    int verticalOffset() const override { return 0; }
    bool isIndexHidden(const QModelIndex &) const override { return false; }
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags flags) override;
    QRegion visualRegionForSelection(const QItemSelection &selection) const override;
    void updateGeometries() override;
    void paintEvent(QPaintEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void wheelEvent(QWheelEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void startDrag(Qt::DropActions supportedActions) override;

private:
    int rows() const;
    /// The rows that touch the band of the viewport; last < first for none.
    std::pair<int, int> rowsBetween(int left, int right) const;
    void tellVisible();

    std::pair<int, int> m_told{-2, -2};
};

} // namespace calotype::ui
