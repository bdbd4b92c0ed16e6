#pragma once

#include <nlohmann/json.hpp>

namespace calotype::formats {

/// The graph that ComfyUI's editor draws (`workflow`), as the graph that it would run ({id: {class_type, inputs}}).
/// Values stand there without names; they are named for the built-in nodes, and where newer editors name them. Muted
/// nodes are left out, bypassed ones and reroutes are followed through.
/// @return an empty object for what is no such graph
nlohmann::json comfyGraphOfWorkflow(const nlohmann::json &workflow);

} // namespace calotype::formats
