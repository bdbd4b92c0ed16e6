#pragma once

#include "core/base/Error.h"
#include "core/engine/GenerationBackend.h"
#include "ui/info/PictureFields.h"
#include "ui/preferences/PreferenceOverrides.h"

#include <QMainWindow>
#include <QStringList>

#include <functional>
#include <memory>

class QSettings;

namespace calotype::jobs {
class JobQueue;
}

namespace calotype::models {
class ModelCatalog;
class ModelManager;
}

namespace calotype::ui {

class Desktop;
class GenerationController;
class GenerationSettings;
class PictureSink;
class Preferences;
class PreferencesDialog;
class ResultsModel;
class WindowPages;

/// The window: what to make on the left, the picture in the middle, the results below it.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    /// What the program hands to its window. None of it is owned, and all of it outlives the window.
    struct Services {
        models::ModelManager &manager;
        models::ModelCatalog &catalog;
        PictureSink &sink;
        QSettings &store;     ///< the last session's settings and the window's place
        ModelSpec modelBase;  ///< how models are loaded, but for the path and what the preferences say
        QString modelsFolder; ///< shown to the user and opened for him
        QString queueDatabase; ///< the file of the queue, of this window alone
        PreferenceOverrides overrides = {}; ///< what counts over the preferences
        /// The file or folder of a preview decoder for models of a kind; "" without one. Called on a worker thread.
        std::function<std::string(ModelKind)> previewDecoder = {};
        QString picturesFolder = {}; ///< watched by the gallery
        QString galleryDatabase = {}; ///< "": beside the queue's
        QString thumbnails = {};      ///< the folder of small pictures; "": beside the queue's database
        /// What a picture's file says of its making. Called on a worker thread.
        FieldReader readFields = {};
        /// What a run can take of memory, and of the disk that pictures are saved on, in bytes as jobs::FreeRoom has them;
        /// empty: as the system says.
        std::function<qint64()> freeMemory = {};
        std::function<qint64()> freeDisk = {};
        Desktop *desktop = nullptr; ///< null: none that does anything
        QString logFile = {};       ///< "": the log is not kept
        /// Called once as the window closes, where the user wants the program to start again then; empty: it cannot.
        std::function<void()> startAnew = {};
    };

    explicit MainWindow(const Services &services, QWidget *parent = nullptr);
    ~MainWindow() override;

    GenerationSettings &settings() const;
    GenerationController &controller() const;
    ResultsModel &results() const;
    Preferences &preferences() const;
    WindowPages &pages() const;
    jobs::JobQueue &queue() const;

public Q_SLOTS:
    /// Takes models and pictures as if they were dropped: a model is chosen, a picture becomes the start image.
    void openFiles(const QStringList &paths);
    void showError(const calotype::Error &error);
    /// Keeps the settings, and closes: for a session that ends, where nobody can answer a question.
    void closeWithoutAsking();
    /// Closes as ever, and has the program started again; nothing comes of it where the user keeps the window open.
    void startAnew();

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Private;

    void makeLayout();
    void connectParts();
    void connectPreferences();
    void restore();
    void store();
    void keepSession();
    void askBeforeClosing(bool startsAnew);
    void prepareToAsk();
    void askForPrompts();
    PreferencesDialog *showPreferences();
    Desktop &desktop() const;
    void useWords(const PictureWords &words, UsedPart part);
    void moveFolder(const QString &missing, const QString &found);
    void watchFolder(const QString &folder);

    std::unique_ptr<Private> d;
};

} // namespace calotype::ui
