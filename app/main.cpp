#include "app/CommandLine.h"
#include "app/DevicesCommand.h"
#include "app/GenerateCommand.h"
#include "app/ModelsCommand.h"
#include "app/TableCommands.h"
#include "app/WindowCommand.h"
#include "core/base/Log.h"

#include <QCoreApplication>

#include <iterator>

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
};

QString helpText()
{
    QString text = QStringLiteral("Usage: calotype [FILE…]            opens the window\n"
                                  "       calotype COMMAND [OPTIONS]   works without one\n\nCommands:\n");
    for (const Command &command : kCommands)
        text += QStringLiteral("  %1 %2\n").arg(QLatin1String(command.name), -10).arg(QLatin1String(command.summary));
    return text + QStringLiteral("\ncalotype COMMAND --help tells a command's options. calotype --version tells the version.\n");
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication::setApplicationName(QStringLiteral("calotype"));
    QCoreApplication::setOrganizationName(QStringLiteral("calotype"));
    QCoreApplication::setApplicationVersion(QStringLiteral(CALOTYPE_VERSION));

    const QString first = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QString();
    for (const Command &command : kCommands) {
        if (first != QLatin1String(command.name))
            continue;
        calotype::setUpLogging("warn");
        const QCoreApplication app(argc, argv);
        try {
            return command.run(app.arguments().mid(2));
        } catch (const calotype::Failure &failure) {
            printError(failure.error());
            return exitStatus(failure.error());
        }
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
    return runWindow(argc, argv);
}
