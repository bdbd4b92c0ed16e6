#include "core/models/Paths.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QString>

#include <optional>

namespace calotype::models {
namespace {

namespace fs = std::filesystem;

fs::path toPath(const QString &text)
{
    return fs::path(QFile::encodeName(text).toStdString());
}

std::optional<fs::path> fromEnvironment(const char *variable)
{
    const QByteArray value = qgetenv(variable);
    if (value.isEmpty()) {
        return {};
    }
    return fs::absolute(fs::path(value.toStdString())).lexically_normal();
}

fs::path standardFolder(QStandardPaths::StandardLocation location, const char *fallbackInHome)
{
    const QString folder = QStandardPaths::writableLocation(location);
    return folder.isEmpty() ? toPath(QDir::homePath()) / fallbackInHome : toPath(folder);
}

// Qt knows this place from its version 6.7 on.
fs::path stateFolder()
{
#ifdef __APPLE__
    return toPath(QDir::homePath()) / "Library" / "Logs" / "Calotype";
#else
    const fs::path given(qgetenv("XDG_STATE_HOME").toStdString()); // a relative one does not count, says the standard
    return (given.is_absolute() ? given : toPath(QDir::homePath()) / ".local" / "state") / "calotype";
#endif
}

fs::path hubCacheFolder()
{
    if (auto cache = fromEnvironment("HF_HUB_CACHE")) {
        return *cache;
    }
    if (auto home = fromEnvironment("HF_HOME")) {
        return *home / "hub";
    }
    return toPath(QDir::homePath()) / ".cache" / "huggingface" / "hub";
}

// Beside the program as it is installed, built, or bundled.
fs::path installedModels()
{
    if (!QCoreApplication::instance()) {
        return {};
    }
    const fs::path program = toPath(QCoreApplication::applicationDirPath());
#ifdef __APPLE__
    const fs::path bundled = (program / ".." / "Resources" / "models").lexically_normal();
    std::error_code fault;
    if (fs::is_directory(bundled, fault)) {
        return bundled;
    }
#endif
    return (program / ".." / "share" / "calotype" / "models").lexically_normal();
}

} // namespace

Paths Paths::standard()
{
    Paths paths;
    // Not AppDataLocation: it would change with the application's and the organisation's name.
    paths.data = fromEnvironment("CALOTYPE_DATA_DIR")
                     .value_or(standardFolder(QStandardPaths::GenericDataLocation, ".local/share") / "calotype");
    paths.models = fromEnvironment("CALOTYPE_MODELS_DIR").value_or(paths.data / "models");
    paths.output = fromEnvironment("CALOTYPE_OUTPUT_DIR")
                       .value_or(standardFolder(QStandardPaths::PicturesLocation, "Pictures") / "Calotype");
    paths.state = fromEnvironment("CALOTYPE_DATA_DIR") ? paths.data / "state" : stateFolder();
    paths.installed = installedModels();
    paths.hubCache = hubCacheFolder();
    return paths;
}

} // namespace calotype::models
