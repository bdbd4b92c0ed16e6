#include "core/formats/metadata/ComfyText.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace calotype::formats {

namespace {

using nlohmann::json;

// Bounds for hostile graphs; honest ones stay far below.
constexpr int kDeepest = 100;
constexpr int kMostVisits = 2'000;
constexpr std::size_t kLongest = 1u << 20;

constexpr std::array<std::string_view, 8> kHolders{
    "value", "populated_text", "text", "string", "prompt", "seed", "int", "float"};
constexpr std::array<std::array<std::string_view, 4>, 4> kJoined{{
    {"string_a", "string_b", "string_c", "string_d"},
    {"text_a", "text_b", "text_c", "text_d"},
    {"text1", "text2", "text3", "text4"},
    {"string1", "string2", "string3", "string4"},
}};

// What a node does with words is known for these alone.
bool isKnown(std::string_view type)
{
    constexpr std::array<std::string_view, 5> known{
        "Primitive", "StringConcatenate", "CLIPTextEncode", "Reroute", "String"};
    return std::any_of(known.begin(), known.end(), [&](std::string_view name) { return type.starts_with(name); });
}

std::string hidden(std::string_view type)
{
    return "It comes from the node “" + std::string(type) + "”, whose result the picture does not tell.";
}

class Words
{
public:
    explicit Words(const ComfyGraph &graph)
        : m_graph(graph)
    { }

    /// All words of the conditioning, each once.
    void collect(const ComfyNode &first, std::string_view side)
    {
        std::set<const ComfyNode *> seen;
        std::vector<const ComfyNode *> waiting{&first};
        while (!waiting.empty() && seen.size() < kMostVisits && !m_isTooMuch) {
            const ComfyNode &node = *waiting.back();
            waiting.pop_back();
            // A zeroed conditioning was words once, but is none.
            if (!seen.insert(&node).second || node.type == "ConditioningZeroOut" || takeWords(node, side))
                continue;
            auto behind = conditioningsOf(node, side);
            waiting.insert(waiting.end(), behind.rbegin(), behind.rend());
        }
    }

    std::optional<PictureField> field(std::string_view name) const
    {
        PictureField field{std::string(name), {}, FieldState::Restored, {}};
        if (m_texts.empty() && m_keeper.empty())
            return std::nullopt;
        if (m_texts.empty() || m_isTooMuch) {
            field.state = FieldState::Unavailable;
            field.note = m_isTooMuch ? "The graph is too large to read its words." : hidden(m_keeper);
            field.value = m_keeper;
            return field;
        }
        std::string joined;
        for (const std::string &text : m_texts)
            joined += (joined.empty() ? "" : "\n") + text;
        field.value = joined;
        if (m_texts.size() > 1 || !m_keeper.empty() || m_isGuess) {
            field.state = FieldState::Approximated;
            field.note = m_texts.size() > 1 ? "The graph has several texts here; they are put together."
                                            : "The words went through a node that this program does not know.";
        }
        return field;
    }

private:
    // An encoder's texts. Encoders with two text models have a text for each.
    bool takeWords(const ComfyNode &node, std::string_view side)
    {
        const std::string sided = "text_" + std::string(side);
        const std::array<std::string_view, 11> keys{
            "text", "text_g", "text_l", "clip_l", "clip_g", "t5xxl", "prompt", "value", "string", sided, side};
        bool hasWords = false;
        for (const std::string_view key : keys) {
            const json *value = m_graph.input(node, key);
            // The side's name may be a conditioning's as well.
            if (!value || (key == side && !value->is_string()) || !(value->is_string() || value->is_array()))
                continue;
            hasWords = true;
            add(*value, node);
            m_isGuess = m_isGuess || !isKnown(node.type);
        }
        if (hasWords || !joins(node))
            return hasWords;
        if (const auto text = textOf(node, 0))
            addText(*text);
        return true;
    }

    std::vector<const ComfyNode *> conditioningsOf(const ComfyNode &node, std::string_view side) const
    {
        if (const ComfyNode *same = m_graph.linked(node, side))
            return {same};
        std::vector<const ComfyNode *> behind;
        const auto links = m_graph.links(node);
        for (const auto &[name, other] : links) {
            if (name.find("cond") != std::string_view::npos)
                behind.push_back(other);
        }
        if (behind.empty() && links.size() == 1)
            behind.push_back(links.front().second);
        return behind;
    }

    void add(const json &value, const ComfyNode &node)
    {
        const auto text = textOf(value, 0);
        if (text)
            addText(*text);
        else if (m_keeper.empty())
            m_keeper = node.type;
    }

