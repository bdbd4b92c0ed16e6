#pragma once

#include <QWidget>

class QAction;

namespace calotype::ui {

/// What the window says in the middle while there is no model: what to do next, with the buttons for it.
class EmptyState final : public QWidget
{
    Q_OBJECT

public:
    EmptyState(const QString &modelsFolder, QAction *openModel, QAction *openFolder, QAction *rescan,
               QWidget *parent = nullptr);
};

} // namespace calotype::ui
