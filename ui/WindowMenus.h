#pragma once

class QMenuBar;

namespace calotype::ui {

class GalleryFeed;
class PreviousSettings;
class ResultActions;
class TextActions;
class WindowActions;
class WindowDocks;
class WindowPages;
class WindowToolBar;
class WindowUndo;

/// Whose orders the menus hold.
struct MenuParts {
    const WindowActions &actions;
    const ResultActions &resultActions;
    const WindowPages &pages;
    const WindowDocks &docks;
    const WindowToolBar &toolBar;
    const GalleryFeed &feed;
    const WindowUndo &undo;
    const TextActions &text;
    const PreviousSettings &previous;
};

void fillMenuBar(QMenuBar &bar, const MenuParts &parts);

} // namespace calotype::ui
