#pragma once

class QWidget;

namespace calotype::ui {

/// Shows the program's version and the notices of what comes with it. Closes by itself with @p window.
void showAboutBox(QWidget *window);

} // namespace calotype::ui
