#include "tests/support/TestMain.h"
#include "ui/desktop/BusDesktop.h"

#include <QDBusAbstractAdaptor>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusVariant>
#include <QDesktopServices>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <fcntl.h>
#include <unistd.h>

using namespace calotype::ui;

namespace {

/// Answers as the portal, the notification daemon, logind and the power management do.
class FakeDesktopServices final : public QObject
{
    Q_OBJECT

public:
    QString title;
    QString text;
    QStringList capabilities; ///< of the notifications
    QVariantMap hints;
    int reader = -1; ///< the end of the lock's pipe that sees its closing
    bool refusesLock = false;
    QString inhibited;
    int cookies = 0; ///< inhibitions that hold
    bool refusesFiles = false; ///< neither shows nor opens them
    QStringList shown;
    QByteArray opened; ///< what stands in the file
    bool wasAsked = false;

    bool isLocked() const
    {
        char byte = 0;
        return reader >= 0 && ::read(reader, &byte, 1) < 0; // open: nothing to read yet
    }
};

class PortalAdaptor final : public QDBusAbstractAdaptor
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public:
    explicit PortalAdaptor(QObject *parent)
        : QDBusAbstractAdaptor(parent)
    {
    }

public Q_SLOTS:
    QDBusVariant Read(const QString &group, const QString &key)
    {
        const bool known = group == QLatin1String("org.freedesktop.appearance") && key == QLatin1String("color-scheme");
        return QDBusVariant(QVariant::fromValue(QDBusVariant(known ? 1u : 0u)));
    }

Q_SIGNALS:
    void SettingChanged(const QString &group, const QString &key, const QDBusVariant &value);
};

class NotificationsAdaptor final : public QDBusAbstractAdaptor
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    explicit NotificationsAdaptor(FakeDesktopServices *services)
        : QDBusAbstractAdaptor(services)
        , m_services(services)
    {
    }

public Q_SLOTS:
    QStringList GetCapabilities() { return m_services->capabilities; }
    uint Notify(const QString &, uint, const QString &, const QString &title, const QString &text, const QStringList &,
                const QVariantMap &hints, int)
    {
        m_services->hints = hints;
        m_services->title = title;
        m_services->text = text;
        return 7;
    }

Q_SIGNALS:
    void ActionInvoked(uint id, const QString &action);

private:
    FakeDesktopServices *m_services;
};

class LogindAdaptor final : public QDBusAbstractAdaptor
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.login1.Manager")

public:
    explicit LogindAdaptor(FakeDesktopServices *services)
        : QDBusAbstractAdaptor(services)
        , m_services(services)
    {
    }

public Q_SLOTS:
    QDBusUnixFileDescriptor Inhibit(const QString &what, const QString &, const QString &, const QString &, const QDBusMessage &message)
    {
        m_services->inhibited = what;
        if (m_services->refusesLock) {
            message.setDelayedReply(true);
            m_connection.send(message.createErrorReply(QDBusError::AccessDenied, QStringLiteral("no")));
            return {};
        }
        int ends[2] = {-1, -1};
        if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
            return {};
        m_services->reader = ends[0];
        QDBusUnixFileDescriptor lock(ends[1]); // a copy of its own
        ::close(ends[1]);
        return lock;
    }

public:
    QDBusConnection m_connection{QString()};

private:
    FakeDesktopServices *m_services;
};

/// @return whether it did; a call is answered with an error then
bool refuse(const FakeDesktopServices &services, const QDBusConnection &connection, const QDBusMessage &message)
{
    if (services.refusesFiles) {
        message.setDelayedReply(true);
        connection.send(message.createErrorReply(QDBusError::NotSupported, QStringLiteral("no")));
    }
    return services.refusesFiles;
}

class FileManagerAdaptor final : public QDBusAbstractAdaptor
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.FileManager1")

public:
    FileManagerAdaptor(FakeDesktopServices *services, const QDBusConnection &connection)
        : QDBusAbstractAdaptor(services)
        , m_services(services)
        , m_connection(connection)
    {
    }

