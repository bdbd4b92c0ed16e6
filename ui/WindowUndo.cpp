#include "ui/WindowUndo.h"

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

WindowUndo::WindowUndo(QUndoStack &gallery, MaskEditor &mask, QObject *parent)
    : QObject(parent)
    , m_gallery(gallery)
    , m_mask(mask)
    , m_undo(new QAction(this))
    , m_redo(new QAction(this))
{
    m_undo->setObjectName(QStringLiteral("undo"));
    m_undo->setShortcut(QKeySequence::Undo);
    m_redo->setObjectName(QStringLiteral("redo"));
    m_redo->setShortcut(QKeySequence::Redo);
    connect(&m_group, &QUndoGroup::canUndoChanged, m_undo, &QAction::setEnabled);
    connect(&m_group, &QUndoGroup::canRedoChanged, m_redo, &QAction::setEnabled);
    // A stack's own actions would put the verb before what is undone, in every language.
    connect(&m_group, &QUndoGroup::undoTextChanged, this, [this](const QString &what) {
        m_undo->setText(what.isEmpty() ? tr("&Undo") : tr("&Undo %1").arg(asMenuText(what)));
    });
    connect(&m_group, &QUndoGroup::redoTextChanged, this, [this](const QString &what) {
        m_redo->setText(what.isEmpty() ? tr("&Redo") : tr("&Redo %1").arg(asMenuText(what)));
    });
    connect(m_undo, &QAction::triggered, this, [this] {
        if (m_mask.isOpen())
            m_mask.undo();
        else
            m_gallery.undo();
    });
    connect(m_redo, &QAction::triggered, this, [this] {
        if (m_mask.isOpen())
            m_mask.redo();
        else
            m_gallery.redo();
    });

    QUndoStack *const strokes = &m_mask.document().undoStack();
    m_group.addStack(&m_gallery);
    m_group.addStack(strokes);
    m_group.setActiveStack(&m_gallery);
    connect(&m_mask, &MaskEditor::openChanged, this,
            [this, strokes](bool open) { m_group.setActiveStack(open ? strokes : &m_gallery); });
}

} // namespace calotype::ui
