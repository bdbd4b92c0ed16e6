#pragma once

#include <QObject>

class QWidget;

namespace calotype::ui {

class Desktop;
class GenerationController;
class Preferences;

/// Keeps the machine awake while pictures are made, and says so when they are done and the user is elsewhere.
class WorkAnnouncer final : public QObject
{
    Q_OBJECT

public:
    /// None of it is owned, and all of it outlives this.
    struct Parts {
        GenerationController &controller;
        Preferences &preferences;
        Desktop &desktop;
        QWidget &window;
    };

    explicit WorkAnnouncer(const Parts &parts, QObject *parent = nullptr);
    ~WorkAnnouncer() override;

private:
    void onPhase();

    Parts m_parts;
    int m_made = 0; ///< since it was idle last
};

} // namespace calotype::ui
