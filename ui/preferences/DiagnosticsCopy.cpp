#include "ui/preferences/DiagnosticsCopy.h"

#include "core/models/ModelManager.h"
#include "ui/preferences/Diagnostics.h"
#include "ui/preferences/Preferences.h"

#include <QClipboard>
#include <QGuiApplication>

#include <utility>

namespace calotype::ui {

DiagnosticsCopy::DiagnosticsCopy(const Preferences &preferences, models::ModelManager &manager, QObject *parent)
    : QObject(parent)
    , m_preferences(preferences)
    , m_manager(manager)
{
    connect(&m_manager, &models::ModelManager::devicesListed, this, &DiagnosticsCopy::copy);
    connect(&m_manager, &models::ModelManager::devicesFailed, this,
            [this](const Error &error) { // whose sentence names the engine's path
                copy(QStringLiteral("not opened (%1)").arg(QLatin1String(errorCodeName(error.code))), {});
            });
}

void DiagnosticsCopy::begin()
{
    m_isUnderWay = true;
    m_manager.requestDevices();
}

void DiagnosticsCopy::copy(const QString &engine, const std::vector<DeviceInfo> &devices)
{
    if (!std::exchange(m_isUnderWay, false))
        return;
    QGuiApplication::clipboard()->setText(diagnostics(engine, devices, m_preferences.effective()));
    Q_EMIT done();
}

} // namespace calotype::ui
