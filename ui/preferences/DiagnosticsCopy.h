#pragma once

#include "core/engine/GenerationBackend.h"

#include <QObject>

#include <vector>

namespace calotype::models {
class ModelManager;
}

namespace calotype::ui {

class Preferences;

/// Puts what diagnostics() says on the clipboard, once the devices are known.
class DiagnosticsCopy final : public QObject
{
    Q_OBJECT

public:
    /// Both outlive this.
    DiagnosticsCopy(const Preferences &preferences, models::ModelManager &manager, QObject *parent = nullptr);

public Q_SLOTS:
    void begin();

Q_SIGNALS:
    /// They are on the clipboard.
    void done();

private:
    void copy(const QString &engine, const std::vector<DeviceInfo> &devices);

    const Preferences &m_preferences;
    models::ModelManager &m_manager;
    bool m_isUnderWay = false; ///< the devices are asked for
};

} // namespace calotype::ui
