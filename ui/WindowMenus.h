#pragma once

class QMenuBar;

namespace calotype::ui {

class ResultActions;
class WindowActions;
class WindowDocks;
class WindowPages;

/// Whose orders the menus hold.
struct MenuParts {
    const WindowActions &actions;
    const ResultActions &resultActions;
    const WindowPages &pages;
    const WindowDocks &docks;
};

void fillMenuBar(QMenuBar &bar, const MenuParts &parts);

} // namespace calotype::ui
