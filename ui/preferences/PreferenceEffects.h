#pragma once

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

Q_SIGNALS:
    /// A sentence worth knowing.
    void noted(const QString &sentence);

private:
    void apply();
    void applyModelBase();
    void applyTheming();
    void applyFolders(bool watched);
    void checkDevice();
    void onDevices(const std::vector<DeviceInfo> &devices);

    Parts m_parts;
    std::optional<PreferenceValues> m_applied;
    QString m_vanished; ///< the chosen device that is not on this machine; "": none is known
    bool m_checking = false;
    Background m_background{this, 1}; ///< last: ends first
};

} // namespace calotype::ui
