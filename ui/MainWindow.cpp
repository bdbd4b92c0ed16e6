#include "ui/MainWindow.h"

#include "core/gallery/FolderListing.h"
#include "core/gallery/ThumbnailCache.h"
#include "core/jobs/FreeRoom.h"
#include "core/jobs/JobQueue.h"
#include "core/models/ModelManager.h"
#include "ui/AboutBox.h"
#include "ui/AccessibleRoles.h"
#include "ui/CloseQuestion.h"
#include "ui/CreatePage.h"
#include "ui/CreatePanel.h"
#include "ui/DropContent.h"
#include "ui/FailureHelp.h"
#include "ui/FileOpening.h"
#include "ui/Filmstrip.h"
#include "ui/GalleryFeed.h"
#include "ui/GenerationController.h"
#include "ui/GenerationSettings.h"
#include "ui/ImageView.h"
#include "ui/InitImage.h"
#include "ui/InitImageWell.h"
#include "ui/MessageBar.h"
#include "ui/ModelList.h"
#include "ui/ModelOptions.h"
#include "ui/ModelOptionsPicker.h"
#include "ui/PreviousSettings.h"
#include "ui/QtImage.h"
#include "ui/ResultActions.h"
#include "ui/ResultInGallery.h"
#include "ui/ResultViewer.h"
#include "ui/ResultsModel.h"
#include "ui/RunForecast.h"
#include "ui/StatusLine.h"
#include "ui/TextActions.h"
#include "ui/TextFocus.h"
#include "ui/Theme.h"
#include "ui/WindowActions.h"
#include "ui/WindowDocks.h"
#include "ui/WindowMenus.h"
#include "ui/WindowPages.h"
#include "ui/WindowStatus.h"
#include "ui/WindowToolBar.h"
#include "ui/WindowUndo.h"
#include "ui/WindowZoom.h"
#include "ui/desktop/Desktop.h"
#include "ui/desktop/WorkAnnouncer.h"
#include "ui/gallery/FilterBar.h"
#include "ui/gallery/GalleryPage.h"
#include "ui/info/NamedModels.h"
#include "ui/inpaint/MaskEditor.h"
#include "ui/preferences/DiagnosticsCopy.h"
#include "ui/preferences/LogViewer.h"
#include "ui/preferences/PreferenceEffects.h"
#include "ui/preferences/Preferences.h"
#include "ui/preferences/PreferencesDialog.h"
#include "ui/preferences/Shortcuts.h"
#include "ui/prompt/PromptEdit.h"
#include "ui/prompt/PromptLinesDialog.h"
#include "ui/prompt/PromptPanel.h"
#include "ui/queue/ManagerRunner.h"
#include "ui/startimage/StartImageDesk.h"
#include "ui/viewer/ComparePage.h"

#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QDir>
#include <QDragEnterEvent>
#include <QMenuBar>
#include <QScreen>
#include <QSettings>
#include <QSplitter>
#include <QStatusBar>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace calotype::ui {

namespace {

const QString kDocksKey = QStringLiteral("window/docks");
constexpr int kDocksVersion = 1; ///< another one where docks of other names stand elsewhere

GenerationSettings::Kept keptOf(const PreferenceValues &preferences)
{
    return preferences.restoreSession ? GenerationSettings::Kept::All : GenerationSettings::Kept::Model;
}

/// A number that is being typed counts, though its field was not left: no key that generates takes the focus from it.
void takeTypedNumber()
{
    if (auto *const field = qobject_cast<QAbstractSpinBox *>(QApplication::focusWidget()))
        field->interpretText();
}

} // namespace

