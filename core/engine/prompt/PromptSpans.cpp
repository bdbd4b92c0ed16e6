#include "core/engine/prompt/PromptSpans.h"

#include "core/engine/prompt/NetworkTags.h"
#include "core/engine/prompt/PromptAttention.h"
#include "core/engine/prompt/PromptEdits.h"
#include "core/engine/prompt/PromptParts.h"

#include <algorithm>

namespace calotype {

namespace {

using namespace prompt;
using Kind = PromptSpan::Kind;

// A sign or a number that the emphasis grammar never sees: it is gone once the edits are resolved.
struct EditSign {
    TextRange range;
    AttentionPiece::Kind kind;
};

std::vector<EditSign> editSigns(std::string_view text, std::size_t offset)
{
    using AttentionKind = AttentionPiece::Kind;
    std::vector<EditSign> signs;
    const auto add = [&](std::size_t begin, std::size_t end, AttentionKind kind) {
        if (begin < end)
            signs.push_back({{begin + offset, end + offset}, kind});
    };
    for (const PromptEdit &edit : findPromptEdits(text)) {
        add(edit.whole.begin, edit.whole.begin + 1, AttentionKind::Sign);
        for (std::size_t i = 0; i + 1 < edit.options.size(); ++i)
            add(edit.options[i].end, edit.options[i + 1].begin, AttentionKind::Sign);
        const std::size_t end = edit.options.back().end;
        if (edit.alternates) {
            add(end, edit.whole.end, AttentionKind::Sign);
            continue;
        }
        add(end, edit.when.begin, AttentionKind::Sign);
        add(edit.when.begin, edit.when.end, AttentionKind::Number);
        add(edit.when.end, edit.whole.end, AttentionKind::Sign);
    }
    std::sort(signs.begin(), signs.end(),
              [](const EditSign &a, const EditSign &b) { return a.range.begin < b.range.begin; });
    return signs;
}

class SpanList
{
public:
    void add(TextRange range, Kind kind, double weight)
    {
        if (range.begin == range.end)
            return;
        const bool joins = kind == Kind::Text && !m_spans.empty() && m_spans.back().kind == kind
                           && m_spans.back().weight == weight;
        if (joins)
            m_spans.back().end = range.end;
        else
            m_spans.push_back({range.begin, range.end, kind, weight});
    }

    void add(const AttentionPiece &piece)
    {
        switch (piece.kind) {
        case AttentionPiece::Kind::Words: add(piece.range, Kind::Text, piece.weight); break;
        case AttentionPiece::Kind::Gap: add(piece.range, Kind::Text, piece.weight); break;
        case AttentionPiece::Kind::Sign: add(piece.range, Kind::Syntax, piece.weight); break;
        case AttentionPiece::Kind::Number: add(piece.range, Kind::Number, piece.weight); break;
        case AttentionPiece::Kind::Break:
            if (piece.weight == -1)
                add(piece.range, Kind::Keyword, 1);
            else
                add(piece.range, Kind::Text, piece.weight);
            break;
        }
    }

    std::vector<PromptSpan> taken() && { return std::move(m_spans); }

private:
    std::vector<PromptSpan> m_spans;
};

void addPart(std::string_view prompt, TextRange range, SpanList &spans)
{
    AttentionScanner scanner(prompt);
    std::size_t at = range.begin;
    for (const EditSign &sign : editSigns(range.of(prompt), range.begin)) {
        scanner.read({at, sign.range.begin});
        scanner.put(sign.kind, sign.range);
        at = sign.range.end;
    }
    scanner.read({at, range.end});
    for (const AttentionPiece &piece : std::move(scanner).finish())
        spans.add(piece);
}

// Lays the spans of a prompt without its tags out over the one with them. @param size  of that one
std::vector<PromptSpan> withTags(const std::vector<PromptSpan> &spans, const std::vector<TextRange> &tags, std::size_t size)
{
    std::vector<PromptSpan> out;
    std::size_t at = 0; // of the whole prompt
    auto tag = tags.begin();
    const auto addTags = [&] {
        for (; tag != tags.end() && tag->begin == at; ++tag) {
            out.push_back({tag->begin, tag->end, Kind::Syntax, 1});
            at = tag->end;
        }
    };
    for (const PromptSpan &span : spans) {
        for (std::size_t left = span.end - span.begin; left > 0;) {
            addTags();
            const std::size_t room = (tag == tags.end() ? size : tag->begin) - at;
            const std::size_t length = std::min(left, room);
            out.push_back({at, at + length, span.kind, span.weight});
            at += length;
            left -= length;
        }
    }
    addTags();
    return out;
}

std::vector<PromptSpan> positiveSpans(std::string_view prompt)
{
    SpanList spans;
    const std::vector<PromptPartRange> parts = findPromptParts(prompt);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const PromptPartRange &part = parts[i];
        const bool isLast = i + 1 == parts.size();
        const std::size_t end = isLast ? prompt.size() : part.joint.begin;
        addPart(prompt, part.text, spans);
        std::size_t at = part.text.end;
        if (part.colon != std::string_view::npos) {
            spans.add({at, part.colon}, Kind::Text, 1);
            spans.add({part.colon, part.number.begin}, Kind::Syntax, 1);
            spans.add(part.number, Kind::Number, 1);
            at = part.number.end;
        }
        spans.add({at, end}, Kind::Text, 1);
        if (!isLast)
            spans.add(part.joint, Kind::Keyword, 1);
    }
    return std::move(spans).taken();
}

} // namespace

std::vector<PromptSpan> promptSpans(std::string_view prompt, PromptSide side)
{
    if (side == PromptSide::Negative) {
        SpanList spans;
        addPart(prompt, {0, prompt.size()}, spans);
        return std::move(spans).taken();
    }
    const std::vector<TextRange> tags = findNetworkTags(prompt);
    return tags.empty() ? positiveSpans(prompt) : withTags(positiveSpans(withoutNetworkTags(prompt)), tags, prompt.size());
}

} // namespace calotype
