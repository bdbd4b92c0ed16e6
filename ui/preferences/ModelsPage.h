#pragma once

#include "ui/preferences/PreferencePage.h"

namespace calotype::ui {

/// Where models are looked for.
class ModelsPage final : public PreferencePage
{
    Q_OBJECT

public:
    /// @param modelsFolder  the program's own
    ModelsPage(Preferences &preferences, const QString &modelsFolder, QWidget *parent = nullptr);

Q_SIGNALS:
    void rescanRequested();
};

} // namespace calotype::ui