/// The parts, in the order in which they depend on each other.
struct MainWindow::Private {
    Private(MainWindow *window, const Services &given)
        : services(given)
        , preferences(given.store, given.overrides)
        , models(given.catalog)
        , options(given.store)
        , runner(given.manager, given.sink)
        , queue(given.queueDatabase, &runner)
        , controller({given.manager, settings, initImage, results, queue, runner, options, decoderFinder(given)})
        , forecast({controller, settings, initImage, models, given.manager, queue, memoryFinder(), diskFinder()})
        , actions(window)
        , textFocus(window)
        , text(textFocus, window)
        , previous(settings, initImage, window)
        , diagnostics(preferences, given.manager)
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

    std::function<qint64()> memoryFinder() const { return services.freeMemory ? services.freeMemory : jobs::freeMemoryBytes; }

    std::function<qint64()> diskFinder() const
    {
        if (services.freeDisk)
            return services.freeDisk;
        return [this] {
            const QString chosen = preferences.effective().output.folder;
            return jobs::freeFolderBytes(chosen.isEmpty() ? picturesFolder(services) : chosen);
        };
    }

    static QString picturesFolder(const Services &given)
    {
        return given.picturesFolder.isEmpty() ? QFileInfo(given.queueDatabase).dir().filePath(QStringLiteral("pictures"))
                                              : given.picturesFolder;
    }

    Services services;
    Desktop plainDesktop; ///< where none is given
    Preferences preferences;
    GenerationSettings settings;
    InitImage initImage;
    ResultsModel results;
    ModelList models;
    ModelOptions options;
    ManagerRunner runner;
    jobs::JobQueue queue;
    GenerationController controller;
    RunForecast forecast;
    WindowActions actions;
    TextFocus textFocus;
    TextActions text;
    PreviousSettings previous;
    Shortcuts shortcuts;
    DiagnosticsCopy diagnostics;
    ResultActions *resultActions = nullptr;
    ResultInGallery *resultInGallery = nullptr;
    ResultViewer *viewer = nullptr;

    CreatePanel *create = nullptr;
    MessageBar *message = nullptr;
    StartImageDesk *startImages = nullptr;
    FileOpening *opening = nullptr;
    CreatePage *createPage = nullptr;
    StatusLine *statusLine = nullptr;
    WindowStatus *status = nullptr;
    GalleryFeed *feed = nullptr;
    WindowZoom *zoom = nullptr;
    WindowToolBar *toolBar = nullptr;
    WindowUndo *undo = nullptr;
    QSplitter *splitter = nullptr;
    WindowPages *pages = nullptr;
    WindowDocks *docks = nullptr;
    PreferenceEffects *effects = nullptr;
    FailureHelp *help = nullptr;
    WorkAnnouncer *announcer = nullptr;
    QString severalPrompts; ///< as they were last written
    bool closeConfirmed = false;
    bool startsAnew = false; ///< the close that is under way is for a new start
};

MainWindow::MainWindow(const Services &services, QWidget *parent)
    : QMainWindow(parent)
    , d(std::make_unique<Private>(this, services))
{
    installAccessibleRoles();
    setWindowTitle(tr("Calotype"));
    setWindowIcon(appIcon());
    setAcceptDrops(true);
    restore();
    makeLayout();
    fillMenuBar(*menuBar(), {d->actions, *d->resultActions, *d->pages, *d->docks, *d->toolBar, *d->feed, *d->undo, d->text, d->previous});
    connectParts();
    connectPreferences();
    d->models.refresh();
    d->queue.open();
    d->create->promptEdit()->setFocus();
}