public Q_SLOTS:
    void ShowItems(const QStringList &files, const QString &, const QDBusMessage &message)
    {
        if (!refuse(*m_services, m_connection, message))
            m_services->shown = files;
    }

private:
    FakeDesktopServices *m_services;
    QDBusConnection m_connection;
};

class OpenFileAdaptor final : public QDBusAbstractAdaptor
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.OpenURI")

public:
    OpenFileAdaptor(FakeDesktopServices *services, const QDBusConnection &connection)
        : QDBusAbstractAdaptor(services)
        , m_services(services)
        , m_connection(connection)
    {
    }

public Q_SLOTS:
    QDBusObjectPath OpenFile(const QString &, const QDBusUnixFileDescriptor &file, const QVariantMap &options, const QDBusMessage &message)
    {
        if (refuse(*m_services, m_connection, message))
            return {};
        QFile given;
        if (given.open(file.fileDescriptor(), QIODevice::ReadOnly))
            m_services->opened = given.readAll();
        m_services->wasAsked = options.value(QStringLiteral("ask")).toBool();
        return QDBusObjectPath(QStringLiteral("/org/freedesktop/portal/desktop/request/1"));
    }

private:
    FakeDesktopServices *m_services;
    QDBusConnection m_connection;
};

/// Takes what would be opened by the system's own means.
class SystemsOpener final : public QObject
{
    Q_OBJECT

public:
    SystemsOpener() { QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "open"); }
    ~SystemsOpener() override { QDesktopServices::unsetUrlHandler(QStringLiteral("file")); }

    QList<QUrl> opened;

public Q_SLOTS:
    void open(const QUrl &url) { opened.append(url); }
};

class PowerAdaptor final : public QDBusAbstractAdaptor
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.PowerManagement.Inhibit")

public:
    explicit PowerAdaptor(FakeDesktopServices *services)
        : QDBusAbstractAdaptor(services)
        , m_services(services)
    {
    }

public Q_SLOTS:
    uint Inhibit(const QString &, const QString &)
    {
        ++m_services->cookies;
        return 5;
    }
    void UnInhibit(uint cookie) { m_services->cookies -= cookie == 5; }

private:
    FakeDesktopServices *m_services;
};

/// Counts how often the bell rings.
class HeardDesktop final : public BusDesktop
{
public:
    using BusDesktop::BusDesktop;

    void playSound() override { ++bells; }

    int bells = 0;
};

} // namespace

