#include "ui/FileOpening.h"

#include "ui/DropContent.h"
#include "ui/GenerationSettings.h"
#include "ui/ModelList.h"
#include "ui/PictureFile.h"
#include "ui/startimage/StartImageIntake.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QGuiApplication>
#include <QMimeData>
#include <QSettings>
#include <QUrl>

namespace calotype::ui {

FileOpening::FileOpening(const Parts &parts, QWidget *window)
    : QObject(window)
    , m_parts(parts)
    , m_window(window)
{
}

void FileOpening::open(const QStringList &paths)
{
    QMimeData data;
    QList<QUrl> urls;
    for (const QString &path : paths)
        urls.append(QUrl::fromLocalFile(QDir(path).absolutePath()));
    data.setUrls(urls);
    if (!take(&data) && !paths.isEmpty())
        Q_EMIT failed(tr("“%1” is neither a model nor a picture; choose a model file, a diffusers folder or a picture.").arg(QDir::toNativeSeparators(paths.front())));
}

bool FileOpening::take(const QMimeData *data)
{
    const DropContent content = dropContent(data);
    if (content.isModel())
        openModel(content.modelPath);
    else if (content.isPicture())
        m_parts.intake.take(content);
    else if (content.isElsewhere)
        Q_EMIT failed(tr("That is only the address of the picture, and Calotype does not use the network; copy the picture in the "
                         "browser and paste it here, or save it first."));
    else
        return false;
    return true;
}

void FileOpening::paste()
{
    takePasted(QGuiApplication::clipboard()->mimeData());
}

void FileOpening::takePasted(const QMimeData *data)
{
    if (!data || !take(data))
        Q_EMIT failed(tr("There is neither a picture nor a model on the clipboard; copy one first."));
}

void FileOpening::openModel(const QString &path)
{
    const QString absolute = QDir::cleanPath(QDir(path).absolutePath());
    m_parts.settings.setModelPath(absolute);
    m_parts.models.open(absolute);
}

QFileDialog *FileOpening::makeDialog(const QString &title, const QString &folder, const QString &filter)
{
    auto *const dialog = new QFileDialog(m_window, title, folder, filter);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    return dialog;
}

void FileOpening::chooseModelFile()
{
    chooseModelFileAnd([](const QString &) {});
}

void FileOpening::chooseModelFileAnd(const std::function<void(const QString &path)> &then)
{
    QFileDialog *const dialog = makeDialog(tr("Open Model File"), m_parts.modelsFolder, modelFileFilter());
    connect(dialog, &QFileDialog::fileSelected, this, [this, then](const QString &path) {
        openModel(path);
        then(m_parts.settings.values().modelPath);
    });
    dialog->open();
}

void FileOpening::chooseModelFolder()
{
    chooseModelFolderAnd([](const QString &) {});
}

void FileOpening::chooseModelFolderAnd(const std::function<void(const QString &path)> &then)
{
    QFileDialog *const dialog = makeDialog(tr("Open Model Folder"), m_parts.modelsFolder, {});
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this, then](const QString &path) {
        open({path});
        if (isModelFile(path))
            then(m_parts.settings.values().modelPath);
    });
    dialog->open();
}

void FileOpening::chooseVaeFileAnd(const std::function<void(const QString &path)> &then)
{
    QFileDialog *const dialog = makeDialog(tr("Choose VAE File"), m_parts.modelsFolder, modelFileFilter());
    connect(dialog, &QFileDialog::fileSelected, this, [then](const QString &path) { then(QDir::cleanPath(QDir(path).absolutePath())); });
    dialog->open();
}

void FileOpening::chooseStartImage()
{
    const QString last = m_parts.store.value(QStringLiteral("create/imageFolder")).toString();
    QFileDialog *const dialog = makeDialog(tr("Choose Start Image"), last, pictureFileFilter());
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        m_parts.store.setValue(QStringLiteral("create/imageFolder"), QFileInfo(path).absolutePath());
        m_parts.intake.takeFile(path);
    });
    dialog->open();
}

void FileOpening::openModelsFolder()
{
    const QString &folder = m_parts.modelsFolder;
    if (!QDir().mkpath(folder) || !QDesktopServices::openUrl(QUrl::fromLocalFile(folder)))
        Q_EMIT failed(tr("The folder “%1” cannot be opened; check that it is still there.").arg(QDir::toNativeSeparators(folder)));
}

} // namespace calotype::ui
