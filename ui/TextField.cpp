#include "ui/TextField.h"

#include <QAbstractSpinBox>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QTextDocument>

namespace calotype::ui {

namespace {

QLineEdit *lineOf(QWidget *widget)
{
    if (auto *const line = qobject_cast<QLineEdit *>(widget))
        return line;
    if (const auto *const list = qobject_cast<QComboBox *>(widget))
        return list->lineEdit(); // null where it cannot be edited
    return qobject_cast<QAbstractSpinBox *>(widget) ? widget->findChild<QLineEdit *>() : nullptr;
}

} // namespace

TextField::TextField(const QWidget *widget)
    : m_line(lineOf(const_cast<QWidget *>(widget)))
    , m_text(qobject_cast<QPlainTextEdit *>(const_cast<QWidget *>(widget)))
{
}

bool TextField::isReadOnly() const
{
    return m_line ? m_line->isReadOnly() : !m_text || m_text->isReadOnly();
}

bool TextField::canUndo() const
{
    return !isReadOnly() && (m_line ? m_line->isUndoAvailable() : m_text->document()->isUndoAvailable());
}

bool TextField::canRedo() const
{
    return !isReadOnly() && (m_line ? m_line->isRedoAvailable() : m_text->document()->isRedoAvailable());
}

bool TextField::canCut() const
{
    return canCopy() && !isReadOnly();
}

bool TextField::canCopy() const
{
    if (m_line)
        return m_line->hasSelectedText() && m_line->echoMode() == QLineEdit::Normal;
    return m_text && m_text->textCursor().hasSelection();
}

bool TextField::canPaste() const
{
    if (isReadOnly())
        return false;
    if (m_text)
        return m_text->canPaste(); // a prompt hands pictures on
    const QMimeData *const data = QGuiApplication::clipboard()->mimeData();
    return data && data->hasText();
}

bool TextField::canSelectAll() const
{
    return m_line ? !m_line->text().isEmpty() : m_text && !m_text->document()->isEmpty();
}

void TextField::undo() const
{
    if (canUndo())
        m_line ? m_line->undo() : m_text->undo();
}

void TextField::redo() const
{
    if (canRedo())
        m_line ? m_line->redo() : m_text->redo();
}

void TextField::cut() const
{
    if (canCut())
        m_line ? m_line->cut() : m_text->cut();
}

void TextField::copy() const
{
    if (canCopy())
        m_line ? m_line->copy() : m_text->copy();
}

void TextField::paste() const
{
    if (canPaste())
        m_line ? m_line->paste() : m_text->paste();
}

void TextField::selectAll() const
{
    if (canSelectAll())
        m_line ? m_line->selectAll() : m_text->selectAll();
}

} // namespace calotype::ui
