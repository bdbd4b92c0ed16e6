#pragma once

#include <QObject>
#include <QStringList>

class QCompleter;
class QKeyEvent;
class QPlainTextEdit;
class QStringListModel;

namespace calotype::ui {

/// The words and the phrases between commas of prompts, each once, in the order of the prompts; a phrase comes before its words.
/// Words of fewer than three characters are none.
QStringList wordsOf(const QStringList &prompts);

/// Offers how the word at the cursor may go on, in a list below it: it narrows as one types, Return or Tab takes the word,
/// Escape closes it. It opens only when it is asked to.
class PromptCompleter final : public QObject
{
    Q_OBJECT

public:
    explicit PromptCompleter(QPlainTextEdit &edit);

    /// Opens the list with those of @p words that begin as the word at the cursor does, whatever their case. Where there is
    /// none, it stays closed.
    void open(const QStringList &words);
    bool isOpen() const;
    void close();
    /// Whether the key is for the open list, and not for the text.
    bool takes(const QKeyEvent &event) const;
    /// After the text may have changed: narrows the open list, or closes it.
    void narrow();

private:
    QString wordAtCursor() const;
    void insert(const QString &word);

    QPlainTextEdit &m_edit;
    QCompleter *m_completer;
    QStringListModel *m_words;
};

} // namespace calotype::ui
