#pragma once

#include <QWidget>

class QAction;

namespace calotype::ui {

/// What the window says in the middle while there is no model: what to do next, with the buttons for it.
class EmptyState final : public QWidget
{
    Q_OBJECT

public:
    /// @param openModelFolder   chooses a diffusers folder
    /// @param openModelsFolder  shows where models are looked for
    EmptyState(const QString &modelsFolder, QAction *openModel, QAction *openModelFolder, QAction *openModelsFolder,
               QAction *rescan, QWidget *parent = nullptr);
};

} // namespace calotype::ui
