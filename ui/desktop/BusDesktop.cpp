#include "ui/desktop/BusDesktop.h"

#include "core/base/Log.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QFile>
#include <QUrl>

namespace calotype::ui {

namespace {

const QString kPortal = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kPortalPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kPortalSettings = QStringLiteral("org.freedesktop.portal.Settings");
const QString kAppearance = QStringLiteral("org.freedesktop.appearance");
const QString kColourScheme = QStringLiteral("color-scheme");
const QString kNotifications = QStringLiteral("org.freedesktop.Notifications");
const QString kNotificationsPath = QStringLiteral("/org/freedesktop/Notifications");
const QString kSoundDone = QStringLiteral("complete"); ///< of the freedesktop.org sound naming specification
const QString kPower = QStringLiteral("org.freedesktop.PowerManagement");
const QString kPowerPath = QStringLiteral("/org/freedesktop/PowerManagement/Inhibit");
const QString kPowerInhibit = QStringLiteral("org.freedesktop.PowerManagement.Inhibit");
const QString kPortalOpen = QStringLiteral("org.freedesktop.portal.OpenURI");
const QString kFiles = QStringLiteral("org.freedesktop.FileManager1");
const QString kFilesPath = QStringLiteral("/org/freedesktop/FileManager1");
const QString kWho = QStringLiteral("Calotype");

QDBusMessage call(const QString &service, const QString &path, const QString &interface, const char *method, const QVariantList &arguments)
{
    QDBusMessage message = QDBusMessage::createMethodCall(service, path, interface, QLatin1String(method));
    message.setArguments(arguments);
    return message;
}

/// Calls @p answer with the reply, which may be an error, when it is there.
template<typename Answer>
void ask(QObject *owner, const QDBusConnection &bus, const QDBusMessage &message, Answer answer)
{
    auto *const watcher = new QDBusPendingCallWatcher(bus.asyncCall(message), owner);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, owner, [answer](QDBusPendingCallWatcher *done) {
        answer(*done);
        done->deleteLater();
    });
}

/// A value in as many variants as the portal's versions wrap it.
QVariant unwrapped(QVariant value)
{
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value;
}

} // namespace

BusDesktop::BusDesktop(const QDBusConnection &session, const QDBusConnection &system, QObject *parent)
    : Desktop(parent)
    , m_session(session)
    , m_system(system)
{
    if (!m_session.isConnected())
        return;
    m_session.connect(kPortal, kPortalPath, kPortalSettings, QStringLiteral("SettingChanged"), this,
                      SLOT(onSettingChanged(QDBusMessage)));
    m_session.connect(kNotifications, kNotificationsPath, kNotifications, QStringLiteral("ActionInvoked"), this,
                      SLOT(onAction(uint, QString)));
    askForColours();
}

BusDesktop::~BusDesktop()
{
    BusDesktop::keepAwake(false);
}

void BusDesktop::askForColours()
{
    ask(this, m_session, call(kPortal, kPortalPath, kPortalSettings, "Read", {kAppearance, kColourScheme}),
        [this](const QDBusPendingCall &done) {
            const QDBusPendingReply<QDBusVariant> reply(done);
            if (!reply.isError())
                setColours(QVariant::fromValue(reply.value()));
        });
}

void BusDesktop::onSettingChanged(const QDBusMessage &message)
{
    const QVariantList said = message.arguments(); // group, key, value
    if (said.size() == 3 && said[0].toString() == kAppearance && said[1].toString() == kColourScheme)
        setColours(said[2]);
}

void BusDesktop::setColours(const QVariant &value)
{
    const uint scheme = unwrapped(value).toUInt(); // 0: no preference, 1: dark, 2: light
    const std::optional<bool> dark = scheme == 1 || scheme == 2 ? std::optional(scheme == 1) : std::nullopt;
    if (dark == m_dark)
        return;
    m_dark = dark;
    Q_EMIT darkWishChanged();
}

void BusDesktop::keepAwake(bool awake)
{
    if (awake == m_awake)
        return;
    m_awake = awake;
    ++m_asked;
    if (awake)
        askLogind();
    else
        letSleep();
}

