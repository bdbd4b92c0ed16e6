#pragma once

#include <QListView>

namespace calotype::ui {

class ResultsModel;

/// The results since the program started, in one row, the newest first. Pictures can be dragged out as files.
class Filmstrip final : public QListView
{
    Q_OBJECT

public:
    explicit Filmstrip(ResultsModel &results, QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

    /// Goes to a row and selects it alone, whatever keys are held down meanwhile.
    void choose(const QModelIndex &index);

Q_SIGNALS:
    /// The user has gone to another row.
    void chosen(const QModelIndex &index);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void wheelEvent(QWheelEvent *event) override;
    void startDrag(Qt::DropActions supportedActions) override;
};

} // namespace calotype::ui
