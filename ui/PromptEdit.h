#pragma once

#include <QPlainTextEdit>

namespace calotype::ui {

/// A text field for a prompt: so many lines high, left by Tab, and Ctrl+Return goes on to the window. Files dropped on
/// it are left to the window instead of becoming the text `file:///…`. A text that was set can be undone like typing.
class PromptEdit final : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit PromptEdit(int lines, QWidget *parent = nullptr);

    /// Replaces the text in one undoable edit; nothing happens where it is the same.
    void setText(const QString &text);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool canInsertFromMimeData(const QMimeData *source) const override;
    void insertFromMimeData(const QMimeData *source) override;
    void keyPressEvent(QKeyEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    int m_lines;
};

} // namespace calotype::ui
