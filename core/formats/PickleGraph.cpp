#include "core/formats/PickleGraph.h"

namespace calotype::formats {

const PickleValue *PickleGraph::lookUp(const PickleValue &dict, std::string_view key) const
{
    if (dict.kind != PickleValue::Kind::Dict)
        return nullptr;
    for (std::size_t i = dict.items.size(); i >= 2; i -= 2) {
        const PickleValue &name = values[dict.items[i - 2]];
        if (name.kind == PickleValue::Kind::String && name.text == key)
            return &values[dict.items[i - 1]];
    }
    return nullptr;
}

} // namespace calotype::formats
