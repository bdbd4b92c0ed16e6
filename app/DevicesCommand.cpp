#include "app/DevicesCommand.h"

#include "app/CommandLine.h"
#include "app/Composition.h"

#include <nlohmann/json.hpp>

#include <QLocale>

namespace calotype::app {

int runDevices(const QStringList &arguments)
{
    QCommandLineParser parser;
    const QCommandLineOption asJson(QStringLiteral("json"), QStringLiteral("One JSON array."));
    parser.addOption(asJson);
    int status = kDone;
    if (!parse(parser, QStringLiteral("devices"), arguments, status))
        return status;
    if (!parser.positionalArguments().isEmpty()) {
        throw Failure(ErrorCode::WrongUse,
                      "calotype devices takes no “" + parser.positionalArguments().first().toStdString() + "”.");
    }

    auto engine = engineFactory()();
    if (!engine) {
        printError(engine.error());
        return exitStatus(engine.error());
    }
    nlohmann::json entries = nlohmann::json::array();
    QString table;
    for (const DeviceInfo &device : engine.value()->devices()) {
        entries.push_back({{"id", device.id},
                           {"name", device.name},
                           {"total_bytes", device.totalBytes},
                           {"free_bytes", device.freeBytes}});
        table += QStringLiteral("%1 %2, %3 free of %4\n")
                     .arg(QString::fromStdString(device.id), -8)
                     .arg(QString::fromStdString(device.name), QLocale::c().formattedDataSize(device.freeBytes),
                          QLocale::c().formattedDataSize(device.totalBytes));
    }
    printOut(parser.isSet(asJson) ? QString::fromStdString(entries.dump(2)) : table);
    return kDone;
}

} // namespace calotype::app