MainWindow::~MainWindow()
{
    d->runner.saveAll(); // while the queue can hear of it
    d->runner.setAfterSaving({});
    // From here on nobody is told what the parts do as they end.
    disconnect(&d->services.manager, nullptr, &d->controller, nullptr);
    disconnect(&d->controller, nullptr, this, nullptr);
    disconnect(&d->initImage, nullptr, this, nullptr);
    // The widgets look at the parts: they go first.
    delete findChild<PreferencesDialog *>();
    delete d->startImages;
    delete d->announcer;
    delete d->help;
    delete d->effects;
    delete d->undo;
    delete d->zoom;
    delete d->status;
    delete d->toolBar;
    delete d->feed;
    delete d->docks;
    delete d->viewer;
    delete d->resultInGallery;
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
    const QDir beside = QFileInfo(d->services.queueDatabase).dir();
    d->create = new CreatePanel({d->settings, d->models, d->options, d->initImage, actions.generate, actions.stop,
                                 actions.modelActions(), d->services.store, beside.path()});
    d->controller.setWildcardsFolder(beside.filePath(QStringLiteral("wildcards")));
    d->message = new MessageBar;
    d->createPage = new CreatePage({d->settings, d->models, d->results, d->controller, d->services.modelsFolder,
                                    actions.generate, actions.openModel, actions.openModelFolder, actions.openModelsFolder,
                                    actions.rescan});
    d->statusLine = new StatusLine;
    d->startImages = new StartImageDesk({d->initImage, d->settings, d->models, *d->create, d->services.readFields,
                                         beside.filePath(QStringLiteral("start")), d->preferences.effective().restoreSession},
                                        this);
    d->opening = new FileOpening({d->settings, d->models, d->startImages->intake(), d->services.store, d->services.modelsFolder}, this);

    d->splitter = new QSplitter(Qt::Horizontal);
    d->splitter->setObjectName(QStringLiteral("splitter"));
    d->splitter->setHandleWidth(1);
    d->splitter->setChildrenCollapsible(false);
    d->splitter->addWidget(d->create);
    const auto orBeside = [&](const QString &path, const char *name) {
        return path.isEmpty() ? beside.filePath(QLatin1String(name)) : path;
    };
    d->pages = new WindowPages({d->createPage, orBeside(d->services.galleryDatabase, "gallery.db"),
                                orBeside(d->services.thumbnails, "thumbnails"),
                                Private::picturesFolder(d->services), d->services.readFields, desktop()});
    d->pages->galleryPage()->filterBar().restore(d->services.store);
    d->pages->comparePage()->restore(d->services.store);
    auto *const right = new QWidget;
    auto *const stacked = new QVBoxLayout(right);
    stacked->setContentsMargins(0, 0, 0, 0);
    stacked->setSpacing(0);
    stacked->addWidget(d->message); // over every page
    stacked->addWidget(d->pages, 1);
    stacked->addWidget(d->startImages->editor(), 1); // in their place while a mask is painted
    d->splitter->addWidget(right);
    d->splitter->setStretchFactor(1, 1);
    d->splitter->setSizes({380, 900});
    d->splitter->restoreState(d->services.store.value(QStringLiteral("window/splitter")).toByteArray());

    setCentralWidget(d->splitter);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addPermanentWidget(d->statusLine, 1); // no menu's tip takes its place
    d->docks = new WindowDocks({d->settings, d->models, d->queue, d->runner, *d->pages, d->services.readFields}, this);
    d->toolBar = new WindowToolBar({actions, *d->pages, d->queue, d->docks->showQueue()}, this);
    addToolBar(d->toolBar);
    restoreState(d->services.store.value(kDocksKey).toByteArray(), kDocksVersion);

    ImageView &view = *d->createPage->view();
    Filmstrip &filmstrip = *d->createPage->filmstrip();
    d->resultActions = new ResultActions({d->results, filmstrip, d->settings, d->initImage, desktop(), view}, this);
    d->viewer = new ResultViewer({d->controller, d->results, filmstrip, view}, this);
    d->resultInGallery = new ResultInGallery({d->results, filmstrip, view, *d->pages}, this);
    view.setContextMenuPolicy(Qt::ActionsContextMenu);
    d->feed = new GalleryFeed({*d->pages->galleryPage(), d->queue, d->runner}, this);
    d->zoom = new WindowZoom(actions, *d->pages, view, this);
    d->undo = new WindowUndo(*d->pages->undoStack(), *d->startImages->editor(), d->textFocus, this);
    d->status = new WindowStatus({d->services.manager, d->controller, d->initImage, actions, *d->statusLine}, this);
}

