#pragma once

#include "ui/preferences/PreferencePage.h"

namespace calotype::ui {

/// What is shown while a picture is being made, and how often.
class PreviewPage final : public PreferencePage
{
    Q_OBJECT

public:
    /// @param modelsFolder  where a preview decoder would lie, for the advice
    PreviewPage(Preferences &preferences, const QString &modelsFolder, QWidget *parent = nullptr);
};

} // namespace calotype::ui
