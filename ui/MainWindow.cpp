#include "ui/MainWindow.h"

#include "core/jobs/JobQueue.h"
#include "core/models/ModelManager.h"
#include "ui/CreatePanel.h"
#include "ui/DropContent.h"
#include "ui/EmptyState.h"
#include "ui/AboutBox.h"
#include "ui/ExamplePrompts.h"
#include "ui/Filmstrip.h"
#include "ui/GenerationController.h"
#include "ui/GenerationSettings.h"
#include "ui/ImageView.h"
#include "ui/InitImage.h"
#include "ui/InitImageWell.h"
#include "ui/MessageBar.h"
#include "ui/ModelList.h"
#include "ui/PictureFile.h"
#include "ui/Preferences.h"
#include "ui/PreferencesDialog.h"
#include "ui/PromptEdit.h"
#include "ui/ResultActions.h"
#include "ui/ResultViewer.h"
#include "ui/ResultsModel.h"
#include "ui/StatusLine.h"
#include "ui/Theme.h"
#include "ui/WindowActions.h"
#include "ui/WindowDocks.h"
#include "ui/WindowMenus.h"
#include "ui/WindowPages.h"
#include "ui/queue/ManagerRunner.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDesktopServices>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QLocale>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

namespace calotype::ui {

/// The parts, in the order in which they depend on each other.
struct MainWindow::Private {
    Private(MainWindow *window, const Services &given)
        : services(given)
        , preferences(given.store, given.deviceOverride)
        , models(given.catalog)
        , runner(given.manager, given.sink)
        , queue(given.queueDatabase, &runner)
        , controller({given.manager, settings, initImage, results, queue, runner, decoderFinder(given)})
        , actions(window)
    {
    }

    /// Looks at the model, and for the decoder, on a worker thread.
    static std::function<std::string(const std::string &)> decoderFinder(const Services &given)
    {
        if (!given.previewDecoder)
            return {};
        return [&catalog = given.catalog, find = given.previewDecoder](const std::string &modelPath) {
            return find(catalog.entry(modelPath).kind);
        };
    }

    Services services;
    Preferences preferences;
    GenerationSettings settings;
    InitImage initImage;
    ResultsModel results;
    ModelList models;
    ManagerRunner runner;
    jobs::JobQueue queue;
    GenerationController controller;
    WindowActions actions;
    ResultActions *resultActions = nullptr;
    ResultViewer *viewer = nullptr;