void MainWindow::connectParts()
{
    const WindowActions &actions = d->actions;
    GenerationController *const controller = &d->controller;
    using Order = void (GenerationController::*)();
    const std::pair<QAction *, Order> orders[]{{actions.generate, &GenerationController::generate},
                                               {actions.generateFirst, &GenerationController::generateFirst},
                                               {actions.generateInstead, &GenerationController::generateInstead}};
    for (const auto &[action, order] : orders) {
        connect(action, &QAction::triggered, controller, [this, order = order] {
            prepareToAsk();
            (d->controller.*order)();
        });
    }
    connect(actions.generateSeveral, &QAction::triggered, this, &MainWindow::askForPrompts);
    connect(&d->forecast, &RunForecast::lineChanged, d->create, &CreatePanel::setEstimate);
    d->create->setEstimate(d->forecast.line());
    connect(&d->options, &ModelOptions::changed, &d->forecast, &RunForecast::refresh);
    connect(d->create->modelOptions(), &ModelOptionsPicker::chooseVaeRequested, d->opening, [this](const QString &model) {
        d->opening->chooseVaeFileAnd([this, model](const QString &path) { d->options.setVae(model, path); });
    });
    connect(&d->preferences, &Preferences::changed, &d->forecast, &RunForecast::refresh, Qt::QueuedConnection);
    connect(actions.skip, &QAction::triggered, controller, &GenerationController::skip);
    connect(actions.stopAfter, &QAction::triggered, controller, &GenerationController::stopAfterThis);
    connect(actions.stop, &QAction::triggered, controller, &GenerationController::stop);
    connect(controller, &GenerationController::saved, d->pages,
            [this](qint64, const QString &path) { d->pages->addPicture(path); });
    d->runner.setAfterSaving([&thumbnails = d->pages->thumbnails()](const QString &path, const std::shared_ptr<const GeneratedImage> &picture) {
        thumbnails.makeOfSaved(asQImage({picture, &picture->image}), path); // else the gallery would read the file again
    });
    connect(d->pages, &WindowPages::failed, this, &MainWindow::showError);
    connect(d->pages, &WindowPages::noted, d->message, &MessageBar::showNote);
    connect(d->feed, &GalleryFeed::failureOpened, this, &MainWindow::showError);
    connect(d->feed, &GalleryFeed::liveOpened, d->pages, [this] { d->pages->setPage(WindowPages::Create); });
    MaskEditor *const mask = d->startImages->editor();
    connect(mask, &MaskEditor::openChanged, this, [this, mask](bool open) {
        d->pages->setCovered(open);
        d->zoom->setCover(open ? mask->view() : nullptr);
    });
    connect(d->pages, &WindowPages::pageChanged, mask, &MaskEditor::done);
    const auto showResults = [this, mask] { d->resultActions->setShown(d->pages->page() == WindowPages::Create && !mask->isOpen()); };
    connect(d->pages, &WindowPages::pageChanged, d->resultActions, showResults);
    connect(mask, &MaskEditor::openChanged, d->resultActions, showResults);
    connect(&d->initImage, &InitImage::lost, d->message,
            [this](const QString &sentence) { d->message->offerUndo(sentence, [this] { d->initImage.bringBack(); }); });
    connect(&d->startImages->intake(), &StartImageIntake::failed, this, &MainWindow::showError);
    connect(d->pages, &WindowPages::useAsStartImage, this, [this](const QString &path) {
        d->startImages->intake().takePicture(path);
        d->pages->setPage(WindowPages::Create);
    });
    for (const QAction *const action : {actions.generate, actions.generateInstead})
        connect(action, &QAction::triggered, d->pages, [this] { d->pages->setPage(WindowPages::Create); });
    connect(d->pages, &WindowPages::useWanted, this, &MainWindow::useWords);
    connect(d->pages, &WindowPages::folderLocated, this, &MainWindow::moveFolder);
    connect(d->pages, &WindowPages::folderChosen, this, &MainWindow::watchFolder);
    connect(&desktop(), &Desktop::failed, d->message, &MessageBar::showNote);
    connect(actions.openModel, &QAction::triggered, d->opening, &FileOpening::chooseModelFile);
    connect(actions.openModelFolder, &QAction::triggered, d->opening, &FileOpening::chooseModelFolder);
    connect(actions.openModelsFolder, &QAction::triggered, d->opening, &FileOpening::openModelsFolder);
    connect(actions.rescan, &QAction::triggered, &d->models, &ModelList::refresh);
    connect(actions.rescan, &QAction::triggered, d->pages->galleryPage(), &GalleryPage::lookAgain);
    connect(actions.addFolder, &QAction::triggered, d->pages->galleryPage(), &GalleryPage::chooseFolder);
    connect(actions.unload, &QAction::triggered, &d->services.manager, &models::ModelManager::unload);
    connect(actions.chooseStartImage, &QAction::triggered, d->opening, &FileOpening::chooseStartImage);
    connect(actions.pasteStartImage, &QAction::triggered, d->opening, &FileOpening::paste);
    for (const PromptEdit *const edit : {d->create->promptPanel()->promptEdit(), d->create->promptPanel()->negativeEdit()})
        connect(edit, &PromptEdit::pastedForTheWindow, d->opening, &FileOpening::takePasted);
    connect(d->create->initImageWell(), &InitImageWell::pastedForTheWindow, d->opening, &FileOpening::takePasted);
    connect(d->create->initImageWell(), &InitImageWell::chooseRequested, d->opening, &FileOpening::chooseStartImage);
    connect(d->opening, &FileOpening::failed, d->message, &MessageBar::showNote);
    connect(actions.clearStartImage, &QAction::triggered, &d->initImage, &InitImage::clear);
    connect(actions.focusPrompt, &QAction::triggered, this, [this] { d->create->promptEdit()->setFocus(); });
    connect(actions.quit, &QAction::triggered, this, &QWidget::close);
    connect(actions.preferences, &QAction::triggered, this, &MainWindow::showPreferences);
    connect(&d->previous, &PreviousSettings::wentWhole, d->message, [this] {
        const PreviousSettings::Before yours = *d->previous.before();
        d->message->noteUndo(yours.start ? tr("Settings and start image are those of the result now.")
                                         : tr("Other settings have taken the place of yours."),
                             [this, yours] { d->previous.bringBackThese(yours); });
    });
    connect(d->resultActions, &ResultActions::startReplaced, &d->previous, &PreviousSettings::takeStart);
    connect(actions.keyboardShortcuts, &QAction::triggered, this, [this] { showPreferences()->showPage(PreferenceGroup::Shortcuts); });
    connect(actions.showLog, &QAction::triggered, this, [this] { (new LogViewer(d->services.logFile, this))->show(); });
    actions.showLog->setEnabled(!d->services.logFile.isEmpty());
    connect(actions.copyDiagnostics, &QAction::triggered, &d->diagnostics, &DiagnosticsCopy::begin);
    connect(&d->diagnostics, &DiagnosticsCopy::done, d->message,
            [this] { d->message->showNote(tr("The diagnostics are on the clipboard.")); });
    connect(actions.about, &QAction::triggered, this, [this] { showAboutBox(this); });
    connect(d->createPage, &CreatePage::promptChosen, this, [this](const QString &prompt) {
        d->settings.setPrompt(prompt);
        d->actions.generate->trigger();
    });

    connect(controller, &GenerationController::asked, d->create->promptPanel(), &PromptPanel::remember);
    connect(d->create->promptPanel(), &PromptPanel::failed, this, &MainWindow::showError);
    connect(controller, &GenerationController::failed, this, &MainWindow::showError);
    connect(controller, &GenerationController::noted, d->message, &MessageBar::showNote);
    connect(d->viewer, &ResultViewer::failed, d->message, &MessageBar::showNote);
    connect(d->resultActions, &ResultActions::failed, d->message, &MessageBar::showNote);
    connect(&d->initImage, &InitImage::changed, this,
            [this] { d->actions.clearStartImage->setEnabled(!d->initImage.isEmpty()); });
    d->actions.clearStartImage->setEnabled(false);
}

