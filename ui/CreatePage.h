#pragma once

#include <QString>
#include <QWidget>

class QAction;
class QStackedWidget;

namespace calotype::ui {

class EmptyState;
class ExamplePrompts;
class Filmstrip;
class GenerationController;
class GenerationSettings;
class ImageView;
class ModelList;
class ResultsModel;

/// The page with the picture in the making, over the results since the program started. Before the first picture it
/// says what to do: where to get a model, or which prompts of the model to try.
class CreatePage final : public QWidget
{
    Q_OBJECT

public:
    /// None of it is owned, and all of it outlives the page.
    struct Parts {
        GenerationSettings &settings;
        ModelList &models;
        ResultsModel &results;
        GenerationController &controller;
        QString modelsFolder;
        QAction *generate; ///< the words for an empty page name its key
        QAction *openModel;
        QAction *openModelFolder;
        QAction *openModelsFolder;
        QAction *rescan;
    };

    explicit CreatePage(const Parts &parts, QWidget *parent = nullptr);

    ImageView *view() const { return m_view; }
    Filmstrip *filmstrip() const { return m_filmstrip; }

Q_SIGNALS:
    /// One of the model's prompts is to be made.
    void promptChosen(const QString &prompt);

private:
    void refresh();

    Parts m_parts;
    ImageView *m_view;
    EmptyState *m_empty;
    ExamplePrompts *m_examples;
    QStackedWidget *m_centre;
    Filmstrip *m_filmstrip;
};

} // namespace calotype::ui