    CreatePanel *create = nullptr;
    MessageBar *message = nullptr;
    QStackedWidget *centre = nullptr;
    EmptyState *empty = nullptr;
    ExamplePrompts *examples = nullptr;
    ImageView *view = nullptr;
    Filmstrip *filmstrip = nullptr;
    StatusLine *status = nullptr;
    QSplitter *splitter = nullptr;
    WindowPages *pages = nullptr;
    WindowDocks *docks = nullptr;
    bool closeConfirmed = false;
};

MainWindow::MainWindow(const Services &services, QWidget *parent)
    : QMainWindow(parent)
    , d(std::make_unique<Private>(this, services))
{
    setWindowTitle(tr("Calotype"));
    setWindowIcon(appIcon());
    setAcceptDrops(true);
    restore();
    makeLayout();
    fillMenuBar(*menuBar(), {d->actions, *d->resultActions, *d->pages, *d->docks});
    connectParts();
    connectPreferences();
    onPhase();
    onDevice();
    refreshCentre();
    d->models.refresh();
    d->queue.open();
    d->create->promptEdit()->setFocus();
}

MainWindow::~MainWindow()
{
    d->runner.saveAll(); // while the queue can hear of it
    // The widgets look at the parts: they go first.
    delete findChild<PreferencesDialog *>();
    delete d->docks;
    delete d->viewer;
    delete d->resultActions;
    delete takeCentralWidget();
}

GenerationSettings &MainWindow::settings() const
{
    return d->settings;
}

GenerationController &MainWindow::controller() const
{
    return d->controller;
}

ResultsModel &MainWindow::results() const
{
    return d->results;
}

Preferences &MainWindow::preferences() const
{
    return d->preferences;
}

jobs::JobQueue &MainWindow::queue() const
{
    return d->queue;
}

WindowPages &MainWindow::pages() const
{
    return *d->pages;
}

void MainWindow::makeLayout()
{
    WindowActions &actions = d->actions;
    d->create = new CreatePanel(
        {d->settings, d->models, d->initImage, actions.generate, actions.stop, actions.modelActions()});
    d->message = new MessageBar;
    d->view = new ImageView;
    d->empty = new EmptyState(d->services.modelsFolder, actions.openModel, actions.openModelsFolder, actions.rescan);
    d->examples = new ExamplePrompts;
    d->centre = new QStackedWidget;
    d->centre->addWidget(d->view);
    d->centre->addWidget(d->empty);
    d->centre->addWidget(d->examples);
    d->filmstrip = new Filmstrip(d->results);
    d->filmstrip->hide();
    d->status = new StatusLine;

    auto *const middle = new QWidget;
    auto *const column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(d->centre, 1);
    column->addWidget(d->filmstrip);

    d->splitter = new QSplitter(Qt::Horizontal);
    d->splitter->setObjectName(QStringLiteral("splitter"));
    d->splitter->setHandleWidth(1);
    d->splitter->setChildrenCollapsible(false);
    d->splitter->addWidget(d->create);
    const QDir beside = QFileInfo(d->services.queueDatabase).dir();
    const auto orBeside = [&](const QString &path, const char *name) {
        return path.isEmpty() ? beside.filePath(QLatin1String(name)) : path;
    };
    d->pages = new WindowPages({middle, orBeside(d->services.galleryDatabase, "gallery.db"),
                                orBeside(d->services.thumbnails, "thumbnails"),
                                orBeside(d->services.picturesFolder, "pictures"), d->services.readFields});
    auto *const right = new QWidget;
    auto *const stacked = new QVBoxLayout(right);
    stacked->setContentsMargins(0, 0, 0, 0);
    stacked->setSpacing(0);
    stacked->addWidget(d->message); // over every page
    stacked->addWidget(d->pages, 1);
    d->splitter->addWidget(right);
    d->splitter->setStretchFactor(1, 1);
    d->splitter->setSizes({380, 900});
    d->splitter->restoreState(d->services.store.value(QStringLiteral("window/splitter")).toByteArray());

    auto *const whole = new QWidget;
    auto *const rows = new QVBoxLayout(whole);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(d->splitter, 1);
    rows->addWidget(d->status);
    setCentralWidget(whole);
    d->docks = new WindowDocks({d->settings, d->models, d->queue, d->runner, *d->pages, d->services.readFields}, this);

    d->resultActions = new ResultActions({d->results, *d->filmstrip, d->settings, d->initImage}, this);
    d->viewer = new ResultViewer({d->controller, d->results, *d->filmstrip, *d->view}, this);
    d->view->addActions(d->resultActions->actions());
    d->view->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void MainWindow::connectParts()
{
    const WindowActions &actions = d->actions;
    GenerationController *const controller = &d->controller;
    connect(actions.generate, &QAction::triggered, controller, [this] {
        d->message->dismiss();
        store(); // what was asked for outlives a crash
        d->controller.generate();
    });
    connect(actions.generateFirst, &QAction::triggered, controller, [this] {
        d->message->dismiss();
        store();
        d->controller.generateFirst();
    });
    connect(actions.skip, &QAction::triggered, controller, &GenerationController::skip);
    connect(actions.stopAfter, &QAction::triggered, controller, &GenerationController::stopAfterThis);
    connect(actions.stop, &QAction::triggered, controller, &GenerationController::stop);
    connect(controller, &GenerationController::saved, d->pages,
            [this](qint64, const QString &path) { d->pages->addPicture(path); });
    connect(d->pages, &WindowPages::failed, this, &MainWindow::showError);
    connect(d->pages, &WindowPages::useAsStartImage, this, [this](const QString &path) {
        d->initImage.setFile(path);
        d->pages->setPage(WindowPages::Create);
    });
    connect(actions.generate, &QAction::triggered, d->pages, [this] { d->pages->setPage(WindowPages::Create); });
    connect(actions.openModel, &QAction::triggered, this, &MainWindow::chooseModelFile);
    connect(actions.openModelFolder, &QAction::triggered, this, &MainWindow::chooseModelFolder);
    connect(actions.openModelsFolder, &QAction::triggered, this, &MainWindow::openModelsFolder);
    connect(actions.rescan, &QAction::triggered, &d->models, &ModelList::refresh);
    connect(actions.unload, &QAction::triggered, &d->services.manager, &models::ModelManager::unload);
    connect(actions.chooseStartImage, &QAction::triggered, this, &MainWindow::chooseStartImage);
    connect(d->create->initImageWell(), &InitImageWell::chooseRequested, this, &MainWindow::chooseStartImage);
    connect(actions.clearStartImage, &QAction::triggered, &d->initImage, &InitImage::clear);
    connect(actions.focusPrompt, &QAction::triggered, this, [this] { d->create->promptEdit()->setFocus(); });
    connect(actions.zoomIn, &QAction::triggered, d->view, &ImageView::zoomIn);
    connect(actions.zoomOut, &QAction::triggered, d->view, &ImageView::zoomOut);
    connect(actions.zoomActual, &QAction::triggered, d->view, &ImageView::zoomToActualSize);
    connect(actions.zoomFit, &QAction::triggered, d->view, &ImageView::zoomToFit);
    connect(actions.quit, &QAction::triggered, this, &QWidget::close);
    connect(actions.preferences, &QAction::triggered, this, &MainWindow::showPreferences);
    connect(actions.about, &QAction::triggered, this, [this] { showAboutBox(this); });
    connect(d->examples, &ExamplePrompts::chosen, this, [this](const QString &prompt) {
        d->settings.setPrompt(prompt);
        d->actions.generate->trigger();
    });
    connect(&d->settings, &GenerationSettings::modelPathChanged, this, &MainWindow::refreshCentre);

    connect(controller, &GenerationController::phaseChanged, this, &MainWindow::onPhase);
    connect(controller, &GenerationController::progressed, d->status, [this](const Progress &progress) {
        if (d->controller.phase() == GenerationController::Phase::Running)
            d->status->showProgress(progress);
    });
    connect(controller, &GenerationController::loadProgressed, d->status, [this](const LoadProgress &progress) {
        if (d->controller.phase() == GenerationController::Phase::Loading)
            d->status->showLoading(progress);
    });
    connect(controller, &GenerationController::failed, this, &MainWindow::showError);
    connect(controller, &GenerationController::noted, d->message, &MessageBar::showNote);
    connect(d->viewer, &ResultViewer::failed, d->message, &MessageBar::showNote);
    connect(d->resultActions, &ResultActions::failed, d->message, &MessageBar::showNote);
    connect(&d->initImage, &InitImage::failed, this, &MainWindow::showError);
    connect(&d->initImage, &InitImage::changed, this,
            [this] { d->actions.clearStartImage->setEnabled(!d->initImage.isEmpty()); });
    connect(&d->models, &ModelList::scanned, this, &MainWindow::refreshCentre);
    connect(&d->results, &QAbstractItemModel::rowsInserted, this, &MainWindow::refreshCentre);
    connect(&d->results, &QAbstractItemModel::rowsRemoved, this, &MainWindow::refreshCentre);
    connect(&d->services.manager, &models::ModelManager::stateChanged, this, &MainWindow::onDevice);
    d->actions.clearStartImage->setEnabled(false);
}

void MainWindow::connectPreferences()
{
    Preferences *const preferences = &d->preferences;
    connect(d->actions.schemes, &QActionGroup::triggered, preferences,
            [this](QAction *choice) { d->preferences.setTheme(colourSchemeOf(choice->data().toString())); });
    connect(preferences, &Preferences::themeChanged, this, [](ColourScheme theme) { applyTheme(*qApp, theme); });
    connect(preferences, &Preferences::threadsChanged, &d->services.manager, &models::ModelManager::setThreads);
    connect(preferences, &Preferences::changed, this, &MainWindow::onPreferences);
    d->services.manager.setThreads(preferences->values().threads);
    onPreferences();
}

void MainWindow::onPreferences()
{
    const PreferenceValues &values = d->preferences.values();
    for (QAction *const choice : d->actions.schemes->actions())
        choice->setChecked(colourSchemeOf(choice->data().toString()) == values.theme);
    ModelSpec base = d->services.modelBase;
    base.device = d->preferences.device().toStdString();
    base.dtype = values.dtype.toStdString();
    d->controller.setModelBase(base);
    d->controller.setPreview(values.preview);
}

void MainWindow::showPreferences()
{
    auto *dialog = findChild<PreferencesDialog *>();
    if (!dialog)
        dialog = new PreferencesDialog(d->preferences, d->services.modelsFolder, this);
    dialog->show();
    dialog->raise();
    dialog->activateWindow();
}

void MainWindow::onPhase()
{
    using Phase = GenerationController::Phase;
    const Phase phase = d->controller.phase();
    d->view->setPlaceholder(phase == Phase::Idle
                                ? tr("Write a prompt, then press %1.")
                                      .arg(d->actions.generate->shortcut().toString(QKeySequence::NativeText))
                                : tr("The picture appears here."));
    d->actions.generate->setText(phase == Phase::Idle ? tr("&Generate") : tr("&Add to Queue"));
    for (QAction *const action : {d->actions.skip, d->actions.stopAfter})
        action->setEnabled(phase == Phase::Loading || phase == Phase::Running);
    d->actions.stop->setEnabled(phase != Phase::Idle && phase != Phase::Stopping);
    d->actions.stop->setText(phase == Phase::Stopping ? tr("Stopping…") : tr("&Stop"));
    d->actions.unload->setEnabled(phase == Phase::Idle && d->services.manager.model());
    switch (phase) {
    case Phase::Idle: d->status->showState({}, false); break;
    case Phase::Preparing:
        d->status->showState(d->initImage.isBusy() ? tr("Preparing the start image") : tr("Preparing"), true);
        break;
    case Phase::Loading: d->status->showState(tr("Loading the model"), true); break;
    case Phase::Running: d->status->showState(tr("Starting"), true); break;
    case Phase::Stopping: d->status->showState(tr("Stopping…"), true); break;
    }
    refreshCentre();
}

void MainWindow::onDevice()
{
    const LoadedModel *const model = d->services.manager.model();
    d->actions.unload->setEnabled(!d->controller.isBusy() && model);
    if (!model) {
        d->status->setDevice(tr("No model in memory"));
        return;
    }
    const QString bytes = QLocale().formattedDataSize(model->residentBytes, 1, QLocale::DataSizeSIFormat);
    d->status->setDevice(
        tr("%1 · %2 · %3").arg(QString::fromStdString(model->device), QString::fromStdString(model->dtype), bytes));
}

void MainWindow::refreshCentre()
{
    const bool hasResults = d->results.rowCount() > 0;
    d->filmstrip->setVisible(hasResults);
    const QModelIndex model = d->models.index(d->models.rowOf(d->settings.values().modelPath));
    d->examples->setPrompts(model.data(ModelList::ExamplesRole).toStringList());
    const bool idle = d->controller.phase() == GenerationController::Phase::Idle;
    QWidget *shown = d->view;
    if (!hasResults && d->models.isKnownEmpty())
        shown = d->empty;
    else if (!hasResults && idle && !d->examples->isEmpty() && d->view->isEmpty())
        shown = d->examples;
    d->centre->setCurrentWidget(shown);
}

void MainWindow::showError(const Error &error)
{
    d->message->showError(error);
}

void MainWindow::openFiles(const QStringList &paths)
{
    QMimeData data;
    QList<QUrl> urls;
    for (const QString &path : paths)
        urls.append(QUrl::fromLocalFile(QDir(path).absolutePath()));
    data.setUrls(urls);
    const DropContent content = dropContent(&data);
    if (content.isModel())
        openModel(content.modelPath);
    else if (!content.picturePath.isEmpty())
        d->initImage.setFile(content.picturePath);
    else if (!paths.isEmpty())
        d->message->showNote(tr("“%1” is neither a model nor a picture.").arg(QDir::toNativeSeparators(paths.front())));
}

void MainWindow::openModel(const QString &path)
{
    const QString absolute = QDir::cleanPath(QDir(path).absolutePath());
    d->settings.setModelPath(absolute);
    d->models.open(absolute);
}

void MainWindow::chooseModelFile()
{
    auto *const dialog = new QFileDialog(this, tr("Open Model File"), d->services.modelsFolder, modelFileFilter());
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openModel);
    dialog->open();
}

void MainWindow::chooseModelFolder()
{
    auto *const dialog = new QFileDialog(this, tr("Open Model Folder"), d->services.modelsFolder);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) { openFiles({path}); });
    dialog->open();
}

