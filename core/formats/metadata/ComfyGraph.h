#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace calotype::formats {

/// A step of a ComfyUI graph: an operation by name, and its inputs, each a value or a link to another node.
struct ComfyNode {
    std::string id;
    std::string type;
    const nlohmann::json *inputs = nullptr; ///< an object; owned by the graph
};

/// The graph that ComfyUI ran: {id: {class_type, inputs}}, links as [id, slot]. It comes from a file: links may lead
/// nowhere and in circles.
class ComfyGraph
{
public:
    /// Nothing if @p json holds no node.
    static std::optional<ComfyGraph> fromJson(nlohmann::json json);

    ComfyGraph(ComfyGraph &&) = default;
    ComfyGraph &operator=(ComfyGraph &&) = default;

    /// By id, numbers by size.
    const std::vector<ComfyNode> &nodes() const { return m_nodes; }

    /// The input, value or link; null if it is not there.
    const nlohmann::json *input(const ComfyNode &node, std::string_view name) const;
    /// The node at the other end of the input; null if it is no link, or leads nowhere.
    const ComfyNode *linked(const ComfyNode &node, std::string_view name) const;
    const ComfyNode *linked(const nlohmann::json &value) const;
    static bool isLink(const nlohmann::json &value);
    /// All the node's links that lead somewhere, by the inputs' names.
    std::vector<std::pair<std::string_view, const ComfyNode *>> links(const ComfyNode &node) const;

    using Accept = std::function<bool(const ComfyNode &)>;
    using Follow = std::function<bool(std::string_view input)>;
    /// The nearest node behind @p from, itself not counted, that @p accept takes, over the links that @p follow allows.
    /// Each node is looked at once.
    const ComfyNode *nearest(const ComfyNode &from, const Accept &accept, const Follow &follow) const;

private:
    explicit ComfyGraph(nlohmann::json json);

    nlohmann::json m_json;
    std::vector<ComfyNode> m_nodes;
    std::map<std::string, std::size_t, std::less<>> m_indices;
};

} // namespace calotype::formats
