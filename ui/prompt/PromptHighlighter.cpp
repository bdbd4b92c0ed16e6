#include "ui/prompt/PromptHighlighter.h"

#include "ui/prompt/TextPositions.h"

#include <QTextBlock>
#include <QTextDocument>

#include <algorithm>
#include <cmath>

namespace calotype::ui {

namespace {

constexpr double kFullWeight = 0.5; // this far above 1, the colour is the accent's own

QColor blend(const QColor &from, const QColor &to, double share)
{
    const auto between = [share](double a, double b) { return a + (b - a) * share; };
    return QColor::fromRgbF(static_cast<float>(between(from.redF(), to.redF())),
                            static_cast<float>(between(from.greenF(), to.greenF())),
                            static_cast<float>(between(from.blueF(), to.blueF())));
}

} // namespace

PromptHighlighter::PromptHighlighter(QTextDocument *document)
    : QSyntaxHighlighter(document)
{
}

void PromptHighlighter::setSide(PromptSide side)
{
    if (side == m_side)
        return;
    m_side = side;
    readAnew();
}

void PromptHighlighter::setWeighted(bool weighted)
{
    if (weighted == m_weighted)
        return;
    m_weighted = weighted;
    readAnew();
}

void PromptHighlighter::readAnew()
{
    m_revision = -1;
    m_read.clear();
    m_stretches.clear();
    rehighlight();
}

void PromptHighlighter::setPalette(const QPalette &palette)
{
    if (palette == m_palette)
        return;
    m_palette = palette;
    rehighlight();
}

void PromptHighlighter::setCut(int position)
{
    if (position == m_cut)
        return;
    m_cut = position;
    rehighlight();
}

QTextCharFormat PromptHighlighter::format(PromptSpan::Kind kind, double weight) const
{
    const QColor text = m_palette.color(QPalette::Text);
    const QColor accent = m_palette.color(QPalette::Link);
    const QColor faint = m_palette.color(QPalette::PlaceholderText);
    QTextCharFormat format;
    switch (kind) {
    case PromptSpan::Kind::Text:
        if (weight > 1)
            format.setForeground(blend(text, accent, 0.4 + 0.6 * std::min(1.0, (weight - 1) / kFullWeight)));
        else if (weight < 1)
            format.setForeground(blend(text, faint, std::min(1.0, 0.4 + (1 - weight))));
        break;
    case PromptSpan::Kind::Syntax: format.setForeground(faint); break;
    case PromptSpan::Kind::Number: format.setForeground(accent); break;
    case PromptSpan::Kind::Keyword:
        format.setForeground(accent);
        format.setFontWeight(QFont::Bold);
        break;
    }
    return format;
}

// A bracket changes what stands far before it too, so the whole prompt is read at each change, not a line of it.
void PromptHighlighter::readDocument()
{
    if (m_revision == document()->revision())
        return;
    m_revision = document()->revision();
    const QString text = document()->toPlainText();
    if (text == m_read)
        return;
    m_read = text;
    const std::vector<Stretch> before = std::move(m_stretches);
    m_stretches.clear();
    if (m_weighted) {
        const TextPositions positions(text);
        for (const PromptSpan &span : promptSpans(positions.utf8(), m_side))
            m_stretches.push_back({positions.of(span.begin), positions.of(span.end), span.kind, span.weight});
    }
    if (document()->blockCount() > 1 && m_stretches != before && !m_rereads) {
        m_rereads = true;
        QMetaObject::invokeMethod(
            this,
            [this] {
                m_rereads = false;
                rehighlight();
            },
            Qt::QueuedConnection);
    }
}

void PromptHighlighter::paint(int blockBegin, int blockLength, int begin, int end, const QTextCharFormat &format)
{
    const int from = std::max(begin - blockBegin, 0);
    const int to = std::min(end - blockBegin, blockLength);
    if (from < to)
        setFormat(from, to - from, format);
}

void PromptHighlighter::highlightBlock(const QString &text)
{
    readDocument();
    const int begin = currentBlock().position();
    const int length = static_cast<int>(text.size());
    for (const Stretch &stretch : m_stretches)
        paint(begin, length, stretch.begin, stretch.end, format(stretch.kind, stretch.weight));
    if (m_cut >= 0) {
        QTextCharFormat lost;
        lost.setForeground(m_palette.color(QPalette::PlaceholderText));
        lost.setFontStrikeOut(true);
        paint(begin, length, m_cut, begin + length, lost);
    }
}

} // namespace calotype::ui
