#pragma once

class QLineEdit;
class QPlainTextEdit;
class QWidget;

namespace calotype::ui {

/// The text field that a widget is, or has inside, as numbers and editable lists do: what can be done with its text now, and
/// doing it. What cannot be done does nothing. Holds as long as the widget is there. GUI thread.
class TextField final
{
public:
    /// @param widget  may be null, or no field: then nothing can be done
    explicit TextField(const QWidget *widget);

    bool isNull() const { return !m_line && !m_text; }
    QLineEdit *lineEdit() const { return m_line; }
    QPlainTextEdit *textEdit() const { return m_text; }

    bool canUndo() const;
    bool canRedo() const;
    bool canCut() const;
    bool canCopy() const;
    /// Asks the clipboard.
    bool canPaste() const;
    bool canSelectAll() const;

    void undo() const;
    void redo() const;
    void cut() const;
    void copy() const;
    void paste() const;
    void selectAll() const;

private:
    bool isReadOnly() const;

    QLineEdit *m_line = nullptr;
    QPlainTextEdit *m_text = nullptr;
};

} // namespace calotype::ui
