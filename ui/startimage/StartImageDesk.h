#pragma once

#include "ui/info/PictureWords.h"
#include "ui/startimage/StartImageIntake.h"
#include "ui/startimage/StartImageKeeper.h"

#include <QObject>

namespace calotype::ui {

class CreatePanel;
class MaskEditor;

/// All that the window has for the start image: how one comes in, how it is kept, and where its mask is painted.
class StartImageDesk final : public QObject
{
    Q_OBJECT

public:
    /// None of it is owned, and all of it outlives this, but for the panel, whose signals are listened to.
    struct Parts {
        InitImage &image;
        GenerationSettings &settings;
        ModelList &models;
        CreatePanel &create;
        FieldReader readFields;
        QString folder; ///< where the start image is kept
        bool keeps;     ///< from one start to the next
    };

    StartImageDesk(const Parts &parts, QWidget *window);

    StartImageIntake &intake() { return m_intake; }
    /// As StartImageKeeper::setKeeping().
    void setKeeping(bool keeps) { m_keeper.setKeeping(keeps); }
    /// Hidden while it is not open. To be put into the window, which then owns it.
    MaskEditor *editor() const { return m_editor; }

private:
    StartImageIntake m_intake;
    StartImageKeeper m_keeper;
    MaskEditor *m_editor;
};

} // namespace calotype::ui
