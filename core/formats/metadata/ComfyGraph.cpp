#include "core/formats/metadata/ComfyGraph.h"

#include "core/formats/metadata/JsonFields.h"

#include <algorithm>
#include <deque>
#include <set>
#include <utility>

namespace calotype::formats {

namespace {

using nlohmann::json;

// "9" comes before "10", and that before "save".
bool isBefore(const ComfyNode &a, const ComfyNode &b)
{
    const auto isNumber = [](const std::string &id) { return id.find_first_not_of("0123456789") == std::string::npos; };
    const bool areNumbers = isNumber(a.id) && isNumber(b.id);
    if (areNumbers && a.id.size() != b.id.size())
        return a.id.size() < b.id.size();
    if (isNumber(a.id) != isNumber(b.id))
        return isNumber(a.id);
    return a.id < b.id;
}

} // namespace

ComfyGraph::ComfyGraph(json json)
    : m_json(std::move(json))
{
    for (const auto &[id, value] : m_json.items()) {
        const std::string *type = textMember(&value, "class_type");
        const auto *inputs = member(&value, "inputs");
        if (type && inputs && inputs->is_object())
            m_nodes.push_back({id, *type, inputs});
    }
    std::sort(m_nodes.begin(), m_nodes.end(), isBefore);
    for (std::size_t i = 0; i < m_nodes.size(); ++i)
        m_indices.emplace(m_nodes[i].id, i);
}

std::optional<ComfyGraph> ComfyGraph::fromJson(json json)
{
    if (!json.is_object())
        return std::nullopt;
    ComfyGraph graph(std::move(json));
    if (graph.m_nodes.empty())
        return std::nullopt;
    return graph;
}

const json *ComfyGraph::input(const ComfyNode &node, std::string_view name) const
{
    return member(node.inputs, name);
}

bool ComfyGraph::isLink(const json &value)
{
    return value.is_array() && value.size() == 2 && value[0].is_string() && value[1].is_number_integer();
}

const ComfyNode *ComfyGraph::linked(const json &value) const
{
    if (!isLink(value))
        return nullptr;
    const auto found = m_indices.find(*value[0].get_ptr<const std::string *>());
    return found == m_indices.end() ? nullptr : &m_nodes[found->second];
}

const ComfyNode *ComfyGraph::linked(const ComfyNode &node, std::string_view name) const
{
    const json *value = input(node, name);
    return value ? linked(*value) : nullptr;
}

std::vector<std::pair<std::string_view, const ComfyNode *>> ComfyGraph::links(const ComfyNode &node) const
{
    std::vector<std::pair<std::string_view, const ComfyNode *>> links;
    for (const auto &[name, value] : node.inputs->get_ref<const json::object_t &>()) {
        if (const ComfyNode *other = linked(value))
            links.emplace_back(name, other);
    }
    return links;
}

const ComfyNode *ComfyGraph::nearest(const ComfyNode &from, const Accept &accept, const Follow &follow) const
{
    std::set<const ComfyNode *> seen{&from};
    std::deque<const ComfyNode *> waiting{&from};
    while (!waiting.empty()) {
        const ComfyNode &node = *waiting.front();
        waiting.pop_front();
        if (&node != &from && accept(node))
            return &node;
        for (const auto &[name, other] : links(node)) {
            if (follow(name) && seen.insert(other).second)
                waiting.push_back(other);
        }
    }
    return nullptr;
}

} // namespace calotype::formats
