#include "app/Composition.h"

#include "core/engine/EngineModule.h"

#if defined(CALOTYPE_WITH_DBUS)
#include "ui/desktop/BusDesktop.h"
#elif defined(__APPLE__)
#include "ui/desktop/MacDesktop.h"
#endif

#include <QCoreApplication>
#include <QFileInfo>

namespace calotype::app {

BackendFactory engineFactory()
{
    return [programDir = QCoreApplication::applicationDirPath().toStdString()] { return openEngine(programDir); };
}

std::unique_ptr<ui::Desktop> makeDesktop()
{
#if defined(CALOTYPE_WITH_DBUS)
    // Without an address, the bus's library would start a bus of its own.
    const bool hasSession = qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS")
                            || QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus"));
    return std::make_unique<ui::BusDesktop>(hasSession ? QDBusConnection::sessionBus() : QDBusConnection(QStringLiteral("none")),
                                            QDBusConnection::systemBus());
#elif defined(Q_OS_MACOS)
    return std::make_unique<ui::MacDesktop>();
#else
    return std::make_unique<ui::Desktop>();
#endif
}

} // namespace calotype::app
