#include "core/formats/CheckpointContent.h"

#include "core/formats/FileFault.h"
#include "core/formats/Utf8.h"

#include <algorithm>
#include <charconv>
#include <unordered_set>
#include <utility>

namespace calotype::formats {

namespace {

using Kind = PickleValue::Kind;

template<typename Visit>
void forEachNamed(const PickleGraph &graph, const PickleValue &dict, Visit visit)
{
    for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2) {
        const PickleValue &key = graph[dict.items[i]];
        if (key.kind == Kind::String)
            visit(key.text, graph[dict.items[i + 1]]);
    }
}

bool holdsTensors(const PickleGraph &graph, const PickleValue &dict)
{
    bool found = false;
    if (dict.kind == Kind::Dict)
        forEachNamed(graph, dict, [&](std::string_view, const PickleValue &value) { found = found || value.kind == Kind::Tensor; });
    return found;
}

/// The dictionary with the tensors: a known name inside the top one, or the top one itself.
const PickleValue *findStateDict(const PickleGraph &graph)
{
    for (const char *name : {"state_dict", "params_ema", "params", "model"}) {
        const PickleValue *inner = graph.lookUp(graph.top(), name);
        if (inner && holdsTensors(graph, *inner))
            return inner;
    }
    return holdsTensors(graph, graph.top()) ? &graph.top() : nullptr;
}

std::optional<std::string> scalarText(const PickleValue &value)
{
    switch (value.kind) {
    case Kind::Bool: return value.integer != 0 ? "true" : "false";
    case Kind::Int: return std::to_string(value.integer);
    case Kind::Float: {
        char digits[32];
        const auto end = std::to_chars(std::begin(digits), std::end(digits), value.number).ptr;
        return std::string(digits, end);
    }
    case Kind::String: return isUtf8(value.text) ? std::optional(std::string(value.text)) : std::nullopt;
    default: return std::nullopt;
    }
}

/// Checks that the tensor lies inside its storage, then makes its view.
TensorView toView(std::string_view name, const PickleTensor &tensor, const PickleStorage &storage, const StorageBytes &storageBytes,
                  const std::string &file)
{
    const std::string who = "tensor " + inQuotes(name);
    const std::size_t elementSize = dtypeSize(tensor.dtype);
    if (storage.dtype && *storage.dtype != tensor.dtype)
        failDamaged(file, who + " has another number format than its storage");
    const auto bytes = storageBytes(storage, elementSize);
    const std::uint64_t available = bytes.size() / (storage.dtype ? elementSize : 1);
    if (static_cast<std::uint64_t>(storage.count) > available) {
        failDamaged(file, "storage " + inQuotes(storage.key) + " of " + who + " should hold " + std::to_string(storage.count)
                              + " numbers but has " + std::to_string(available));
    }
    const std::int64_t limit = storage.dtype ? storage.viewCount : storage.viewCount / static_cast<std::int64_t>(elementSize);

    TensorView view;
    view.name = std::string(name);
    view.dtype = tensor.dtype;
    view.shape = tensor.shape;
    view.strides = tensor.strides;
    if (!shapeBytes(view.shape, view.dtype))
        failDamaged(file, who + " claims an impossible shape");
    const std::int64_t elements = view.elements();
    if (elements == 0)
        return view;
    std::int64_t last = tensor.offset;
    for (std::size_t i = 0; i < view.shape.size(); ++i) {
        std::int64_t reach = 0;
        if (__builtin_mul_overflow(view.shape[i] - 1, view.strides[i], &reach) || __builtin_add_overflow(last, reach, &last))
            failDamaged(file, who + " claims an impossible shape");
    }
    if (last >= limit) {
        failDamaged(file, who + " reaches number " + std::to_string(last) + " of a storage that holds " + std::to_string(limit));
    }
    // A stride of zero would let one number stand for any amount of memory.
    if (elements > limit)
        failDamaged(file, who + " claims more numbers than its storage holds");
    const auto origin = storage.dtype ? storage.viewOffset : storage.viewOffset / static_cast<std::int64_t>(elementSize);
    view.data = bytes.data() + static_cast<std::size_t>(origin + tensor.offset) * elementSize;
    return view;
}

} // namespace

LoadedTensorFile::Content collectCheckpoint(const PickleGraph &graph, const StorageBytes &storageBytes, const std::string &file)
{
    const PickleValue *state = findStateDict(graph);
    if (!state)
        failUnsupported(file, "is a checkpoint without a dictionary of tensors; choose a file that holds a model's weights");
    LoadedTensorFile::Content content;
    std::unordered_set<std::string_view> names;
    forEachNamed(graph, *state, [&](std::string_view name, const PickleValue &value) {
        if (value.kind != Kind::Tensor)
            return;
        if (!isUtf8(name))
            failDamaged(file, "the name of a tensor, " + inQuotes(name) + ", is not valid UTF-8");
        if (!names.insert(name).second)
            failDamaged(file, "it has two tensors named " + inQuotes(name));
        const PickleTensor &tensor = graph.tensors[static_cast<std::size_t>(value.integer)];
        content.tensors.push_back(toView(name, tensor, graph.storages[tensor.storage], storageBytes, file));
    });
    forEachNamed(graph, graph.top(), [&](std::string_view name, const PickleValue &value) {
        if (auto text = scalarText(value); text && isUtf8(name))
            content.metadata.insert_or_assign(std::string(name), std::move(*text));
    });
    return content;
}

} // namespace calotype::formats
