#pragma once

#include "ui/desktop/Desktop.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCall>
#include <QDBusUnixFileDescriptor>

namespace calotype::ui {

/// The desktop by D-Bus: colours by the settings portal (org.freedesktop.portal.Settings), notifications by
/// org.freedesktop.Notifications, sleep by logind, else by org.freedesktop.PowerManagement.Inhibit; files are shown by
/// org.freedesktop.FileManager1, and a program for one is chosen by the portal (org.freedesktop.portal.OpenURI). Who does
/// not answer is done without; the bell stands in for notifications that make no sound. Both inhibitions end with the
/// program, however it ends.
class BusDesktop : public Desktop
{
    Q_OBJECT

public:
    /// @param session, system  the buses; one that is not connected is done without
    BusDesktop(const QDBusConnection &session, const QDBusConnection &system, QObject *parent = nullptr);
    ~BusDesktop() override;

    std::optional<bool> wishesDark() const override { return m_dark; }
    void keepAwake(bool awake) override;
    void notify(const QString &title, const QString &text, Sound sound) override;
    void reveal(const QString &path) override;
    void openWith(const QString &path) override;

private Q_SLOTS:
    void onSettingChanged(const QDBusMessage &message);
    void onAction(uint id, const QString &action);

private:
    void askForColours();
    void setColours(const QVariant &value);
    void askLogind();
    void askPowerManagement();
    void letSleep();
    void sendNotification(const QString &title, const QString &text, const QString &soundName);

    QDBusConnection m_session;
    QDBusConnection m_system;
    std::optional<bool> m_dark;
    bool m_awake = false;
    int m_asked = 0; ///< raised by each wish, so that late answers are known
    QDBusUnixFileDescriptor m_lock; ///< logind's
    std::optional<uint> m_cookie;   ///< the power management's
    uint m_notification = 0;        ///< the last one
};

} // namespace calotype::ui
