#include "ui/prompt/WeightEdit.h"

#include <QRegularExpression>

#include <cmath>

namespace calotype::ui {

namespace {

struct Range {
    int begin;
    int end;
};

/// A group with brackets: where these are, and what it weighs.
struct Group {
    Range outside;
    Range inside; ///< without brackets and number
    double weight;
};

constexpr double kBracketWeight = 1.1;

bool isEscaped(const QString &text, int position)
{
    int slashes = 0;
    while (position - slashes > 0 && text[position - slashes - 1] == u'\\')
        ++slashes;
    return slashes % 2 == 1;
}

bool isOpen(const QString &text, int position)
{
    return position >= 0 && position < text.size() && text[position] == u'(' && !isEscaped(text, position);
}

/// The group whose content is just @p inside.
std::optional<Group> groupAround(const QString &text, Range inside)
{
    static const QRegularExpression close(QStringLiteral(R"((?::\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*)?\))"));
    if (!isOpen(text, inside.begin - 1))
        return {};
    const auto match = close.match(text, inside.end, QRegularExpression::NormalMatch,
                                   QRegularExpression::AnchorAtOffsetMatchOption);
    if (!match.hasMatch() || isEscaped(text, inside.end))
        return {};
    const double weight = match.capturedLength(1) > 0 ? match.captured(1).toDouble() : kBracketWeight;
    return Group{{inside.begin - 1, static_cast<int>(match.capturedEnd())}, inside, weight};
}

/// The innermost group with a number around a position.
std::optional<Group> weightedGroupAt(const QString &text, int position)
{
    static const QRegularExpression number(QStringLiteral(R"(:\s*[+-]?(?:\d+\.?\d*|\.\d+)\s*$)"));
    int depth = 0;
    for (int open = position - 1; open >= 0; --open) {
        if (text[open] == u')' && !isEscaped(text, open))
            ++depth;
        if (!isOpen(text, open) || depth-- > 0)
            continue;
        depth = 0;
        int nested = 0;
        int close = open + 1;
        for (; close < text.size(); ++close) {
            if (isOpen(text, close))
                ++nested;
            else if (text[close] == u')' && !isEscaped(text, close) && nested-- == 0)
                break;
        }
        if (close == text.size() || close < position)
            continue;
        const auto match = number.match(QStringView(text).mid(open + 1, close - open - 1).toString());
        if (match.hasMatch())
            return groupAround(text, {open + 1, open + 1 + static_cast<int>(match.capturedStart())});
    }
    return {};
}

bool isWordPart(const QString &text, int position)
{
    if (position < 0 || position >= text.size())
        return false;
    const QChar c = text[position];
    return !c.isSpace() && !QStringLiteral(",.;:!?()[]{}|<>\"/\\").contains(c);
}

Range wordAt(const QString &text, int position)
{
    Range word{position, position};
    while (isWordPart(text, word.begin - 1))
        --word.begin;
    while (isWordPart(text, word.end))
        ++word.end;
    return word;
}

Range trimmed(const QString &text, Range range)
{
    while (range.begin < range.end && text[range.begin].isSpace())
        ++range.begin;
    while (range.end > range.begin && text[range.end - 1].isSpace())
        --range.end;
    return range;
}

std::optional<Group> chosen(const QString &text, Range selection)
{
    if (selection.begin == selection.end) {
        if (const auto group = weightedGroupAt(text, selection.begin))
            return group;
        selection = wordAt(text, selection.begin);
    } else {
        selection = trimmed(text, selection);
        if (isOpen(text, selection.begin)) { // the brackets themselves are selected
            const auto group = weightedGroupAt(text, selection.begin + 1);
            if (group && group->outside.begin == selection.begin && group->outside.end == selection.end)
                return group;
        }
    }
    if (selection.begin == selection.end)
        return {};
    if (const auto group = groupAround(text, selection))
        return group;
    return Group{selection, selection, 1.0};
}

QString asText(double weight)
{
    QString text = QString::number(weight, 'f', 3);
    while (text.endsWith(u'0'))
        text.chop(1);
    if (text.endsWith(u'.'))
        text.chop(1);
    return text;
}

} // namespace

std::optional<TextChange> changedWeight(const QString &text, int selectionBegin, int selectionEnd, double difference)
{
    const auto group = chosen(text, {selectionBegin, selectionEnd});
    if (!group)
        return {};
    double weight = std::round((group->weight + difference) * 1000) / 1000;
    if (weight < 0 && group->weight >= 0)
        weight = 0;

    const QString words = text.mid(group->inside.begin, group->inside.end - group->inside.begin);
    TextChange change{group->outside.begin, group->outside.end, words, group->outside.begin, 0};
    if (weight != 1) {
        change.text = QStringLiteral("(%1:%2)").arg(words, asText(weight));
        ++change.selectionBegin;
    }
    change.selectionEnd = change.selectionBegin + static_cast<int>(words.size());
    return change;
}

} // namespace calotype::ui
