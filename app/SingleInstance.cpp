#include "app/SingleInstance.h"

#include "core/base/Log.h"
#include "core/gallery/LockFile.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QDeadlineTimer>
#include <QDir>
#include <QLocalSocket>
#include <QStandardPaths>
#include <QThread>

#include <unistd.h>

namespace calotype::app {

namespace {

constexpr quint32 kMagic = 0xca107e01; ///< of the hand-over's version
constexpr int kPatienceMs = 5000;
constexpr int kPauseMs = 50;
constexpr quint32 kMostBytes = 256 << 20; ///< a command line is at most some MiB; its paths are longer when absolute
const QByteArray kTaken("taken");

/// Short, as a socket's path must be; of this user alone.
QString pathFor(const QString &dataFolder)
{
    QString folder = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    if (folder.isEmpty())
        folder = QDir::tempPath();
    const QByteArray data = QDir(dataFolder).absolutePath().toUtf8() + '\n' + QByteArray::number(::getuid());
    const QString id = QString::fromLatin1(QCryptographicHash::hash(data, QCryptographicHash::Sha256).toHex().left(16));
    return folder + QStringLiteral("/calotype-") + id;
}

} // namespace

SingleInstance::SingleInstance(const QString &dataFolder, QObject *parent)
    : QObject(parent)
    , m_socketPath(pathFor(dataFolder))
    , m_lock(m_socketPath + QStringLiteral(".lock"))
{
    m_lock.setStaleLockTime(0); // however long it runs
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::onConnection);
}

SingleInstance::~SingleInstance()
{
    end();
}

void SingleInstance::end()
{
    m_server.close(); // before the lock goes
    m_lock.unlock();
}

bool SingleInstance::becomeFirst()
{
    if (!gallery::takeLock(m_lock)) {
        if (m_lock.error() == QLockFile::LockFailedError)
            return false;
        spdlog::warn("window: no lock can be made at {}; a second start will not find this one", m_socketPath.toStdString());
        return true;
    }
    QLocalServer::removeServer(m_socketPath); // of one that was killed
    if (!m_server.listen(m_socketPath))
        spdlog::warn("window: cannot listen at {}: {}", m_socketPath.toStdString(), m_server.errorString().toStdString());
    return true;
}

Result<bool> SingleInstance::begin(const QStringList &files, const QString &activation)
{
    QByteArray message;
    QDataStream out(&message, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_4);
    out << kMagic << files << activation;
    const QDeadlineTimer deadline(kPatienceMs);
    for (;;) {
        if (becomeFirst())
            return true;
        if (deadline.hasExpired())
            break;
        if (handOver(message))
            return false;
        QThread::msleep(kPauseMs); // it does not listen yet, or no longer
    }
    return Error{ErrorCode::Io, "Calotype runs already, but its window does not answer; wait for it, or end it, and start again.", {}};
}

bool SingleInstance::handOver(const QByteArray &message)
{
    QLocalSocket socket;
    socket.connectToServer(m_socketPath);
    if (!socket.waitForConnected(kPatienceMs))
        return false;
    QDataStream wire(&socket);
    wire.setVersion(QDataStream::Qt_6_4);
    wire << message;
    while (socket.bytesToWrite() > 0 && socket.waitForBytesWritten(kPatienceMs)) { }
    QByteArray answer;
    while (answer != kTaken && socket.waitForReadyRead(kPatienceMs))
        answer += socket.readAll();
    return answer == kTaken;
}

void SingleInstance::onConnection()
{
    while (QLocalSocket *const socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { read(socket); });
        read(socket);
    }
}

void SingleInstance::read(QLocalSocket *socket)
{
    quint32 size = 0;
    const QByteArray head = socket->peek(sizeof size);
    if (head.size() < qsizetype(sizeof size))
        return; // more is to come
    QDataStream(head) >> size;
    if (size > kMostBytes) {
        socket->abort();
        return;
    }
    if (socket->bytesAvailable() < qint64(sizeof size) + size)
        return;
    socket->skip(sizeof size);
    QDataStream in(socket->read(size));
    in.setVersion(QDataStream::Qt_6_4);
    quint32 magic = 0;
    QStringList files;
    QString activation;
    in >> magic >> files >> activation;
    if (magic != kMagic || in.status() != QDataStream::Ok) {
        socket->abort();
        return;
    }
    socket->write(kTaken);
    socket->flush();
    Q_EMIT started(files, activation);
}

} // namespace calotype::app
