#include "ui/preferences/Diagnostics.h"

#include "ui/preferences/PreferenceTable.h"

#include <QGuiApplication>
#include <QLocale>
#include <QScreen>
#include <QSysInfo>

namespace calotype::ui {

QString diagnostics(const QString &engine, const std::vector<DeviceInfo> &devices, const PreferenceValues &values)
{
    QStringList lines{
        QStringLiteral("Calotype " CALOTYPE_VERSION),
        QStringLiteral("System: %1, %2 %3, %4").arg(QSysInfo::prettyProductName(), QSysInfo::kernelType(), QSysInfo::kernelVersion(),
                                                     QSysInfo::currentCpuArchitecture()),
        QStringLiteral("Qt: %1, built with %2, platform %3, language %4")
            .arg(QLatin1String(qVersion()), QStringLiteral(QT_VERSION_STR), QGuiApplication::platformName(), QLocale().name()),
        QStringLiteral("Engine: %1").arg(engine.isEmpty() ? QStringLiteral("not opened") : engine),
    };
    for (const QScreen *const screen : QGuiApplication::screens()) {
        lines << QStringLiteral("Screen: %1 x %2 at %3").arg(screen->size().width()).arg(screen->size().height()).arg(screen->devicePixelRatio());
    }
    for (const DeviceInfo &device : devices) {
        lines << QStringLiteral("Device: %1, %2, %3 of %4 free")
                     .arg(QString::fromStdString(device.id), QString::fromStdString(device.name),
                          QLocale::c().formattedDataSize(device.freeBytes), QLocale::c().formattedDataSize(device.totalBytes));
    }
    const PreferenceValues initial;
    for (const PreferenceKey &key : preferenceTable()) {
        const QVariant value = key.read(values);
        if (value == key.read(initial))
            continue;
        QString shown = value.toString();
        if (key.name.endsWith(QLatin1String("folders")))
            shown = QStringLiteral("%1 of them").arg(value.toStringList().size());
        else if (key.name == QLatin1String("output/folder"))
            shown = QStringLiteral("another than the standard one");
        else if (key.name == QLatin1String("output/name"))
            shown = QStringLiteral("changed");
        else if (value.typeId() == QMetaType::QStringList)
            shown = value.toStringList().join(QStringLiteral(", "));
        lines << QStringLiteral("Preference: %1 = %2").arg(key.name, shown);
    }
    return lines.join(u'\n') + u'\n';
}

} // namespace calotype::ui
