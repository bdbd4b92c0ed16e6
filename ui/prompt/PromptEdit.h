#pragma once

#include "core/engine/prompt/PromptSpans.h"
#include "ui/prompt/PromptHistory.h"

#include <QMimeData>
#include <QPlainTextEdit>

#include <vector>

namespace calotype::ui {

class PromptCompleter;
class PromptHighlighter;

/// A text field for a prompt: so many lines high, left by Tab, and Ctrl+Return goes on to the window. Files and pictures
/// dropped on it or pasted are left to the window, instead of becoming the text `file:///…`. A text that was set can be undone like typing.
/// Ctrl+Up and Ctrl+Down change a weight, Alt+Up and Alt+Down go through the history, Ctrl+Space (on a Mac too) completes a
/// word from it.
class PromptEdit final : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit PromptEdit(int lines, QWidget *parent = nullptr);

    /// Replaces the text in one undoable edit; nothing happens where it is the same.
    void setText(const QString &text);
    /// Which prompt it is, for the colours. Positive at first.
    void setSide(PromptSide side);
    /// Whether the text is read with weights: they are coloured, and change by keys.
    void setWeighted(bool weighted);
    bool isWeighted() const { return m_weighted; }
    /// Where the history lies that the keys go through; null: there is none. It outlives the field.
    void setHistory(PromptHistory *history) { m_history = history; }

    /// Marks the beginnings of the windows of the text encoder, in UTF-16 units, from the second on. They move with
    /// the text until the next ones are set.
    void setWindows(std::vector<int> begins);
    const std::vector<int> &windows() const { return m_windows; }
    /// From where on the words are lost, in UTF-16 units; -1: none are.
    void setCut(int position);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    /// Changes the weight of the selection, of the group or of the word at the cursor, in one undoable edit.
    void changeWeight(double difference);

Q_SIGNALS:
    /// A key would have changed a weight, and the text is read without weights.
    void weightsAreOff();
    /// Something was pasted that is no text: a file, a picture. It is there until this returns.
    void pastedForTheWindow(const QMimeData *data);

protected:
    bool canInsertFromMimeData(const QMimeData *source) const override;
    void insertFromMimeData(const QMimeData *source) override;
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    bool takeKey(const QKeyEvent &event);
    void moveMarks(int position, int removed, int added);

    int m_lines;
    PromptHighlighter *m_highlighter;
    PromptCompleter *m_completer;
    PromptHistory *m_history = nullptr;
    std::vector<int> m_windows;
    bool m_weighted = false;
};

} // namespace calotype::ui
