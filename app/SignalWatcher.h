#pragma once

#include <QObject>
#include <QSocketNotifier>

namespace calotype::app {

/// Turns Ctrl+C and SIGTERM into a Qt signal. The second one ends the process at once with status 130.
/// One object at a time; the handlers before it are put back by its destructor.
class SignalWatcher final : public QObject
{
    Q_OBJECT

public:
    explicit SignalWatcher(QObject *parent = nullptr);
    ~SignalWatcher() override;

Q_SIGNALS:
    void interrupted();

private:
    void drain();

    int m_pipe[2] = {-1, -1};
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace calotype::app