    void addText(const std::string &text)
    {
        m_length += text.size();
        m_isTooMuch = m_isTooMuch || m_length > kLongest;
        // An empty text counts only where there is no other.
        if (m_texts == std::vector<std::string>{""})
            m_texts.clear();
        const bool isNew
            = m_texts.empty() || (!text.empty() && std::find(m_texts.begin(), m_texts.end(), text) == m_texts.end());
        if (!m_isTooMuch && isNew)
            m_texts.push_back(text);
    }

    // A text, the first of a list, or what a node makes. Bounded by depth and by the number of visits: a graph may
    // join one node with itself again and again.
    std::optional<std::string> textOf(const json &value, int depth)
    {
        if (value.is_string())
            return value.get<std::string>();
        if (ComfyGraph::isLink(value)) {
            const ComfyNode *node = m_graph.linked(value);
            return node ? textOf(*node, depth + 1) : std::nullopt;
        }
        if (value.is_array() && !value.empty() && value[0].is_string())
            return value[0].get<std::string>();
        return std::nullopt;
    }

    std::optional<std::string> textOf(const ComfyNode &node, int depth)
    {
        m_isTooMuch = m_isTooMuch || ++m_visits > kMostVisits;
        if (depth > kDeepest || m_isTooMuch)
            return std::nullopt;
        m_isGuess = m_isGuess || !isKnown(node.type);
        if (joins(node))
            return joined(node, depth);
        for (const std::string_view key : kHolders) {
            const json *value = m_graph.input(node, key);
            const auto text = value ? textOf(*value, depth) : std::nullopt;
            if (text)
                return text;
        }
        const auto links = m_graph.links(node);
        if (links.size() == 1)
            return textOf(*links.front().second, depth + 1);
        if (m_keeper.empty())
            m_keeper = node.type;
        return std::nullopt;
    }

    bool joins(const ComfyNode &node) const
    {
        return std::any_of(
            kJoined.begin(), kJoined.end(), [&](const auto &keys) { return m_graph.input(node, keys[1]); });
    }

    std::optional<std::string> joined(const ComfyNode &node, int depth)
    {
        std::string text;
        const json *given = m_graph.input(node, "delimiter");
        const std::string delimiter = given && given->is_string() ? given->get<std::string>() : "";
        bool isFirst = true;
        for (const auto &keys : kJoined) {
            for (const std::string_view key : keys) {
                const json *value = m_graph.input(node, key);
                const auto part = value ? textOf(*value, depth) : std::nullopt;
                if (!part)
                    continue;
                text += (isFirst ? "" : delimiter) + *part;
                isFirst = false;
                m_isTooMuch = m_isTooMuch || text.size() > kLongest;
                if (m_isTooMuch)
                    return std::nullopt;
            }
        }
        return isFirst ? std::nullopt : std::optional(text);
    }

    const ComfyGraph &m_graph;
    std::vector<std::string> m_texts;
    std::size_t m_length = 0;
    std::string m_keeper; // the type of a node that did not give its words
    int m_visits = 0;
    bool m_isGuess = false;
    bool m_isTooMuch = false;
};

} // namespace

std::optional<PictureField> comfyPrompt(const ComfyGraph &graph, const ComfyNode &conditioning, std::string_view side)
{
    Words words(graph);
    words.collect(conditioning, side);
    return words.field(side == "negative" ? "negative_prompt" : "prompt");
}

std::optional<PictureField> comfyValue(
    const ComfyGraph &graph, const ComfyNode &node, std::initializer_list<std::string_view> names)
{
    const json *value = nullptr;
    PictureField field;
    for (const std::string_view name : names) {
        value = value ? value : graph.input(node, name);
        field.name = field.name.empty() && value ? std::string(name) : field.name;
    }
    const ComfyNode *at = &node;
    for (int depth = 0; value && ComfyGraph::isLink(*value); ++depth) {
        at = graph.linked(*value);
        value = at && depth < kDeepest ? graph.input(*at, field.name) : nullptr;
        for (std::size_t i = 0; at && depth < kDeepest && !value && i < kHolders.size(); ++i)
            value = graph.input(*at, kHolders[i]);
        if (!value) {
            field.value = at ? at->type : std::string();
            field.state = FieldState::Unavailable;
            field.note = hidden(at ? at->type : "?");
            return field;
        }
    }
    if (!value)
        return std::nullopt;
    const bool isList = value->is_array() && !value->empty();
    field.value = isList ? value->front() : *value;
    return field;
}

} // namespace calotype::formats