void BusDesktop::askLogind()
{
    if (!m_system.isConnected()) {
        askPowerManagement();
        return;
    }
    // Idleness alone: who sends the machine to sleep himself means it.
    const QVariantList arguments{QStringLiteral("idle"), kWho, tr("A picture is being made"), QStringLiteral("block")};
    ask(this, m_system, call(QStringLiteral("org.freedesktop.login1"), QStringLiteral("/org/freedesktop/login1"),
                             QStringLiteral("org.freedesktop.login1.Manager"), "Inhibit", arguments),
        [this, order = m_asked](const QDBusPendingCall &done) {
            const QDBusPendingReply<QDBusUnixFileDescriptor> reply(done);
            if (order != m_asked)
                return; // the lock goes with the reply
            if (reply.isError())
                askPowerManagement();
            else
                m_lock = reply.value();
        });
}

void BusDesktop::askPowerManagement()
{
    if (!m_session.isConnected())
        return;
    ask(this, m_session, call(kPower, kPowerPath, kPowerInhibit, "Inhibit", {kWho, tr("A picture is being made")}),
        [this, order = m_asked](const QDBusPendingCall &done) {
            const QDBusPendingReply<uint> reply(done);
            if (reply.isError()) {
                spdlog::info("desktop: nobody keeps the machine awake: {}", reply.error().message().toStdString());
                return;
            }
            m_cookie = reply.value();
            if (order != m_asked)
                letSleep();
        });
}

void BusDesktop::letSleep()
{
    m_lock = QDBusUnixFileDescriptor();
    if (m_cookie)
        m_session.send(call(kPower, kPowerPath, kPowerInhibit, "UnInhibit", {*m_cookie}));
    m_cookie.reset();
}

void BusDesktop::notify(const QString &title, const QString &text, Sound sound)
{
    if (!m_session.isConnected()) {
        Desktop::notify(title, text, sound);
        return;
    }
    if (sound == Sound::None) {
        sendNotification(title, text, {});
        return;
    }
    ask(this, m_session, call(kNotifications, kNotificationsPath, kNotifications, "GetCapabilities", {}),
        [this, title, text](const QDBusPendingCall &done) {
            const QDBusPendingReply<QStringList> reply(done);
            const bool makesSounds = !reply.isError() && reply.value().contains(QStringLiteral("sound"));
            sendNotification(title, text, makesSounds ? kSoundDone : QString());
            if (!makesSounds)
                playSound();
        });
}

void BusDesktop::sendNotification(const QString &title, const QString &text, const QString &soundName)
{
    QVariantMap hints{{QStringLiteral("desktop-entry"), QStringLiteral("io.github.calotype.Calotype")}};
    if (!soundName.isEmpty())
        hints.insert(QStringLiteral("sound-name"), soundName);
    const QVariantList arguments{kWho, m_notification, QStringLiteral("io.github.calotype.Calotype"), title, text,
                                 QStringList{QStringLiteral("default"), tr("Show")}, hints, -1};
    ask(this, m_session, call(kNotifications, kNotificationsPath, kNotifications, "Notify", arguments),
        [this](const QDBusPendingCall &done) {
            const QDBusPendingReply<uint> reply(done);
            if (!reply.isError())
                m_notification = reply.value();
        });
}

void BusDesktop::reveal(const QString &path)
{
    if (!m_session.isConnected()) {
        Desktop::reveal(path);
        return;
    }
    const QStringList files{QUrl::fromLocalFile(path).toString(QUrl::FullyEncoded)};
    ask(this, m_session, call(kFiles, kFilesPath, kFiles, "ShowItems", {files, QString()}), [this, path](const QDBusPendingCall &done) {
        if (done.isError())
            Desktop::reveal(path);
    });
}

void BusDesktop::openWith(const QString &path)
{
    QFile file(path);
    if (!m_session.isConnected() || !file.open(QIODevice::ReadOnly)) { // which tells why, if that is the reason
        Desktop::openWith(path);
        return;
    }
    // Open, as the portal takes no addresses of files. It asks even where only one program is known.
    const QVariantList arguments{QString(), QVariant::fromValue(QDBusUnixFileDescriptor(file.handle())),
                                 QVariantMap{{QStringLiteral("ask"), true}}};
    ask(this, m_session, call(kPortal, kPortalPath, kPortalOpen, "OpenFile", arguments), [this, path](const QDBusPendingCall &done) {
        if (done.isError())
            Desktop::openWith(path);
    });
}

void BusDesktop::onAction(uint id, const QString &action)
{
    if (id == m_notification && action == QLatin1String("default"))
        Q_EMIT notificationActivated();
}

} // namespace calotype::ui
