#include "app/WindowCommand.h"

#include "app/CommandLine.h"
#include "app/Composition.h"
#include "app/ModelChoice.h"
#include "app/PicturesFolder.h"
#include "app/SignalWatcher.h"
#include "core/models/ModelManager.h"
#include "core/models/Paths.h"
#include "ui/MainWindow.h"
#include "ui/Theme.h"

#include <QApplication>
#include <QFileInfo>
#include <QIcon>
#include <QSettings>

namespace calotype::app {

int runWindow(int argc, char **argv)
{
    QApplication app(argc, argv);
    QApplication::setApplicationDisplayName(QStringLiteral("Calotype"));
    QGuiApplication::setDesktopFileName(QStringLiteral("io.github.calotype.Calotype"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/calotype.svg")));

    QStringList files;
    for (const QString &word : QApplication::arguments().mid(1)) {
        if (word.startsWith(QLatin1Char('-')) || !QFileInfo::exists(word)) {
            printError(QStringLiteral("“%1” is neither a command nor a file; see calotype --help.").arg(word));
            return kWrongUse;
        }
        files << QFileInfo(word).absoluteFilePath();
    }

    QSettings store;
    ui::applyTheme(app, ui::colourSchemeOf(store.value(QStringLiteral("window/theme")).toString()));
    const auto paths = models::Paths::standard();
    const auto catalog = standardCatalog();
    PicturesFolder pictures(QString::fromStdString(paths.output.string()));
    models::ModelManager manager(engineFactory());
    manager.setThreads(store.value(QStringLiteral("compute/threads"), 0).toInt());

    ModelSpec base;
    base.device = qEnvironmentVariable("CALOTYPE_DEVICE", QStringLiteral("auto")).toStdString();
    ui::MainWindow window({manager, catalog, pictures, store, base, QString::fromStdString(paths.models.string())});
    SignalWatcher signals;
    QObject::connect(&signals, &SignalWatcher::interrupted, &app, &QApplication::quit);
    window.show();
    if (!files.isEmpty())
        window.openFiles(files);
    return QApplication::exec();
}

} // namespace calotype::app
