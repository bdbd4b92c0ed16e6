#pragma once

#include "ui/info/PictureWords.h"
#include "ui/queue/QueueModel.h"

#include <QObject>

class QAction;
class QMainWindow;

namespace calotype::ui {

class GenerationController;
class GenerationSettings;
class InfoDock;
class ManagerRunner;
class ModelList;
class QueueDock;
class WindowPages;

/// The docks around the window's middle: what a picture says of itself on the right, the queue at the bottom. Both are
/// hidden until they are wanted; the queue comes by itself when a second job waits, or it has something to ask.
class WindowDocks final : public QObject
{
    Q_OBJECT

public:
    struct Parts {
        GenerationSettings &settings;
        ModelList &models;
        jobs::JobQueue &queue;
        ManagerRunner &runner;
        WindowPages &pages;
        FieldReader readFields;
    };

    WindowDocks(const Parts &parts, QMainWindow *window);
    ~WindowDocks() override;

    QAction *showInfo() const { return m_showInfo; }
    QAction *showQueue() const { return m_showQueue; }

private:
    void showWhenWanted();

    Parts m_parts;
    QueueModel m_model;
    InfoDock *m_info;
    QueueDock *m_queue;
    QAction *m_showInfo;
    QAction *m_showQueue;
};

} // namespace calotype::ui
