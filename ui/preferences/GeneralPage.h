#pragma once

#include "ui/preferences/PreferencePage.h"

namespace calotype::ui {

/// How the program looks and begins, and when it speaks up.
class GeneralPage final : public PreferencePage
{
    Q_OBJECT

public:
    /// @param canStartAnew  the program can be started anew from here, as another language needs it
    GeneralPage(Preferences &preferences, bool canStartAnew, QWidget *parent = nullptr);

Q_SIGNALS:
    void startAnewRequested();
};

} // namespace calotype::ui
