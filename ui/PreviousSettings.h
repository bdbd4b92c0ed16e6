#pragma once

#include "ui/GenerationSettings.h"
#include "ui/InitImage.h"

#include <QObject>

#include <optional>

class QAction;

namespace calotype::ui {

/// The way back where the settings of a picture or a preset have taken the place of the user's, and with those of a result
/// its start image. What is used in a row, with nothing set by hand in between, counts as one; going back can itself be gone
/// back on.
class PreviousSettings final : public QObject
{
    Q_OBJECT

public:
    struct Before {
        GenerationValues values;
        std::optional<InitImage::Start> start; ///< where another took its place
    };

    /// Both outlive this.
    PreviousSettings(GenerationSettings &settings, InitImage &image, QObject *parent = nullptr);

    QAction *action() const { return m_action; }
    /// What the next bringBack() brings; nothing while there is none.
    const std::optional<Before> &before() const { return m_previous; }

public Q_SLOTS:
    void bringBack();
    /// The same, of what before() said at some time. A start image that was chosen since stays.
    void bringBackThese(const calotype::ui::PreviousSettings::Before &before);
    /// With the settings that were used last came another start image, or none.
    void takeStart(const calotype::ui::InitImage::Start &before);

Q_SIGNALS:
    /// The user's prompt went, and other settings with it, or the start image: worth a word.
    void wentWhole();

private:
    void onReplaced(const GenerationValues &before);

    GenerationSettings &m_settings;
    InitImage &m_image;
    QAction *m_action;
    std::optional<Before> m_previous;
    std::optional<GenerationValues> m_used; ///< what was used last, as it stood then
    InitImage::Start m_usedStart;           ///< that came with it, or with the last before it that had one
};

} // namespace calotype::ui
