#include "ui/WindowMenus.h"

#include "ui/ResultActions.h"
#include "ui/WindowActions.h"
#include "ui/WindowDocks.h"
#include "ui/WindowPages.h"

#include <QAction>
#include <QActionGroup>
#include <QCoreApplication>
#include <QMenuBar>
#include <QUndoStack>

namespace calotype::ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("MainWindow", text);
}

} // namespace

void fillMenuBar(QMenuBar &bar, const MenuParts &parts)
{
    const WindowActions &actions = parts.actions;
    QMenu *const edit = new QMenu(tr("&Edit"), &bar);
    QAction *const undo = parts.pages.undoStack()->createUndoAction(edit, tr("&Undo"));
    undo->setShortcut(QKeySequence::Undo);
    QAction *const redo = parts.pages.undoStack()->createRedoAction(edit, tr("&Redo"));
    redo->setShortcut(QKeySequence::Redo);
    edit->addActions({undo, redo});
    edit->addSeparator();
    edit->addAction(actions.preferences);
    QMenu *const file = bar.addMenu(tr("&File"));
    file->addActions({actions.openModel, actions.openModelFolder, actions.chooseStartImage});
    file->addSeparator();
    file->addAction(actions.quit);
    bar.addMenu(edit);
    QMenu *const create = bar.addMenu(tr("&Create"));
    create->addActions({actions.generate, actions.generateFirst, actions.skip, actions.stopAfter, actions.stop});
    create->addSeparator();
    create->addActions({actions.focusPrompt, actions.clearStartImage});
    QMenu *const picture = bar.addMenu(tr("&Picture"));
    picture->addActions(parts.resultActions.actions());
    QMenu *const gallery = bar.addMenu(tr("&Gallery"));
    gallery->addActions(parts.pages.pictureActions());
    QMenu *const model = bar.addMenu(tr("&Model"));
    model->addActions({actions.openModelsFolder, actions.rescan, actions.unload});
    QMenu *const view = bar.addMenu(tr("&View"));
    view->addActions(parts.pages.pageActions());
    view->addSeparator();
    view->addActions({parts.docks.showInfo(), parts.docks.showQueue()});
    view->addSeparator();
    view->addActions({actions.zoomIn, actions.zoomOut, actions.zoomActual, actions.zoomFit});
#ifndef Q_OS_MACOS // there the system dresses the program
    view->addSeparator();
    view->addMenu(tr("&Colours"))->addActions(actions.schemes->actions());
#endif
    bar.addMenu(tr("&Help"))->addAction(actions.about);
}

} // namespace calotype::ui
