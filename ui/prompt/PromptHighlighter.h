#pragma once

#include "core/engine/prompt/PromptSpans.h"

#include <QPalette>
#include <QSyntaxHighlighter>
#include <QTextCharFormat>

#include <vector>

namespace calotype::ui {

/// Colours a prompt: in the weighted syntax what counts more leans to the accent and what counts less steps back, brackets
/// and numbers are told from words; in either syntax, words that the text encoder does not get are faded.
class PromptHighlighter final : public QSyntaxHighlighter
{
    Q_OBJECT

public:
    explicit PromptHighlighter(QTextDocument *document);

    /// Which prompt it is: AND is a word of the negative one. Positive at first.
    void setSide(PromptSide side);
    void setWeighted(bool weighted);
    void setPalette(const QPalette &palette);
    /// From which position on the text is cut off, in UTF-16 units; -1: nothing is.
    void setCut(int position);

    /// How a stretch is painted.
    QTextCharFormat format(PromptSpan::Kind kind, double weight) const;

protected:
    void highlightBlock(const QString &text) override;

private:
    struct Stretch {
        int begin;
        int end;
        PromptSpan::Kind kind;
        double weight;

        bool operator==(const Stretch &) const = default;
    };

    void readAnew();
    void readDocument();
    void paint(int blockBegin, int blockLength, int begin, int end, const QTextCharFormat &format);

    QPalette m_palette;
    std::vector<Stretch> m_stretches;
    PromptSide m_side = PromptSide::Positive;
    QString m_read; ///< the text that the stretches are of
    int m_revision = -1;
    int m_cut = -1;
    bool m_weighted = false;
    bool m_rereads = false;
};

} // namespace calotype::ui