void MainWindow::prepareToAsk()
{
    takeTypedNumber();
    d->startImages->editor()->done(); // what is painted is what there is
    d->message->dismiss();
    store(); // what was asked for outlives a crash
}

void MainWindow::askForPrompts()
{
    takeTypedNumber();
    auto *const dialog = new PromptLinesDialog(d->severalPrompts, d->settings.values().count, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::finished, this, [this, dialog](int result) {
        d->severalPrompts = dialog->text(); // whatever comes of it, it need not be written again
        if (result != QDialog::Accepted)
            return;
        prepareToAsk();
        d->controller.generateSeveral(dialog->prompts());
        d->pages->setPage(WindowPages::Create);
    });
    dialog->open();
}

void MainWindow::connectPreferences()
{
    const Services &services = d->services;
    connect(&d->preferences, &Preferences::changed, this, &MainWindow::keepSession);
    d->shortcuts.collect(this);
    d->effects = new PreferenceEffects({d->preferences, services.manager, d->controller, d->runner, services.catalog, d->models,
                                                 services.sink, *d->pages, d->shortcuts, *d->actions.schemes, services.modelBase,
                                                 Private::picturesFolder(services), services.desktop},
                                                this);
    connect(d->effects, &PreferenceEffects::noted, d->message, &MessageBar::showNote);
    d->help = new FailureHelp({d->controller, d->queue, services.manager, d->settings, d->preferences, *d->effects, *d->opening,
                               *d->message},
                              this);
    connect(d->help, &FailureHelp::preferencesWanted, this, [this] { showPreferences()->showPage(PreferenceGroup::Compute); });
    if (services.desktop)
        d->announcer = new WorkAnnouncer({d->controller, d->queue, d->preferences, *services.desktop, *this}, this);
}

