#pragma once

#include <QObject>
#include <QUndoGroup>

class QAction;
class QUndoStack;

namespace calotype::ui {

class MaskEditor;
class TextFocus;

/// The window's Undo and Redo: about the text field with the focus, where it has something to undo or redo; else about what was
/// done with the gallery's pictures, or while a mask is painted, about its strokes alone, also where there are none.
class WindowUndo final : public QObject
{
    Q_OBJECT

public:
    /// All outlive this.
    WindowUndo(QUndoStack &gallery, MaskEditor &mask, const TextFocus &text, QObject *parent = nullptr);

    QAction *undo() const { return m_undo; }
    QAction *redo() const { return m_redo; }

private:
    void refresh();
    void takeBack();
    void doAgain();

    QUndoStack &m_gallery;
    MaskEditor &m_mask;
    const TextFocus &m_text;
    QUndoGroup m_group; ///< tells what the stack in charge can do
    QAction *m_undo;
    QAction *m_redo;
};

} // namespace calotype::ui
