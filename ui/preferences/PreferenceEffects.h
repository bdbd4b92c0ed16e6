#pragma once

#include "core/engine/DevicePolicy.h"
#include "core/engine/GenerationBackend.h"
#include "ui/Background.h"
#include "ui/preferences/PreferenceValues.h"

#include <QObject>

#include <optional>

class QActionGroup;

namespace calotype::models {
class ModelCatalog;
class ModelManager;
}

namespace calotype::ui {

class Desktop;
class GenerationController;
class ManagerRunner;
class ModelList;
class PictureSink;
class Preferences;
class Shortcuts;
class WindowPages;

/// Does what the preferences say, at once and whenever they change.
class PreferenceEffects final : public QObject
{
    Q_OBJECT

public:
    /// None of it is owned, and all of it outlives this.
    struct Parts {
        Preferences &preferences;
        models::ModelManager &manager;
        GenerationController &controller;
        ManagerRunner &runner;
        models::ModelCatalog &catalog;
        ModelList &models;
        PictureSink &sink;
        WindowPages &pages;
        Shortcuts &shortcuts;
        QActionGroup &schemes; ///< each action's data is a word of colourSchemeOf()
        ModelSpec modelBase;
        QString picturesFolder; ///< the standard one
        Desktop *desktop;       ///< or null
    };

    explicit PreferenceEffects(const Parts &parts, QObject *parent = nullptr);

    /// A device is away: until the program is started anew this is taken in its place, by the jobs that wait too; once another
    /// one is chosen, that one. The preference stays as it is.
    void setStandIn(const DeviceStandIn &standIn);

Q_SIGNALS:
    /// A sentence worth knowing.
    void noted(const QString &sentence);
    /// The chosen device is not on this machine, and the other is taken until it is.
    void deviceMissing(const QString &device, const QString &other);
    /// It is there again, and taken from now on.
    void deviceReturned();

private:
    void apply();
    void applyModelBase();
    void applyTheming();
    void applyFolders(bool watched);
    void checkDevice();
    void onDevices(const std::vector<DeviceInfo> &devices);

    Parts m_parts;
    std::optional<PreferenceValues> m_applied;
    DeviceStandIn m_standIn;
    bool m_checking = false;
    Background m_background{1}; ///< last: ends first
};

} // namespace calotype::ui