PreferencesDialog *MainWindow::showPreferences()
{
    auto *dialog = findChild<PreferencesDialog *>();
    if (!dialog) {
        dialog = new PreferencesDialog({d->preferences, d->services.manager, d->pages->thumbnails(), d->shortcuts,
                                        d->services.modelsFolder, Private::picturesFolder(d->services), d->services.logFile,
                                        static_cast<bool>(d->services.startAnew)},
                                       this);
        connect(dialog, &PreferencesDialog::rescanRequested, &d->models, &ModelList::refresh);
        connect(dialog, &PreferencesDialog::startAnewRequested, this, &MainWindow::startAnew);
    }
    dialog->show();
    dialog->raise();
    dialog->activateWindow();
    return dialog;
}

void MainWindow::showError(const Error &error)
{
    d->message->showError(error);
}

Desktop &MainWindow::desktop() const
{
    return d->services.desktop ? *d->services.desktop : d->plainDesktop;
}

void MainWindow::useWords(const PictureWords &words, UsedPart part)
{
    const QList<ShownField> fields = shownFields(words, namedModels(d->models, ModelList::PathRole));
    if (const QString reason = whyNotUsable(part, fields); !reason.isEmpty())
        d->message->showNote(reason);
    else
        d->settings.replaceValues(withUsed(part, fields, d->settings.values(), usualSyntax(words.source)));
}

