#pragma once

#include <QObject>
#include <QTimer>

namespace calotype::ui {

/// The clock of a slideshow: it says when the next picture is due.
class Slideshow final : public QObject
{
    Q_OBJECT

public:
    static constexpr int kSecondsMost = 120;

    explicit Slideshow(QObject *parent = nullptr);

    bool isRunning() const { return m_timer.isActive(); }
    /// How long each picture is shown, 1 to kSecondsMost.
    int seconds() const { return m_timer.interval() / 1000; }
    void setSeconds(int seconds);

public Q_SLOTS:
    void start();
    void stop();
    /// The present picture's time has come to an end. The timer calls it, while the show runs.
    void onTimeout();
    /// The next picture came late: its time begins now.
    void beginAnew();

Q_SIGNALS:
    void runningChanged(bool running);
    void due();

private:
    QTimer m_timer;
};

} // namespace calotype::ui
