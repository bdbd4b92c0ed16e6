#pragma once

#include <QListView>

namespace calotype::ui {

class QueueModel;

/// The jobs of the queue, one under the other. The waiting ones can be dragged to another place.
class QueueList final : public QListView
{
    Q_OBJECT

public:
    explicit QueueList(QueueModel &model, QWidget *parent = nullptr);

protected:
    void dropEvent(QDropEvent *event) override;
};

} // namespace calotype::ui