void MainWindow::chooseStartImage()
{
    const QString last = d->services.store.value(QStringLiteral("create/imageFolder")).toString();
    auto *const dialog = new QFileDialog(this, tr("Choose Start Image"), last, pictureFileFilter());
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        d->services.store.setValue(QStringLiteral("create/imageFolder"), QFileInfo(path).absolutePath());
        d->initImage.setFile(path);
    });
    dialog->open();
}

void MainWindow::openModelsFolder()
{
    const QString folder = d->services.modelsFolder;
    if (!QDir().mkpath(folder) || !QDesktopServices::openUrl(QUrl::fromLocalFile(folder)))
        d->message->showNote(tr("The folder “%1” cannot be opened.").arg(QDir::toNativeSeparators(folder)));
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (canTakeDrop(event->mimeData()))
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    const DropContent content = dropContent(event->mimeData());
    if (content.isModel())
        openModel(content.modelPath);
    else if (!content.picturePath.isEmpty())
        d->initImage.setFile(content.picturePath);
    else if (!content.picture.isNull())
        d->initImage.setImage(content.picture, tr("Dropped picture"));
    else
        return;
    event->acceptProposedAction();
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && d->splitter) {
        d->splitter->setStyleSheet(
            QStringLiteral("QSplitter::handle { background: %1; }").arg(hairline(palette()).name()));
    }
}

