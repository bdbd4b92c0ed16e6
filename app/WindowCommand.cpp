#include "app/WindowCommand.h"

#include "app/CommandLine.h"
#include "app/Composition.h"
#include "app/EventLoopWatch.h"
#include "app/ModelChoice.h"
#include "app/OpenedDocuments.h"
#include "app/PictureWordsReader.h"
#include "app/PicturesFolder.h"
#include "app/ProcessAge.h"
#include "app/SignalWatcher.h"
#include "app/SingleInstance.h"
#include "app/StartAnew.h"
#include "app/WindowOptions.h"
#include "core/base/Log.h"
#include "core/models/ModelManager.h"
#include "core/models/Paths.h"
#include "ui/Language.h"
#include "ui/MainWindow.h"
#include "ui/Theme.h"
#include "ui/desktop/Desktop.h"

#include <QApplication>
#include <QFileInfo>
#include <QSettings>
#include <QTimer>
#include <QWindow>

#include <cstdlib>
#include <memory>
#include <string>

namespace calotype::app {

namespace {

bool isFile(const QString &word)
{
    return !word.startsWith(QLatin1Char('-')) && QFileInfo::exists(word);
}

// Qt's own words stand in the log beside ours.
void logQtMessage(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    const std::string category = context.category && qstrcmp(context.category, "default") != 0 ? std::string(context.category) + ": " : "";
    switch (type) {
    case QtDebugMsg: spdlog::debug("{}{}", category, text.toStdString()); return;
    case QtInfoMsg: spdlog::info("{}{}", category, text.toStdString()); return;
    case QtWarningMsg: spdlog::warn("{}{}", category, text.toStdString()); return;
    case QtCriticalMsg: spdlog::error("{}{}", category, text.toStdString()); return;
    case QtFatalMsg: break;
    }
    spdlog::critical("{}{}", category, text.toStdString());
    spdlog::default_logger()->flush();
    std::abort();
}

// What lets another program's window come to the front in answer to the user's start of this one.
QString takeActivation()
{
    for (const char *name : {"XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID"}) {
        if (const QString token = qEnvironmentVariable(name); !token.isEmpty())
            return token;
    }
    return {};
}

void bringToFront(QWidget &window, const QString &activation)
{
    if (!activation.isEmpty())
        qputenv("XDG_ACTIVATION_TOKEN", activation.toUtf8()); // Qt's Wayland plugin takes it from there
    window.setWindowState(window.windowState() & ~Qt::WindowMinimized);
    window.show();
    window.raise();
    window.activateWindow();
}

// Where no window system answers, Qt tells a page and aborts; a sentence and a status say more.
void tellWhyThereIsNoWindow(QtMsgType type, const QMessageLogContext &, const QString &text)
{
    spdlog::debug("window: {}", text.toStdString());
    if (type != QtFatalMsg)
        return;
    printError(QStringLiteral("The window cannot be opened, since no display was found; start Calotype in a desktop session, "
                              "or see calotype --help for the commands that need none."));
    std::_Exit(kFailed);
}

// Tells the log when the window is seen for the first time.
class FirstFrame final : public QObject
{
public:
    void watch(QWindow &window)
    {
        if (window.isExposed())
            tellAfterThis();
        else
            window.installEventFilter(this);
    }

protected:
    bool eventFilter(QObject *object, QEvent *event) override
    {
        if (event->type() == QEvent::Expose && static_cast<QWindow *>(object)->isExposed()) {
            object->removeEventFilter(this);
            tellAfterThis();
        }
        return false;
    }

private:
    // The window paints all of itself, and hands it over, while it is told that it is exposed.
    void tellAfterThis()
    {
        QTimer::singleShot(0, this, [] { spdlog::info("window: ready after {} ms", processAge().count()); });
    }
};

// How the program is to be started once more, where the user wanted that.
struct NextStart {
    bool isWanted = false;
    QString program;
    QStringList words;
};

int showWindow(int argc, char **argv, NextStart &nextStart)
{
    QStringList given;
    for (int i = 1; i < argc; ++i) // before QApplication takes out its own
        given << QString::fromLocal8Bit(argv[i]);
    // A mistyped command is told as such without a display too. Options may be Qt's own, which QApplication takes out.
    const QString first = given.value(0);
    if (!first.isEmpty() && !first.startsWith(QLatin1Char('-')) && !isFile(first))
        windowOptions({first}); // throws
    qInstallMessageHandler(tellWhyThereIsNoWindow);
    QApplication app(argc, argv);
    qInstallMessageHandler(logQtMessage);
    OpenedDocuments documents(app);
    QApplication::setApplicationDisplayName(QStringLiteral("Calotype"));
    QGuiApplication::setDesktopFileName(QStringLiteral("io.github.calotype.Calotype"));
    QApplication::setWindowIcon(ui::appIcon());

    const QStringList words = QApplication::arguments().mid(1);
    const WindowOptions options = windowOptions(words);
    nextStart.program = QApplication::applicationFilePath(); // now: a package's update may take the file's place
    nextStart.words = wordsToStartAnew(given, words, options);
    const auto paths = models::Paths::standard();
    SingleInstance instance(QString::fromStdString(paths.data.string()));
    const auto isFirst = instance.begin(options.files, takeActivation());
    if (!isFirst)
        throw Failure(isFirst.error());
    if (!isFirst.value()) {
        spdlog::info("window: the one that is open takes over");
        return kDone;
    }
    logToFolder(paths.state);

    QSettings store;
    ui::speak(app, ui::keptLanguage(store));
    auto catalog = standardCatalog();
    const QString output = QString::fromStdString(paths.output.string());
    gallery::OutputRules rules;
    rules.folder = output;
    PicturesFolder pictures(rules);
    models::ModelManager manager(engineFactory());
    manager.lowerPriority(); // the window answers, however busy all cores are
    const std::unique_ptr<ui::Desktop> desktop = makeDesktop();

    ui::MainWindow::Services services{manager, catalog, pictures, store, ModelSpec(), QString::fromStdString(paths.models.string()),
                                      QString::fromStdString((paths.data / "queue.db").string())};
    services.overrides = options.overrides;
    services.previewDecoder = previewDecoder;
    services.picturesFolder = output;
    services.galleryDatabase = QString::fromStdString(paths.database().string());
    services.thumbnails = QString::fromStdString(paths.thumbnails().string());
    services.readFields = readPictureWords;
    services.desktop = desktop.get();
    services.logFile = QString::fromStdString((paths.state / "calotype.log").string());
    services.startAnew = [&nextStart] { nextStart.isWanted = true; };
    ui::MainWindow window(services);
    QObject::connect(&instance, &SingleInstance::started, &window, [&window](const QStringList &files, const QString &activation) {
        spdlog::info("window: another start hands over {} files", files.size());
        bringToFront(window, activation);
        if (!files.isEmpty())
            window.openFiles(files);
    });
    SignalWatcher signals;
    QObject::connect(&signals, &SignalWatcher::interrupted, &window, &ui::MainWindow::closeWithoutAsking);
    FirstFrame frame;
    window.show();
    frame.watch(*window.windowHandle());
    if (!options.files.isEmpty())
        window.openFiles(options.files);
    documents.handTo([&window](const QStringList &files) {
        bringToFront(window, {});
        window.openFiles(files);
    });
    EventLoopWatch watch;
    if (EventLoopWatch::isWanted())
        watch.start();
    const int status = QApplication::exec();
    documents.handTo({}); // there is nobody any more who could open them
    instance.end(); // what follows may take seconds, in which a new start is not to be lost
    qInstallMessageHandler(nullptr);
    return status;
}

} // namespace

int runWindow(int argc, char **argv)
{
    NextStart nextStart;
    const int status = showWindow(argc, argv, nextStart);
    if (nextStart.isWanted) // all is stored, and no lock is held any more
        startAnew(nextStart.program, nextStart.words);
    return status;
}

} // namespace calotype::app
