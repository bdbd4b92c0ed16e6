#include "ui/WindowUndo.h"

#include "ui/TextFocus.h"
#include "ui/inpaint/MaskEditor.h"

#include <QAction>

namespace calotype::ui {

namespace {

/// A tag may have an ampersand of its own.
QString asMenuText(QString words)
{
    return words.replace(u'&', QStringLiteral("&&"));
}

} // namespace

WindowUndo::WindowUndo(QUndoStack &gallery, MaskEditor &mask, const TextFocus &text, QObject *parent)
    : QObject(parent)
    , m_gallery(gallery)
    , m_mask(mask)
    , m_text(text)
    , m_undo(new QAction(this))
    , m_redo(new QAction(this))
{
    m_undo->setObjectName(QStringLiteral("undo"));
    m_undo->setShortcut(QKeySequence::Undo);
    m_redo->setObjectName(QStringLiteral("redo"));
    m_redo->setShortcut(QKeySequence::Redo);
    connect(m_undo, &QAction::triggered, this, &WindowUndo::takeBack);
    connect(m_redo, &QAction::triggered, this, &WindowUndo::doAgain);

    QUndoStack *const strokes = &m_mask.document().undoStack();
    m_group.addStack(&m_gallery);
    m_group.addStack(strokes);
    m_group.setActiveStack(&m_gallery);
    connect(&m_mask, &MaskEditor::openChanged, this,
            [this, strokes](bool open) { m_group.setActiveStack(open ? strokes : &m_gallery); });
    connect(&m_group, &QUndoGroup::canUndoChanged, this, &WindowUndo::refresh);
    connect(&m_group, &QUndoGroup::canRedoChanged, this, &WindowUndo::refresh);
    connect(&m_group, &QUndoGroup::undoTextChanged, this, &WindowUndo::refresh);
    connect(&m_group, &QUndoGroup::redoTextChanged, this, &WindowUndo::refresh);
    connect(&m_text, &TextFocus::changed, this, &WindowUndo::refresh);
    refresh();
}

/// A stack's own actions would put the verb before what is undone, in every language.
void WindowUndo::refresh()
{
    const TextField text = m_text.field();
    const QString undone = text.canUndo() ? QString() : m_group.undoText();
    const QString redone = text.canRedo() ? QString() : m_group.redoText();
    m_undo->setText(undone.isEmpty() ? tr("&Undo") : tr("&Undo %1").arg(asMenuText(undone)));
    m_redo->setText(redone.isEmpty() ? tr("&Redo") : tr("&Redo %1").arg(asMenuText(redone)));
    m_undo->setEnabled(text.canUndo() || m_group.canUndo());
    m_redo->setEnabled(text.canRedo() || m_group.canRedo());
}

void WindowUndo::takeBack()
{
    if (const TextField text = m_text.field(); text.canUndo())
        text.undo();
    else if (m_mask.isOpen())
        m_mask.undo();
    else
        m_gallery.undo();
}

void WindowUndo::doAgain()
{
    if (const TextField text = m_text.field(); text.canRedo())
        text.redo();
    else if (m_mask.isOpen())
        m_mask.redo();
    else
        m_gallery.redo();
}

} // namespace calotype::ui