/// Over a real bus of its own, with services that the test plays.
class BusDesktopTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QString program = QStandardPaths::findExecutable(QStringLiteral("dbus-daemon"));
        if (program.isEmpty())
            QSKIP("dbus-daemon is not installed");
        m_bus.start(program, {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address=1"),
                              QStringLiteral("--address=unix:dir=") + m_dir.path()});
        QVERIFY(m_bus.waitForReadyRead(10000));
        m_address = QString::fromUtf8(m_bus.readLine()).trimmed();

        m_services = std::make_unique<FakeDesktopServices>();
        m_portal = new PortalAdaptor(m_services.get());
        m_notifications = new NotificationsAdaptor(m_services.get());
        auto *const logind = new LogindAdaptor(m_services.get());
        new PowerAdaptor(m_services.get());
        QDBusConnection connection = QDBusConnection::connectToBus(m_address, QStringLiteral("services"));
        QVERIFY2(connection.isConnected(), qPrintable(connection.lastError().message()));
        logind->m_connection = connection;
        new FileManagerAdaptor(m_services.get(), connection);
        new OpenFileAdaptor(m_services.get(), connection);
        for (const char *path : {"/org/freedesktop/portal/desktop", "/org/freedesktop/Notifications", "/org/freedesktop/login1",
                                 "/org/freedesktop/PowerManagement/Inhibit", "/org/freedesktop/FileManager1"})
            QVERIFY(connection.registerObject(QLatin1String(path), m_services.get(), QDBusConnection::ExportAdaptors));
        for (const char *name : {"org.freedesktop.portal.Desktop", "org.freedesktop.Notifications", "org.freedesktop.login1",
                                 "org.freedesktop.PowerManagement", "org.freedesktop.FileManager1"})
            QVERIFY(connection.registerService(QLatin1String(name)));
    }

    void init()
    {
        const QDBusConnection bus = QDBusConnection::connectToBus(m_address, QStringLiteral("program"));
        QVERIFY(bus.isConnected());
        m_services->refusesLock = false;
        m_services->refusesFiles = false;
        m_desktop = std::make_unique<HeardDesktop>(bus, bus);
    }

    void cleanup() { m_desktop.reset(); }

    void cleanupTestCase()
    {
        m_desktop.reset();
        QDBusConnection::disconnectFromBus(QStringLiteral("program"));
        QDBusConnection::disconnectFromBus(QStringLiteral("services"));
        m_bus.terminate();
        m_bus.waitForFinished();
    }

    void coloursAreAskedForAndFollowed()
    {
        QTRY_VERIFY(m_desktop->wishesDark() == std::optional(true));
        QSignalSpy changed(m_desktop.get(), &Desktop::darkWishChanged);
        // Told again and again, until the bus knows who listens.
        QTRY_VERIFY((Q_EMIT m_portal->SettingChanged(QStringLiteral("org.freedesktop.appearance"), QStringLiteral("color-scheme"),
                                                     QDBusVariant(2u)),
                     m_desktop->wishesDark() == std::optional(false)));
        QCOMPARE(changed.size(), 1);
        Q_EMIT m_portal->SettingChanged(QStringLiteral("org.gnome.desktop.interface"), QStringLiteral("color-scheme"), QDBusVariant(1u));
        Q_EMIT m_portal->SettingChanged(QStringLiteral("org.freedesktop.appearance"), QStringLiteral("color-scheme"), QDBusVariant(0u));
        QTRY_VERIFY(!m_desktop->wishesDark());
        QCOMPARE(changed.size(), 2);
    }

    void notificationIsSentAndAnswered()
    {
        QSignalSpy activated(m_desktop.get(), &Desktop::notificationActivated);
        m_desktop->notify(QStringLiteral("Done"), QStringLiteral("3 pictures"), Desktop::Sound::None);
        QTRY_COMPARE(m_services->title, QStringLiteral("Done"));
        QCOMPARE(m_services->text, QStringLiteral("3 pictures"));
        // Pressed again and again, until its number is known to the program.
        QTRY_VERIFY((Q_EMIT m_notifications->ActionInvoked(7, QStringLiteral("default")), activated.size() > 0));
    }

    void soundComesWithTheNotificationElseFromTheBell()
    {
        const QString soundName = QStringLiteral("sound-name");
        m_services->capabilities = {QStringLiteral("body"), QStringLiteral("sound")};
        m_desktop->notify(QStringLiteral("Done"), QStringLiteral("silent"), Desktop::Sound::None);
        QTRY_COMPARE(m_services->text, QStringLiteral("silent"));
        QVERIFY(!m_services->hints.contains(soundName));
        m_desktop->notify(QStringLiteral("Done"), QStringLiteral("with a sound"), Desktop::Sound::Done);
        QTRY_COMPARE(m_services->text, QStringLiteral("with a sound"));
        QCOMPARE(m_services->hints.value(soundName).toString(), QStringLiteral("complete"));
        QCOMPARE(m_desktop->bells, 0);

        m_services->capabilities = {QStringLiteral("body")};
        m_desktop->notify(QStringLiteral("Done"), QStringLiteral("with the bell"), Desktop::Sound::Done);
        QTRY_COMPARE(m_services->text, QStringLiteral("with the bell"));
        QVERIFY(!m_services->hints.contains(soundName));
        QCOMPARE(m_desktop->bells, 1);
    }

    void lockHoldsWhileAwakeAndGoesWithTheProgram()
    {
        m_desktop->keepAwake(true);
        QTRY_VERIFY(m_services->isLocked());
        QCOMPARE(m_services->inhibited, QStringLiteral("idle")); // the user's own order to sleep is obeyed
        m_desktop->keepAwake(false);
        QTRY_VERIFY(!m_services->isLocked());
        m_desktop->keepAwake(true);
        QTRY_VERIFY(m_services->isLocked());
        m_desktop.reset();
        QTRY_VERIFY(!m_services->isLocked());
    }

    void powerManagementStandsInForLogind()
    {
        m_services->refusesLock = true;
        m_desktop->keepAwake(true);
        QTRY_COMPARE(m_services->cookies, 1);
        m_desktop->keepAwake(false);
        QTRY_COMPARE(m_services->cookies, 0);
    }

    void fileIsShownSelectedElseItsFolder()
    {
        const QString path = writeFile(QStringLiteral("ein Bild ä.png"));
        const QString folder = QFileInfo(path).absolutePath();
        SystemsOpener system;
        QSignalSpy failed(m_desktop.get(), &Desktop::failed);
        m_desktop->reveal(path);
        QTRY_COMPARE(m_services->shown, QStringList{QUrl::fromLocalFile(path).toString(QUrl::FullyEncoded)});
        QVERIFY(system.opened.isEmpty());

        m_services->refusesFiles = true;
        m_desktop->reveal(path);
        QTRY_COMPARE(system.opened, QList<QUrl>{QUrl::fromLocalFile(folder)});
        QVERIFY(failed.isEmpty());
        m_desktop->reveal(m_dir.filePath(QStringLiteral("gone/a.png")));
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed.first()[0].toString().contains(m_dir.filePath(QStringLiteral("gone"))));
        QCOMPARE(system.opened.size(), 1);
    }

    void programForAFileIsAskedFor()
    {
        const QString path = writeFile(QStringLiteral("a.png"));
        SystemsOpener system;
        QSignalSpy failed(m_desktop.get(), &Desktop::failed);
        m_desktop->openWith(path);
        QTRY_COMPARE(m_services->opened, QByteArray("pixels"));
        QVERIFY(m_services->wasAsked);
        QVERIFY(system.opened.isEmpty());

        m_services->refusesFiles = true;
        m_desktop->openWith(path);
        QTRY_COMPARE(system.opened, QList<QUrl>{QUrl::fromLocalFile(path)});
        QVERIFY(failed.isEmpty());
        m_desktop->openWith(m_dir.filePath(QStringLiteral("gone.png")));
        QCOMPARE(failed.size(), 1);
        QVERIFY(failed.first()[0].toString().contains(QStringLiteral("gone.png")));
    }

    void withoutABusNothingHappens()
    {
        HeardDesktop none(QDBusConnection(QStringLiteral("none")), QDBusConnection(QStringLiteral("none")));
        none.keepAwake(true);
        none.notify(QStringLiteral("Done"), {}, Desktop::Sound::None);
        QCOMPARE(none.bells, 0);
        none.notify(QStringLiteral("Done"), {}, Desktop::Sound::Done);
        QCOMPARE(none.bells, 1); // which needs none
        none.keepAwake(false);
        QVERIFY(!none.wishesDark());
        SystemsOpener system;
        const QString path = writeFile(QStringLiteral("a.png"));
        none.reveal(path);
        none.openWith(path);
        QCOMPARE(system.opened, (QList<QUrl>{QUrl::fromLocalFile(QFileInfo(path).absolutePath()), QUrl::fromLocalFile(path)}));
    }

private:
    QString writeFile(const QString &name) const
    {
        QFile file(m_dir.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write("pixels") == 6 ? file.fileName() : QString();
    }

    QTemporaryDir m_dir;
    QProcess m_bus;
    QString m_address;
    std::unique_ptr<FakeDesktopServices> m_services;
    PortalAdaptor *m_portal = nullptr;
    NotificationsAdaptor *m_notifications = nullptr;
    std::unique_ptr<HeardDesktop> m_desktop;
};

CALOTYPE_TEST(BusDesktopTest)
#include "BusDesktopTest.moc"