void MainWindow::restore()
{
    const QSettings &store = d->services.store;
    d->settings.restore(store);
    d->models.setOpened(store.value(QStringLiteral("models/opened")).toStringList());
    if (!restoreGeometry(store.value(QStringLiteral("window/geometry")).toByteArray()))
        resize(1280, 860);
    applyTheme(*qApp, d->preferences.values().theme);
}

void MainWindow::store()
{
    QSettings &store = d->services.store;
    d->settings.store(store);
    store.setValue(QStringLiteral("models/opened"), d->models.opened());
    store.setValue(QStringLiteral("window/geometry"), saveGeometry());
    store.setValue(QStringLiteral("window/splitter"), d->splitter->saveState());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if ((d->controller.isBusy() || d->runner.hasUnsaved()) && !d->closeConfirmed) {
        event->ignore();
        askBeforeClosing();
        return;
    }
    store();
    event->accept(); // what runs is stopped when the window is destroyed, and put back into the queue
}

void MainWindow::closeWithoutAsking()
{
    d->closeConfirmed = true;
    close();
}

void MainWindow::askBeforeClosing()
{
    auto *const box = new QMessageBox(QMessageBox::Question, tr("Close Calotype?"),
                                      d->controller.isBusy()
                                          ? tr("A picture is being made. The queue goes on with it the next time; finished "
                                               "pictures are kept.")
                                          : tr("A finished picture could not be saved, and closing loses it. Make room on "
                                               "the disk and resume the queue, or copy the picture first."),
                                      QMessageBox::NoButton, this);
    box->setObjectName(QStringLiteral("closeQuestion"));
    box->addButton(tr("Close"), QMessageBox::AcceptRole);
    box->addButton(tr("Keep Open"), QMessageBox::RejectRole);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::accepted, this, [this] {
        d->closeConfirmed = true;
        close();
    });
    box->open();
}

} // namespace calotype::ui
