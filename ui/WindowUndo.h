#pragma once

#include <QObject>
#include <QUndoGroup>

class QAction;
class QUndoStack;

namespace calotype::ui {

class MaskEditor;

/// The window's Undo and Redo: about what was done with the gallery's pictures; while a mask is painted, about its strokes
/// alone, also where there are none.
class WindowUndo final : public QObject
{
    Q_OBJECT

public:
    /// Both outlive this.
    WindowUndo(QUndoStack &gallery, MaskEditor &mask, QObject *parent = nullptr);

    QAction *undo() const { return m_undo; }
    QAction *redo() const { return m_redo; }

private:
    QUndoStack &m_gallery;
    MaskEditor &m_mask;
    QUndoGroup m_group; ///< tells what the stack in charge can do
    QAction *m_undo;
    QAction *m_redo;
};

} // namespace calotype::ui
