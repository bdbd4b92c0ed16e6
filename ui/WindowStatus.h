#pragma once

#include <QObject>

namespace calotype::models {
class ModelManager;
}

namespace calotype::ui {

class GenerationController;
class InitImage;
class StatusLine;
class WindowActions;

/// Tells what the program does: in the status line, and by which orders can be given now, and what they are called.
class WindowStatus final : public QObject
{
    Q_OBJECT

public:
    /// None of it is owned, and all of it outlives this.
    struct Parts {
        models::ModelManager &manager;
        GenerationController &controller;
        const InitImage &initImage;
        const WindowActions &actions;
        StatusLine &line;
    };

    explicit WindowStatus(const Parts &parts, QObject *parent = nullptr);

private:
    void onPhase();
    void onDevice();

    Parts m_parts;
};

} // namespace calotype::ui
