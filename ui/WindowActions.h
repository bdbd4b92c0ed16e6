#pragma once

#include <QList>
#include <QObject>

class QAction;
class QActionGroup;

namespace calotype::ui {

/// The orders that the window takes, with their words and keys. What they do is connected by the window.
class WindowActions final : public QObject
{
    Q_OBJECT

public:
    explicit WindowActions(QObject *parent = nullptr);

    QAction *generate;
    QAction *generateFirst;
    QAction *generateInstead;
    QAction *generateSeveral;
    QAction *skip;
    QAction *stopAfter;
    QAction *stop;
    QAction *openModel;
    QAction *openModelFolder;
    QAction *openModelsFolder;
    QAction *rescan;
    QAction *addFolder; ///< to the gallery
    QAction *unload;
    QAction *chooseStartImage;
    QAction *pasteStartImage;
    QAction *clearStartImage;
    QAction *focusPrompt;
    QAction *preferences;
    QAction *zoomIn;
    QAction *zoomOut;
    QAction *zoomActual;
    QAction *zoomFit;
    QActionGroup *schemes; ///< each action's data is a word of colourSchemeOf()
    QAction *keyboardShortcuts;
    QAction *showLog;
    QAction *copyDiagnostics;
    QAction *about;
    QAction *quit;

    /// The ways to a model beside the list.
    QList<QAction *> modelActions() const { return {openModel, openModelFolder, openModelsFolder, rescan}; }
};

} // namespace calotype::ui
