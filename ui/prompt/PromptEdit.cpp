#include "ui/prompt/PromptEdit.h"

#include "ui/prompt/PromptCompleter.h"
#include "ui/prompt/PromptHighlighter.h"
#include "ui/prompt/WeightEdit.h"

#include <QDropEvent>
#include <QFontMetrics>
#include <QKeyEvent>
#include <QPainter>
#include <QTextBlock>
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

constexpr double kWeightStep = 0.1;

bool isUpOrDown(const QKeyEvent &event)
{
    const auto modifiers = event.modifiers() & ~Qt::KeypadModifier;
    return (event.key() == Qt::Key_Up || event.key() == Qt::Key_Down)
           && (modifiers == Qt::ControlModifier || modifiers == Qt::AltModifier);
}

// Not Command+Space, which is the system's.
#ifdef Q_OS_MACOS
constexpr auto kCompletingModifier = Qt::MetaModifier;
#else
constexpr auto kCompletingModifier = Qt::ControlModifier;
#endif

bool isReturn(const QKeyEvent &event)
{
    return event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
}

bool isCompleting(const QKeyEvent &event)
{
    return event.key() == Qt::Key_Space && event.modifiers() == kCompletingModifier;
}

} // namespace

PromptEdit::PromptEdit(int lines, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_lines(lines)
    , m_highlighter(new PromptHighlighter(document()))
    , m_completer(new PromptCompleter(*this))
{
    m_highlighter->setPalette(palette());
    connect(document(), &QTextDocument::contentsChange, this, &PromptEdit::moveMarks);
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

void PromptEdit::setSide(PromptSide side)
{
    m_highlighter->setSide(side);
}

void PromptEdit::setWeighted(bool weighted)
{
    m_weighted = weighted;
    m_highlighter->setWeighted(weighted);
}

void PromptEdit::setWindows(std::vector<int> begins)
{
    m_windows = std::move(begins);
    viewport()->update();
}

void PromptEdit::setCut(int position)
{
    m_highlighter->setCut(position);
}

void PromptEdit::moveMarks(int position, int removed, int added)
{
    for (int &begin : m_windows) {
        if (begin >= position + removed)
            begin += added - removed;
        else
            begin = std::min(begin, position + added);
    }
}

void PromptEdit::changeWeight(double difference)
{
    QTextCursor cursor = textCursor();
    const auto change = changedWeight(toPlainText(), cursor.selectionStart(), cursor.selectionEnd(), difference);
    if (!change)
        return;
    cursor.beginEditBlock();
    cursor.setPosition(change->begin);
    cursor.setPosition(change->end, QTextCursor::KeepAnchor);
    cursor.insertText(change->text);
    cursor.endEditBlock();
    cursor.setPosition(change->selectionBegin);
    cursor.setPosition(change->selectionEnd, QTextCursor::KeepAnchor);
    setTextCursor(cursor);
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
    return isForTheWindow(source) || QPlainTextEdit::canInsertFromMimeData(source); // so that it can be pasted
}

void PromptEdit::insertFromMimeData(const QMimeData *source)
{
    if (isForTheWindow(source))
        Q_EMIT pastedForTheWindow(source);
    else
        QPlainTextEdit::insertFromMimeData(source);
}

bool PromptEdit::event(QEvent *event)
{
    if (event->type() == QEvent::KeyPress && m_completer->isOpen()) {
        const QKeyEvent &key = *static_cast<QKeyEvent *>(event);
        if (m_completer->takes(key)) {
            event->ignore(); // the list has it, Tab too
            return false;
        }
        if (isReturn(key)) { // with a modifier: it takes no word, and makes no picture of half a one
            m_completer->close();
            event->accept();
            return true;
        }
    }
    if (event->type() == QEvent::InputMethod) {
        const bool isTaken = QPlainTextEdit::event(event);
        m_completer->narrow();
        return isTaken;
    }
    // Lists have the same keys for moving their rows: here they are the text's. Escape stops a run, but closes the list first.
    if (event->type() == QEvent::ShortcutOverride) {
        const QKeyEvent &key = *static_cast<QKeyEvent *>(event);
        if (isUpOrDown(key) || isCompleting(key) || m_completer->takes(key)) {
            event->accept();
            return true;
        }
    }
    return QPlainTextEdit::event(event);
}

bool PromptEdit::takeKey(const QKeyEvent &event)
{
    if (isCompleting(event) && m_history) {
        const QStringList &prompts = m_history->prompts();
        m_completer->open(wordsOf({prompts.rbegin(), prompts.rend()}));
        return true;
    }
    if (!isUpOrDown(event))
        return false;
    const bool up = event.key() == Qt::Key_Up;
    if (event.modifiers().testFlag(Qt::ControlModifier)) {
        if (m_weighted)
            changeWeight(up ? kWeightStep : -kWeightStep);
        else
            Q_EMIT weightsAreOff();
        return true;
    }
    if (!m_history)
        return false;
    const QString current = toPlainText();
    if (const auto prompt = up ? m_history->older(current) : m_history->newer(current)) {
        setText(*prompt);
        moveCursor(QTextCursor::End);
    }
    return true;
}

void PromptEdit::paintEvent(QPaintEvent *event)
{
    QPlainTextEdit::paintEvent(event);
    if (m_windows.empty())
        return;
    QPainter painter(viewport());
    painter.setPen(QPen(palette().color(QPalette::Link), 1, Qt::DashLine));
    QTextCursor cursor(document());
    for (const int begin : m_windows) {
        if (begin <= 0 || begin >= document()->characterCount())
            continue;
        cursor.setPosition(begin);
        const QRect place = cursorRect(cursor);
        painter.drawLine(place.topLeft(), place.bottomLeft());
    }
}

void PromptEdit::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_highlighter->setPalette(palette());
}

void PromptEdit::keyPressEvent(QKeyEvent *event)
{
    if (takeKey(*event)) {
        event->accept();
        return;
    }
    if (isReturn(*event) && event->modifiers().testFlag(Qt::ControlModifier)) {
        event->ignore();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
    m_completer->narrow();
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
