#pragma once

#include <QObject>
#include <QString>
#include <QVector>

class QWidget;

namespace calotype::jobs {
class JobQueue;
}

namespace calotype::ui {

class Desktop;
class GenerationController;
class Preferences;

/// Keeps the machine awake while pictures are made. When they are done and the user is elsewhere, says so; or why they are not,
/// where a run has failed or the queue has paused itself. By a notification, a sound, both or neither, as is preferred.
class WorkAnnouncer final : public QObject
{
    Q_OBJECT

public:
    /// None of it is owned, and all of it outlives this.
    struct Parts {
        GenerationController &controller;
        const jobs::JobQueue &queue;
        Preferences &preferences;
        Desktop &desktop;
        QWidget &window;
    };

    explicit WorkAnnouncer(const Parts &parts, QObject *parent = nullptr);
    ~WorkAnnouncer() override;

private:
    void onPhase();
    void noteRunning();
    /// In the words of the window; "" where nothing went wrong since it was idle last.
    QString whatWentWrong() const;

    Parts m_parts;
    int m_made = 0; ///< since it was idle last, as below
    QVector<qint64> m_ran; ///< the jobs, in the order in which they began
};

} // namespace calotype::ui
