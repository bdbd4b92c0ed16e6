#pragma once

#include "core/base/Result.h"

#include <QLocalServer>
#include <QLockFile>
#include <QObject>
#include <QStringList>

class QLocalSocket;

namespace calotype::app {

/// One window for each user and data folder: the first program holds a lock and listens, later ones hand their files
/// over and end. A lock whose program is gone, and the socket that it left, are taken over.
class SingleInstance final : public QObject
{
    Q_OBJECT

public:
    /// @param dataFolder  programs with other ones do not know of each other
    explicit SingleInstance(const QString &dataFolder, QObject *parent = nullptr);
    ~SingleInstance() override;

    /// Becomes the first one; where there is one already, hands it @p files, and waits until it has them. One that ends
    /// meanwhile is followed.
    /// @param activation  what lets the first one come to the front, as the environment gave it
    /// @return whether this is the first one; Io where another one is and does not answer
    Result<bool> begin(const QStringList &files, const QString &activation);
    /// Hears of no other start from now on, and lets the next one be the first.
    void end();

Q_SIGNALS:
    /// Another program was started; it has ended, or is about to. @p files are absolute paths, and may be none.
    void started(const QStringList &files, const QString &activation);

private:
    bool becomeFirst();
    bool handOver(const QByteArray &message);
    void onConnection();
    void read(QLocalSocket *socket);

    QString m_socketPath;
    QLockFile m_lock;
    QLocalServer m_server;
};

} // namespace calotype::app
