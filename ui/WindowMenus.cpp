#include "ui/WindowMenus.h"

#include "ui/GalleryFeed.h"
#include "ui/PreviousSettings.h"
#include "ui/ResultActions.h"
#include "ui/TextActions.h"
#include "ui/WindowActions.h"
#include "ui/WindowDocks.h"
#include "ui/WindowPages.h"
#include "ui/WindowToolBar.h"
#include "ui/WindowUndo.h"

#include <QAction>
#include <QActionGroup>
#include <QCoreApplication>
#include <QMenuBar>

namespace calotype::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(WindowMenus)
};

} // namespace

void fillMenuBar(QMenuBar &bar, const MenuParts &parts)
{
    const WindowActions &actions = parts.actions;
    QMenu *const edit = new QMenu(Words::tr("&Edit"), &bar);
    edit->addActions({parts.undo.undo(), parts.undo.redo()});
    edit->addAction(parts.previous.action());
    edit->addSeparator();
    edit->addActions(parts.text.actions());
    QObject::connect(edit, &QMenu::aboutToShow, &parts.text, &TextActions::refresh);
    edit->addSeparator();
    edit->addAction(actions.preferences);
    QMenu *const file = bar.addMenu(Words::tr("&File"));
    file->addActions({actions.openModel, actions.openModelFolder, actions.chooseStartImage, actions.pasteStartImage});
    file->addSeparator();
    file->addAction(actions.addFolder);
    file->addSeparator();
    file->addAction(actions.quit);
    bar.addMenu(edit);
    QMenu *const create = bar.addMenu(Words::tr("&Create"));
    create->addActions({actions.generate, actions.generateFirst, actions.generateInstead, actions.generateSeveral});
    create->addSeparator();
    create->addActions({actions.skip, actions.stopAfter, actions.stop});
    create->addSeparator();
    create->addActions({actions.focusPrompt, actions.clearStartImage});
    QMenu *const picture = bar.addMenu(Words::tr("&Picture"));
    picture->addActions(parts.resultActions.actions());
    QMenu *const gallery = bar.addMenu(Words::tr("&Gallery"));
    gallery->addActions(parts.pages.pictureActions());
    gallery->addSeparator();
    gallery->addActions(parts.feed.actions());
    QMenu *const model = bar.addMenu(Words::tr("&Model"));
    model->addActions({actions.openModelsFolder, actions.rescan, actions.unload});
    QMenu *const view = bar.addMenu(Words::tr("&View"));
    view->addActions(parts.pages.pageActions());
    view->addSeparator();
    view->addActions({parts.docks.showInfo(), parts.docks.showQueue(), parts.toolBar.toggleViewAction()});
    view->addSeparator();
    view->addActions({actions.zoomIn, actions.zoomOut, actions.zoomActual, actions.zoomFit});
    view->addSeparator();
    view->addActions(parts.pages.viewerActions());
#ifndef Q_OS_MACOS // there the system dresses the program
    view->addSeparator();
    view->addMenu(Words::tr("Co&lours"))->addActions(actions.schemes->actions());
#endif
    QMenu *const help = bar.addMenu(Words::tr("&Help"));
    help->addActions({actions.keyboardShortcuts, actions.showLog, actions.copyDiagnostics});
    help->addSeparator();
    help->addAction(actions.about);
}

} // namespace calotype::ui
