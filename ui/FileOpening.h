#pragma once

#include <QObject>
#include <QStringList>

#include <functional>

class QFileDialog;
class QMimeData;
class QSettings;
class QWidget;

namespace calotype::ui {

class GenerationSettings;
class ModelList;
class StartImageIntake;

/// Files on their way into the window, chosen in a dialog, dropped, or named on the command line: a model is chosen, a
/// picture becomes the start image.
class FileOpening final : public QObject
{
    Q_OBJECT

public:
    /// None of it is owned, and all of it outlives this.
    struct Parts {
        GenerationSettings &settings;
        ModelList &models;
        StartImageIntake &intake;
        QSettings &store;     ///< remembers where pictures were chosen
        QString modelsFolder; ///< where the dialogs for models begin
    };

    /// @param window  stands behind the dialogs
    FileOpening(const Parts &parts, QWidget *window);

    /// The first of them that is a model or a picture.
    void open(const QStringList &paths);
    /// What was dropped or pasted; of a picture that is elsewhere it is told what to do. @return false where nothing of it
    /// can be taken
    bool take(const QMimeData *data);
    /// As chooseModelFile(); @p then is told once one is chosen.
    void chooseModelFileAnd(const std::function<void(const QString &path)> &then);
    /// The same, of chooseModelFolder().
    void chooseModelFolderAnd(const std::function<void(const QString &path)> &then);

    /// A VAE, of which @p then is told.
    void chooseVaeFileAnd(const std::function<void(const QString &path)> &then);

public Q_SLOTS:
    void chooseModelFile();
    void chooseModelFolder();
    void chooseStartImage();
    /// Takes what the clipboard has, and says so where that is nothing for the window.
    void paste();
    /// The same, of what was pasted somewhere in the window.
    void takePasted(const QMimeData *data);
    /// Shows the folder of models in the system's file manager; makes it first where it is not there.
    void openModelsFolder();

Q_SIGNALS:
    /// Why something was not opened.
    void failed(const QString &sentence);

private:
    void openModel(const QString &path);
    QFileDialog *makeDialog(const QString &title, const QString &folder, const QString &filter);

    Parts m_parts;
    QWidget *m_window;
};

} // namespace calotype::ui
