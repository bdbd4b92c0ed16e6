#pragma once

#include "ui/preferences/PreferencePage.h"

namespace calotype::ui {

/// How the program looks, and when it speaks up.
class GeneralPage final : public PreferencePage
{
    Q_OBJECT

public:
    explicit GeneralPage(Preferences &preferences, QWidget *parent = nullptr);
};

} // namespace calotype::ui
