#include "ui/preferences/PreferenceEffects.h"

#include "core/base/Log.h"
#include "core/gallery/ThumbnailCache.h"
#include "core/models/ModelCatalog.h"
#include "core/models/ModelManager.h"
#include "ui/GenerationController.h"
#include "ui/ModelList.h"
#include "ui/PictureSink.h"
#include "ui/WindowPages.h"
#include "ui/desktop/Desktop.h"
#include "ui/preferences/Preferences.h"
#include "ui/preferences/Shortcuts.h"
#include "ui/queue/ManagerRunner.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QFile>
#include <QTimer>

#include <filesystem>
#include <utility>

namespace calotype::ui {

namespace {

constexpr const char *kBest = "auto"; ///< of devices and of number formats

} // namespace

PreferenceEffects::PreferenceEffects(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
{
    connect(&m_parts.schemes, &QActionGroup::triggered, this,
            [this](QAction *choice) { m_parts.preferences.set(QStringLiteral("program/theme"), choice->data()); });
    connect(&m_parts.preferences, &Preferences::changed, this, &PreferenceEffects::apply);
    connect(&m_parts.manager, &models::ModelManager::devicesListed, this,
            [this](const QString &, const std::vector<DeviceInfo> &devices) { onDevices(devices); });
    if (m_parts.desktop)
        connect(m_parts.desktop, &Desktop::darkWishChanged, this, &PreferenceEffects::applyTheming);
    apply();
    // Once somebody listens.
    QTimer::singleShot(0, this, [this] {
        for (const QString &note : m_parts.preferences.notes())
            Q_EMIT noted(note);
    });
}

void PreferenceEffects::apply()
{
    const PreferenceValues &now = m_parts.preferences.effective();
    const std::optional<PreferenceValues> before = std::exchange(m_applied, now);
    const auto differs = [&](auto member) { return !before || (*before).*member != now.*member; };
    if (differs(&PreferenceValues::theme))
        applyTheming();
    if (differs(&PreferenceValues::threads))
        m_parts.manager.setThreads(now.threads);
    if (differs(&PreferenceValues::idleMinutes))
        m_parts.manager.setIdleUnload(std::chrono::minutes(now.idleMinutes));
    if (differs(&PreferenceValues::device)) {
        // The jobs that wait for a device that is away are made on the one that is chosen now.
        const std::string chosen = now.device.toStdString();
        const bool isBack = m_standIn.away.empty() || m_standIn.away == chosen;
        setStandIn(isBack ? DeviceStandIn{} : DeviceStandIn{m_standIn.away, chosen});
        checkDevice();
    }
    applyModelBase();
    m_parts.controller.setPreview(now.preview);
    m_parts.controller.setPreviewPace(now.previewEvery, now.previewsPerSecond > 0 ? 1.0 / now.previewsPerSecond : 0.0);
    if (differs(&PreferenceValues::modelFolders)) {
        std::vector<std::filesystem::path> folders;
        for (const QString &folder : now.modelFolders)
            folders.emplace_back(QFile::encodeName(folder).toStdString());
        if (before || !folders.empty()) // what the catalog was made with stays as long as nothing is chosen here
            m_parts.catalog.setAdded(std::move(folders));
        if (before)
            m_parts.models.refresh();
    }
    if (differs(&PreferenceValues::output) || differs(&PreferenceValues::watchedFolders))
        applyFolders(before.has_value());
    if (differs(&PreferenceValues::thumbnailMegabytes)) {
        m_background.run(
            [&cache = m_parts.pages.thumbnails(), bytes = qint64{now.thumbnailMegabytes} << 20] {
                cache.setLimitBytes(bytes);
                return true;
            },
            [](bool) {});
    }
    m_parts.pages.setConfirmTrash(now.confirmTrash);
    if (differs(&PreferenceValues::shortcuts))
        m_parts.shortcuts.apply(now.shortcuts);
    if (differs(&PreferenceValues::logLevel))
        setLogLevel(now.logLevel.toLatin1().constData());
}

void PreferenceEffects::applyTheming()
{
    const ColourScheme theme = m_parts.preferences.effective().theme;
    for (QAction *const choice : m_parts.schemes.actions())
        choice->setChecked(colourSchemeOf(choice->data().toString()) == theme);
    applyTheme(*qApp, theme, m_parts.desktop ? m_parts.desktop->wishesDark() : std::nullopt);
}

void PreferenceEffects::applyModelBase()
{
    ModelSpec base = m_parts.modelBase;
    const PreferenceValues &now = m_parts.preferences.effective();
    base.device = now.device.toStdString();
    base.dtype = now.dtype.toStdString();
    base.memory = memoryModeOf(now.memory.toStdString());
    base.vaeTiles = vaeTilesOf(now.vaeTiles.toStdString()).value_or(VaeTiles::Auto);
    m_parts.controller.setModelBase(onStandIn(base, m_standIn));
}

void PreferenceEffects::setStandIn(const DeviceStandIn &standIn)
{
    m_standIn = standIn;
    m_parts.runner.setStandIn(standIn);
    applyModelBase();
}

void PreferenceEffects::applyFolders(bool watched)
{
    const PreferenceValues &now = m_parts.preferences.effective();
    gallery::OutputRules rules = now.output;
    if (rules.folder.isEmpty())
        rules.folder = m_parts.picturesFolder;
    m_parts.sink.setRules(rules);
    QStringList folders{rules.folder};
    if (rules.folder != m_parts.picturesFolder) // what was made before stays to be seen
        folders << m_parts.picturesFolder;
    folders << now.watchedFolders;
    folders.removeDuplicates();
    if (watched || folders != QStringList{m_parts.picturesFolder}) // which is watched from the beginning
        m_parts.pages.setFolders(folders);
}

/// A device that was chosen once may be gone; automatic and the processor cannot. To ask opens the engine, which is
/// needed for such a device in any case.
void PreferenceEffects::checkDevice()
{
    const QString device = m_parts.preferences.effective().device;
    m_checking = (device.startsWith(QLatin1String("cuda")) || device == QLatin1String("mps"))
                 && m_parts.preferences.overriddenBy(QStringLiteral("compute/device")).isEmpty();
    if (m_checking)
        m_parts.manager.requestDevices();
}

void PreferenceEffects::onDevices(const std::vector<DeviceInfo> &devices)
{
    const bool asked = std::exchange(m_checking, false);
    const auto isMissing = [&devices](const std::string &id) {
        const auto choice = chooseDevice(id, kBest, devices);
        return !choice && choice.error().code == ErrorCode::DeviceUnavailable;
    };
    if (m_standIn.instead == kBest && !isMissing(m_standIn.away)) {
        setStandIn({});
        Q_EMIT deviceReturned();
    }
    const std::string device = m_parts.preferences.effective().device.toStdString();
    if (!asked || m_standIn.away == device || !isMissing(device)) // the user may have chosen a stand-in meanwhile
        return;
    setStandIn({device, kBest});
    const std::string other = chooseDevice(kBest, kBest, devices).value().device;
    Q_EMIT deviceMissing(QString::fromStdString(device), QString::fromStdString(other));
}

} // namespace calotype::ui
