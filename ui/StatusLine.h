#pragma once

#include "core/engine/GenerationBackend.h"
#include "core/engine/Progress.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QProgressBar;

namespace calotype::ui {

/// The bottom of the window: device, stage, step, seconds per step, time left, with a thin bar above. The time left
/// goes on counting between two events.
class StatusLine final : public QWidget
{
    Q_OBJECT

public:
    explicit StatusLine(QWidget *parent = nullptr);

    QString text() const; ///< what the labels say, for tests and for assistive technology

public Q_SLOTS:
    void setDevice(const QString &device);
    /// Words for a state without steps; "" for none. @p busy shows a bar without an end.
    void showState(const QString &words, bool busy);
    void showLoading(const calotype::LoadProgress &progress);
    void showProgress(const calotype::Progress &progress);

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    class Field;

    void dress();
    void showTimeLeft();
    void setBar(int value, int most);

    QProgressBar *m_bar;
    Field *m_stage;
    Field *m_steps;
    Field *m_speed;
    Field *m_left;
    Field *m_device;
    QTimer m_tick;
    QElapsedTimer m_since; ///< of the last estimate
    double m_secondsLeft = -1;
};

} // namespace calotype::ui
