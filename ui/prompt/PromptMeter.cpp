#include "ui/prompt/PromptMeter.h"

#include "ui/prompt/TextPositions.h"

#include <algorithm>

namespace calotype::ui {

namespace {

constexpr int kDelayMs = 150;

const ClipTokenizer &clipTokenizer()
{
    static const ClipTokenizer tokenizer(ClipVocabulary::builtIn(), {});
    return tokenizer;
}

} // namespace

PromptMeter::PromptMeter(QObject *parent)
    : QObject(parent)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(kDelayMs);
    connect(&m_delay, &QTimer::timeout, this, &PromptMeter::start);
}

void PromptMeter::setPrompt(const QString &text, PromptSyntax syntax, int evaluations, PromptSide side)
{
    Question question{text, syntax, std::max(evaluations, 1), side};
    if (question == m_question)
        return;
    m_question = std::move(question);
    ++m_order;
    m_delay.start();
}

PromptMeasure PromptMeter::answer(const Question &question)
{
    const TextPositions positions(question.text);
    const PromptFill fill = question.syntax == PromptSyntax::Weighted
                                ? weightedFill(clipTokenizer(), positions.utf8(), question.evaluations, question.side)
                                : plainFill(clipTokenizer(), positions.utf8());
    PromptMeasure measure{fill.tokens, fill.windows, {}, QString::fromStdString(fill.cut)};
    for (const std::size_t begin : fill.begins)
        measure.begins.push_back(positions.of(begin));
    return measure;
}

void PromptMeter::start()
{
    m_background.run([question = m_question] { return answer(question); },
                     [this, order = m_order](const PromptMeasure &measure) {
                         if (order == m_order)
                             Q_EMIT measured(measure);
                     });
}

} // namespace calotype::ui
