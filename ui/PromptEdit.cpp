#include "ui/PromptEdit.h"

#include <QDropEvent>
#include <QFontMetrics>
#include <QKeyEvent>
#include <QMimeData>
#include <QTextCursor>
#include <QUrl>

#include <algorithm>

namespace calotype::ui {

namespace {

bool isForTheWindow(const QMimeData *data)
{
    const QList<QUrl> urls = data->urls();
    const bool hasFile = std::any_of(urls.begin(), urls.end(), [](const QUrl &url) { return url.isLocalFile(); });
    return hasFile || (data->hasImage() && !data->hasText());
}

} // namespace

PromptEdit::PromptEdit(int lines, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_lines(lines)
{
    setTabChangesFocus(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void PromptEdit::setText(const QString &text)
{
    if (text == toPlainText())
        return;
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    cursor.select(QTextCursor::Document);
    cursor.insertText(text);
    cursor.endEditBlock();
}

QSize PromptEdit::sizeHint() const
{
    const int text = fontMetrics().lineSpacing() * m_lines;
    const int margins = qRound(document()->documentMargin() * 2) + frameWidth() * 2;
    return {fontMetrics().averageCharWidth() * 24, text + margins};
}

QSize PromptEdit::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 12, sizeHint().height()};
}

bool PromptEdit::canInsertFromMimeData(const QMimeData *source) const
{
    return !isForTheWindow(source) && QPlainTextEdit::canInsertFromMimeData(source);
}

void PromptEdit::insertFromMimeData(const QMimeData *source)
{
    if (!isForTheWindow(source))
        QPlainTextEdit::insertFromMimeData(source);
}

void PromptEdit::keyPressEvent(QKeyEvent *event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isReturn && event->modifiers().testFlag(Qt::ControlModifier)) {
        event->ignore();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void PromptEdit::dragEnterEvent(QDragEnterEvent *event)
{
    if (isForTheWindow(event->mimeData()))
        event->ignore();
    else
        QPlainTextEdit::dragEnterEvent(event);
}

void PromptEdit::dragMoveEvent(QDragMoveEvent *event)
{
    if (isForTheWindow(event->mimeData()))
        event->ignore();
    else
        QPlainTextEdit::dragMoveEvent(event);
}

void PromptEdit::dropEvent(QDropEvent *event)
{
    if (isForTheWindow(event->mimeData()))
        event->ignore();
    else
        QPlainTextEdit::dropEvent(event);
}

} // namespace calotype::ui
