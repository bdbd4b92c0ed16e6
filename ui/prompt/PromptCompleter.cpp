#include "ui/prompt/PromptCompleter.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSet>
#include <QStringListModel>
#include <QTextBlock>
#include <QTextCursor>

namespace calotype::ui {

namespace {

constexpr int kShortestWord = 3;
constexpr int kRows = 8;

bool isOfAWord(QChar character)
{
    return character.isLetterOrNumber() || character.isMark() || character == u'_' || character == u'-' || character == u'\'';
}

} // namespace

QStringList wordsOf(const QStringList &prompts)
{
    static const QRegularExpression commas(QStringLiteral("[,\\n]+"));
    static const QRegularExpression betweenWords(QStringLiteral("[^\\w\\p{M}'-]+"), QRegularExpression::UseUnicodePropertiesOption);
    QStringList out;
    QSet<QString> known;
    const auto add = [&](const QString &text) {
        if (text.size() < kShortestWord || known.contains(text.toCaseFolded()))
            return;
        known.insert(text.toCaseFolded());
        out << text;
    };
    for (const QString &prompt : prompts) {
        for (const QString &phrase : prompt.split(commas, Qt::SkipEmptyParts)) {
            add(phrase.simplified());
            for (const QString &word : phrase.split(betweenWords, Qt::SkipEmptyParts))
                add(word);
        }
    }
    return out;
}

PromptCompleter::PromptCompleter(QPlainTextEdit &edit)
    : QObject(&edit)
    , m_edit(edit)
    , m_completer(new QCompleter(this))
    , m_words(new QStringListModel(this))
{
    m_completer->setModel(m_words);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setMaxVisibleItems(kRows);
    m_completer->setWidget(&m_edit);
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, &PromptCompleter::insert);
}

QString PromptCompleter::wordAtCursor() const
{
    const QTextCursor cursor = m_edit.textCursor();
    const QString line = cursor.block().text().left(cursor.positionInBlock());
    qsizetype begin = line.size();
    while (begin > 0 && isOfAWord(line.at(begin - 1)))
        --begin;
    return line.mid(begin);
}

void PromptCompleter::open(const QStringList &words)
{
    m_words->setStringList(words);
    const QString begun = wordAtCursor();
    m_completer->setCompletionPrefix(begun);
    const int count = m_completer->completionCount();
    const bool isWhole = count == 1 && m_completer->currentCompletion().compare(begun, Qt::CaseInsensitive) == 0;
    QAbstractItemView *const list = m_completer->popup();
    if (count == 0 || isWhole) {
        list->hide();
        return;
    }
    list->setCurrentIndex(m_completer->completionModel()->index(0, 0));
    QRect place = m_edit.cursorRect();
    place.setWidth(list->sizeHintForColumn(0) + list->verticalScrollBar()->sizeHint().width() + 2 * list->frameWidth());
    m_completer->complete(place);
}

bool PromptCompleter::isOpen() const
{
    return m_completer->popup()->isVisible();
}

void PromptCompleter::close()
{
    m_completer->popup()->hide();
}

bool PromptCompleter::takes(const QKeyEvent &event) const
{
    switch (event.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return isOpen() && (event.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
    case Qt::Key_Escape:
        return isOpen();
    default:
        return false;
    }
}

void PromptCompleter::narrow()
{
    const QString begun = wordAtCursor();
    if (!isOpen() || begun == m_completer->completionPrefix())
        return; // a modifier alone chooses no other row
    if (begun.isEmpty())
        close();
    else
        open(m_words->stringList());
}

void PromptCompleter::insert(const QString &word)
{
    QTextCursor cursor = m_edit.textCursor();
    const int end = cursor.position();
    cursor.setPosition(end - static_cast<int>(wordAtCursor().size()));
    cursor.setPosition(end, QTextCursor::KeepAnchor);
    cursor.insertText(word);
    m_edit.setTextCursor(cursor);
}

} // namespace calotype::ui
