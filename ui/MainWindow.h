#pragma once

#include "core/base/Error.h"
#include "core/engine/GenerationBackend.h"

#include <QMainWindow>
#include <QStringList>

#include <memory>

class QSettings;

namespace calotype::models {
class ModelCatalog;
class ModelManager;
}

namespace calotype::ui {

class CreatePanel;
class Filmstrip;
class GenerationController;
class GenerationSettings;
class ImageView;
class InitImage;
class MessageBar;
class ModelList;
class PictureSink;
class ResultsModel;

/// The window: what to make on the left, the picture in the middle, the results below it.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    /// What the program hands to its window. None of it is owned, and all of it outlives the window.
    struct Services {
        models::ModelManager &manager;
        const models::ModelCatalog &catalog;
        PictureSink &sink;
        QSettings &store;     ///< the last session's settings and the window's place
        ModelSpec modelBase;  ///< device, number format and the rest of how models are loaded; the path does not count
        QString modelsFolder; ///< shown to the user and opened for him
    };

    explicit MainWindow(const Services &services, QWidget *parent = nullptr);
    ~MainWindow() override;

    GenerationSettings &settings() const;
    GenerationController &controller() const;
    ResultsModel &results() const;

public Q_SLOTS:
    /// Takes models and pictures as if they were dropped: a model is chosen, a picture becomes the start image.
    void openFiles(const QStringList &paths);
    void showError(const calotype::Error &error);

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Private;

    void makeActions();
    void makeLayout();
    void makeMenus();
    void connectParts();
    void restore();
    void store();
    void onPhase();
    void onDevice();
    void refreshCentre();
    void openModel(const QString &path);
    void chooseModelFile();
    void chooseModelFolder();
    void chooseStartImage();
    void openModelsFolder();
    void askBeforeClosing();

    std::unique_ptr<Private> d;
};

} // namespace calotype::ui
