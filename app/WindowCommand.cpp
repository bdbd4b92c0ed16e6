#include "app/WindowCommand.h"

#include "app/CommandLine.h"
#include "app/Composition.h"
#include "app/ModelChoice.h"
#include "app/PictureWordsReader.h"
#include "app/PicturesFolder.h"
#include "app/SignalWatcher.h"
#include "core/base/Log.h"
#include "core/models/ModelManager.h"
#include "core/models/Paths.h"
#include "ui/MainWindow.h"
#include "ui/Theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QSettings>
#include <QTimer>

#include <cstdlib>

namespace calotype::app {

namespace {

bool isFile(const QString &word)
{
    return !word.startsWith(QLatin1Char('-')) && QFileInfo::exists(word);
}

int refuse(const QString &word)
{
    printError(QStringLiteral("“%1” is neither a command nor a file; see calotype --help.").arg(word));
    return kWrongUse;
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

} // namespace

int runWindow(int argc, char **argv)
{
    QElapsedTimer startClock;
    startClock.start();
    // A mistyped command is told as such without a display too. Options may be Qt's own, which QApplication takes out.
    const QString first = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QString();
    if (!first.isEmpty() && !first.startsWith(QLatin1Char('-')) && !isFile(first))
        return refuse(first);
    const auto usual = qInstallMessageHandler(tellWhyThereIsNoWindow);
    QApplication app(argc, argv);
    qInstallMessageHandler(usual);
    QApplication::setApplicationDisplayName(QStringLiteral("Calotype"));
    QGuiApplication::setDesktopFileName(QStringLiteral("io.github.calotype.Calotype"));
    QApplication::setWindowIcon(ui::appIcon());

    QStringList files;
    for (const QString &word : QApplication::arguments().mid(1)) {
        if (!isFile(word))
            return refuse(word);
        files << QFileInfo(word).absoluteFilePath();
    }

    QSettings store;
    const auto paths = models::Paths::standard();
    const auto catalog = standardCatalog();
    PicturesFolder pictures(QString::fromStdString(paths.output.string()));
    models::ModelManager manager(engineFactory());

    ui::MainWindow window({manager, catalog, pictures, store, ModelSpec(), QString::fromStdString(paths.models.string()),
                           QString::fromStdString((paths.data / "queue.db").string()),
                           qEnvironmentVariable("CALOTYPE_DEVICE"), previewDecoder,
                           QString::fromStdString(paths.output.string()),
                           QString::fromStdString(paths.database().string()),
                           QString::fromStdString(paths.thumbnails().string()), readPictureWords});
    SignalWatcher signals;
    QObject::connect(&signals, &SignalWatcher::interrupted, &window, &ui::MainWindow::closeWithoutAsking);
    window.show();
    // Events that the first paint waits for are through when this one comes.
    QTimer::singleShot(0, &window, [since = startClock] { spdlog::info("window: ready after {} ms", since.elapsed()); });
    if (!files.isEmpty())
        window.openFiles(files);
    return QApplication::exec();
}

} // namespace calotype::app
