#pragma once

#include "ui/GenerationSettings.h"

#include <QObject>

#include <optional>

class QAction;

namespace calotype::ui {

/// The way back where the settings of a picture or a preset have taken the place of the user's. What is used in a row, with
/// nothing set by hand in between, counts as one; going back can itself be gone back on.
class PreviousSettings final : public QObject
{
    Q_OBJECT

public:
    /// @param settings  outlives this
    explicit PreviousSettings(GenerationSettings &settings, QObject *parent = nullptr);

    QAction *action() const { return m_action; }
    /// Those that the next bringBack() brings; nothing while there are none.
    const std::optional<GenerationValues> &values() const { return m_previous; }

public Q_SLOTS:
    void bringBack();
    /// The same, of those that values() said at some time.
    void bringBackThese(const calotype::ui::GenerationValues &values);

Q_SIGNALS:
    /// The user's prompt went, and other settings with it: worth a word.
    void wentWhole();

private:
    void onReplaced(const GenerationValues &before);

    GenerationSettings &m_settings;
    QAction *m_action;
    std::optional<GenerationValues> m_previous;
    std::optional<GenerationValues> m_used; ///< what was used last, as it stood then
};

} // namespace calotype::ui