/// Of a preference that names it; the program's own folder is none.
void MainWindow::moveFolder(const QString &missing, const QString &found)
{
    const auto isIt = [&missing](const QString &folder) { return !folder.isEmpty() && QDir::cleanPath(folder) == missing; };
    if (isIt(d->preferences.values().output.folder))
        d->preferences.set(QStringLiteral("output/folder"), found);
    QStringList watched = d->preferences.values().watchedFolders;
    bool isWatched = false;
    for (QString &folder : watched) {
        if (isIt(folder)) {
            folder = found;
            isWatched = true;
        }
    }
    if (isWatched)
        d->preferences.set(QStringLiteral("gallery/folders"), watched);
}

void MainWindow::watchFolder(const QString &folder)
{
    d->pages->setPage(WindowPages::Gallery);
    QStringList watched = d->preferences.values().watchedFolders;
    const QStringList own{d->preferences.effective().output.folder, Private::picturesFolder(d->services)};
    const auto isFolder = [&folder](const QString &other) { return !other.isEmpty() && gallery::indexPath(other) == folder; };
    if (std::any_of(watched.begin(), watched.end(), isFolder) || std::any_of(own.begin(), own.end(), isFolder))
        d->message->showNote(tr("“%1” is in the gallery already.").arg(QDir::toNativeSeparators(folder)));
    else
        d->preferences.set(QStringLiteral("gallery/folders"), watched << folder);
}

void MainWindow::openFiles(const QStringList &paths)
{
    d->opening->open(paths);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (canTakeDrop(event->mimeData()))
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    if (d->opening->take(event->mimeData()))
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
    d->settings.restore(store, keptOf(d->preferences.effective()));
    d->models.setOpened(store.value(QStringLiteral("models/opened")).toStringList());
    if (!restoreGeometry(store.value(QStringLiteral("window/geometry")).toByteArray()))
        resize(QSize(1280, 860).boundedTo(screen()->availableSize() - QSize(0, style()->pixelMetric(QStyle::PM_TitleBarHeight))));
}

void MainWindow::store()
{
    QSettings &store = d->services.store;
    keepSession();
    store.setValue(QStringLiteral("models/opened"), d->models.opened());
    store.setValue(QStringLiteral("window/geometry"), saveGeometry());
    store.setValue(QStringLiteral("window/splitter"), d->splitter->saveState());
    store.setValue(kDocksKey, saveState(kDocksVersion));
    d->pages->galleryPage()->filterBar().store(store);
    d->pages->comparePage()->store(store);
}

/// What stands on the Create page is there the next time, or nothing of it any more, as is preferred.
void MainWindow::keepSession()
{
    const PreferenceValues &preferred = d->preferences.effective();
    d->settings.store(d->services.store, keptOf(preferred));
    d->startImages->setKeeping(preferred.restoreSession);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    const bool startsAnew = std::exchange(d->startsAnew, false);
    if ((d->controller.isBusy() || d->runner.hasUnsaved()) && !d->closeConfirmed) {
        event->ignore();
        askBeforeClosing(startsAnew);
        return;
    }
    store();
    event->accept(); // what runs is stopped when the window is destroyed, and put back into the queue
    if (startsAnew && d->services.startAnew)
        d->services.startAnew();
}

void MainWindow::closeWithoutAsking()
{
    d->closeConfirmed = true;
    close();
}

void MainWindow::startAnew()
{
    d->startsAnew = true;
    close();
}

void MainWindow::askBeforeClosing(bool startsAnew)
{
    using Reason = CloseQuestion::Reason;
    auto *const question = new CloseQuestion(d->controller.isPreparing() ? Reason::Preparing
                                             : d->controller.isBusy()    ? Reason::Running
                                                                         : Reason::Unsaved,
                                             this);
    connect(question, &CloseQuestion::accepted, this, [this, startsAnew] {
        d->startsAnew = startsAnew;
        closeWithoutAsking();
    });
    question->open();
}

} // namespace calotype::ui
