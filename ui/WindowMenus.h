#pragma once

class QMenuBar;

namespace calotype::ui {

class GalleryFeed;
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
    const GalleryFeed &feed;
};

void fillMenuBar(QMenuBar &bar, const MenuParts &parts);

} // namespace calotype::ui
