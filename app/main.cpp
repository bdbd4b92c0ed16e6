#include "app/CommandLine.h"
#include "app/DevicesCommand.h"
#include "app/GalleryCommand.h"
#include "app/GenerateCommand.h"
#include "app/InfoCommand.h"
#include "app/ModelsCommand.h"
#include "app/ReplayCommand.h"
#include "app/TableCommands.h"
#include "app/WindowCommand.h"
#include "core/base/Log.h"
#include "core/engine/EngineEnvironment.h"
#include "core/formats/Utf8.h"

#include <QCoreApplication>
#include <QLoggingCategory>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>

#include <fcntl.h>
#include <unistd.h>

namespace {

using namespace calotype::app;

struct Command {
    const char *name;
    const char *summary;
    int (*run)(const QStringList &arguments);
};

constexpr Command kCommands[] = {
    {"generate", "makes pictures", runGenerate},
    {"models", "lists models, or inspects one", runModels},
    {"samplers", "lists the samplers", runSamplers},
    {"schedules", "lists the noise schedules", runSchedules},
    {"presets", "lists the named pairs of both", runPresets},
    {"devices", "lists what pictures can be made on", runDevices},
    {"info", "tells what a picture says of its making", runInfo},
    {"replay", "makes a picture again and compares", runReplay},
    {"gallery", "lists, searches or rebuilds the index of pictures", runGallery},
};

QString helpText()
{
    QString text = QStringLiteral("Usage: calotype [FILE…]            opens the window, or the one that is open comes to the front;\n"
                                  "                                  --device, --dtype, --memory, --vae-tiles, --threads count over\n"
                                  "                                  its preferences\n"
                                  "       calotype COMMAND [OPTIONS]   works without one\n\nCommands:\n");
    for (const Command &command : kCommands)
        text += QStringLiteral("  %1 %2\n").arg(QLatin1String(command.name), -10).arg(QLatin1String(command.summary));
    return text + QStringLiteral("\ncalotype COMMAND --help tells a command's options. calotype --version tells the version.\n");
}

// A closed stdin, stdout or stderr would be given to the next file that is opened, and be written into.
void openStandardStreams()
{
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream) {
        if (fcntl(stream, F_GETFD) < 0 && open("/dev/null", O_RDWR) < 0)
            std::_Exit(kFailed);
    }
}

// Runs the command called @p name. @return its exit status, or what an exception or a lost result makes of it
int run(const char *name, const std::function<int()> &work)
{
    int status = kDone;
    try {
        status = work();
    } catch (const calotype::Failure &failure) {
        printError(failure.error());
        return exitStatus(failure.error());
    } catch (const std::exception &error) {
        printError(QStringLiteral("%1 failed unexpectedly: %2.").arg(QLatin1String(name), QString::fromLocal8Bit(error.what())));
        return kFailed;
    }
    if (std::ferror(stdout) && status == kDone) {
        printError(QStringLiteral("The results could not be written to the standard output; see whether its disk is full."));
        return kFailed;
    }
    return status;
}

} // namespace

int main(int argc, char **argv)
{
    calotype::prepareEngineEnvironment(); // here, since no other thread runs yet

    openStandardStreams();
    QCoreApplication::setApplicationName(QStringLiteral("calotype"));
    QCoreApplication::setOrganizationName(QStringLiteral("calotype"));
    QCoreApplication::setApplicationVersion(QStringLiteral(CALOTYPE_VERSION));

    for (int i = 1; i < argc; ++i) {
        if (!calotype::formats::isUtf8(argv[i])) {
            printError(QStringLiteral("“%1” is not UTF-8 text, as names and words must be; rename the file.").arg(QString::fromUtf8(argv[i])));
            return kWrongUse;
        }
    }
    const QString first = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QString();
    for (const Command &command : kCommands) {
        if (first != QLatin1String(command.name))
            continue;
        calotype::setUpLogging("critical"); // errors are told as sentences
        QLoggingCategory::setFilterRules(QStringLiteral("qt.gui.imageio*=false"));
        const QCoreApplication app(argc, argv);
        return run(command.name, [&] { return command.run(app.arguments().mid(2)); });
    }
    if (first == QLatin1String("--help") || first == QLatin1String("-h")) {
        printOut(helpText());
        return kDone;
    }
    if (first == QLatin1String("--version")) {
        printOut(QStringLiteral("calotype " CALOTYPE_VERSION));
        return kDone;
    }
    calotype::setUpLogging("info");
    return run("calotype", [&] { return runWindow(argc, argv); });
}
