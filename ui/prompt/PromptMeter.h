#pragma once

#include "core/engine/GenerationRequest.h"
#include "core/tokenizer/PromptFill.h"
#include "ui/Background.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <vector>

namespace calotype::ui {

/// What a prompt takes of the text encoder's windows, in the positions of its text field.
struct PromptMeasure {
    int tokens = 0;
    int windows = 1;         ///< of 75 tokens each
    std::vector<int> begins; ///< UTF-16 units: where each window but the first begins; where a plain prompt is cut off
    QString cut;             ///< a plain prompt's words that are lost

    bool isCut() const { return !cut.isEmpty(); }
};

/// Counts a prompt's tokens a moment after the typing, on a thread of its own: the first count reads the vocabulary.
/// It lives on the GUI thread.
class PromptMeter final : public QObject
{
    Q_OBJECT

public:
    explicit PromptMeter(QObject *parent = nullptr);

    /// What is to be counted; a text that was set meanwhile takes its place. Nothing happens where nothing changed.
    /// @param evaluations  of the network for the picture: prompt edits are counted in them
    void setPrompt(const QString &text, PromptSyntax syntax, int evaluations, PromptSide side);

Q_SIGNALS:
    void measured(const calotype::ui::PromptMeasure &measure);

private:
    struct Question {
        QString text;
        PromptSyntax syntax = PromptSyntax::Plain;
        int evaluations = 1;
        PromptSide side = PromptSide::Positive;

        bool operator==(const Question &) const = default;
    };

    static PromptMeasure answer(const Question &question);
    void start();

    Question m_question;
    QTimer m_delay;
    int m_order = 0; ///< of the question that was asked last
    Background m_background{1}; ///< last: ends first
};

} // namespace calotype::ui
