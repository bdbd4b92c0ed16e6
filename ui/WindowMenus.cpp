#include "ui/WindowMenus.h"

#include "ui/GalleryFeed.h"
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

struct Words {
    Q_DECLARE_TR_FUNCTIONS(WindowMenus)
};

/// A tag may have an ampersand of its own.
QString asMenuText(QString words)
{
    return words.replace(u'&', QStringLiteral("&&"));
}

} // namespace

void fillMenuBar(QMenuBar &bar, const MenuParts &parts)
{
    const WindowActions &actions = parts.actions;
    QMenu *const edit = new QMenu(Words::tr("&Edit"), &bar);
    QUndoStack *const stack = parts.pages.undoStack();
    QAction *const undo = stack->createUndoAction(edit, Words::tr("&Undo"));
    undo->setObjectName(QStringLiteral("undo"));
    undo->setShortcut(QKeySequence::Undo);
    QAction *const redo = stack->createRedoAction(edit, Words::tr("&Redo"));
    redo->setObjectName(QStringLiteral("redo"));
    redo->setShortcut(QKeySequence::Redo);
    // The stack itself would put the verb before what is undone, in every language.
    QObject::connect(stack, &QUndoStack::undoTextChanged, undo, [undo](const QString &what) {
        undo->setText(what.isEmpty() ? Words::tr("&Undo") : Words::tr("&Undo %1").arg(asMenuText(what)));
    });
    QObject::connect(stack, &QUndoStack::redoTextChanged, redo, [redo](const QString &what) {
        redo->setText(what.isEmpty() ? Words::tr("&Redo") : Words::tr("&Redo %1").arg(asMenuText(what)));
    });
    edit->addActions({undo, redo});
    edit->addSeparator();
    edit->addAction(actions.preferences);
    QMenu *const file = bar.addMenu(Words::tr("&File"));
    file->addActions({actions.openModel, actions.openModelFolder, actions.chooseStartImage});
    file->addSeparator();
    file->addAction(actions.quit);
    bar.addMenu(edit);
    QMenu *const create = bar.addMenu(Words::tr("&Create"));
    create->addActions({actions.generate, actions.generateFirst, actions.skip, actions.stopAfter, actions.stop});
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
    view->addActions({parts.docks.showInfo(), parts.docks.showQueue()});
    view->addSeparator();
    view->addActions({actions.zoomIn, actions.zoomOut, actions.zoomActual, actions.zoomFit});
#ifndef Q_OS_MACOS // there the system dresses the program
    view->addSeparator();
    view->addMenu(Words::tr("Co&lours"))->addActions(actions.schemes->actions());
#endif
    bar.addMenu(Words::tr("&Help"))->addAction(actions.about);
}

} // namespace calotype::ui
