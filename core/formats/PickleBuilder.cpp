#include "core/formats/PickleBuilder.h"

#include "core/formats/FileFault.h"

#include <utility>

namespace calotype::formats {

namespace {

// A Stable Diffusion XL checkpoint has about 2,500 tensors, 60,000 values and 100,000 instructions.
constexpr std::size_t kMostSteps = 32'000'000;
constexpr std::size_t kMostValues = 1'000'000;
constexpr std::size_t kMostTensors = 100'000;
constexpr std::size_t kMostDimensions = 32;

} // namespace

void PickleBuilder::fail(const std::string &fault) const
{
    failDamaged(m_file, fault);
}

void PickleBuilder::failUnsupported(const std::string &rest) const
{
    formats::failUnsupported(m_file, rest);
}

void PickleBuilder::charge(std::size_t steps)
{
    m_steps += steps;
    if (m_steps > kMostSteps)
        failUnsupported("describes far more than a model's tensors and was not opened; use the model's safetensors version");
}

PickleBuilder::Ref PickleBuilder::add(Kind kind)
{
    if (m_graph.values.size() == kMostValues)
        charge(kMostSteps);
    m_graph.values.emplace_back().kind = kind;
    return static_cast<Ref>(m_graph.values.size() - 1);
}

PickleBuilder::Ref PickleBuilder::addInteger(Kind kind, std::int64_t integer)
{
    const Ref ref = add(kind);
    value(ref).integer = integer;
    return ref;
}

PickleBuilder::Ref PickleBuilder::addText(Kind kind, std::string_view text)
{
    const Ref ref = add(kind);
    value(ref).text = text;
    return ref;
}

PickleBuilder::Ref PickleBuilder::addDecodedText(std::string text)
{
    return addText(Kind::String, m_graph.texts.emplace_back(std::move(text)));
}

PickleBuilder::Ref PickleBuilder::addNumber(double number)
{
    const Ref ref = add(Kind::Float);
    value(ref).number = number;
    return ref;
}

PickleBuilder::Ref PickleBuilder::addGlobal(std::string_view module, std::string_view name)
{
    const auto global = allowedGlobal(module, name);
    const std::string full = inQuotes(std::string(module) + "." + std::string(name));
    if (!global && isForeignTorchFormat(module, name))
        failUnsupported("uses the number format " + full + ", which is not supported; use a float16 or float32 version of the model");
    if (!global) {
        failUnsupported("names the Python object " + full
                        + ", which no model needs and which could run code, so the file was not opened; use the model's "
                          "safetensors version");
    }
    const Ref ref = add(Kind::Global);
    value(ref).global = *global;
    return ref;
}

PickleBuilder::Ref PickleBuilder::call(Ref callable, Ref arguments)
{
    if (value(callable).kind == Kind::Inert)
        return add(Kind::Inert);
    if (value(callable).kind != Kind::Global || value(arguments).kind != Kind::Tuple)
        fail("its pickle calls what cannot be called");
    const PickleRole role = value(callable).global.role;
    const PickleValue &given = value(arguments);
    switch (role) {
    case PickleRole::OrderedDict:
        return orderedDict(given);
    case PickleRole::RebuildTensor:
    case PickleRole::RebuildTensorV2:
    case PickleRole::RebuildTensorV3:
        return tensor(role, given);
    case PickleRole::RebuildParameter:
        if (item(given, 0).kind != Kind::Tensor)
            fail("its pickle makes a parameter of what is no tensor");
        return given.items[0];
    case PickleRole::Size:
        if (item(given, 0).kind != Kind::Tuple && item(given, 0).kind != Kind::List)
            fail("its pickle has a size that is no tuple");
        return given.items[0];
    case PickleRole::Inert:
        return add(Kind::Inert);
    case PickleRole::TypedStorage:
    case PickleRole::UntypedStorage:
    case PickleRole::Dtype:
        break;
    }
    fail("its pickle calls what cannot be called");
}

PickleBuilder::Ref PickleBuilder::storage(Ref id)
{
    const PickleValue &tuple = value(id);
    if (tuple.kind != Kind::Tuple || item(tuple, 0).kind != Kind::String || item(tuple, 0).text != "storage")
        fail("its pickle refers to something that is no storage");
    const PickleValue &type = item(tuple, 1);
    const bool typed = type.kind == Kind::Global && type.global.role == PickleRole::TypedStorage;
    if (!typed && !(type.kind == Kind::Global && type.global.role == PickleRole::UntypedStorage))
        fail("its pickle has a storage of no known type");
    const PickleValue &key = item(tuple, 2);
    if (key.kind != Kind::String)
        fail("its pickle has a storage whose key is no text");
    PickleStorage storage;
    storage.key = key.text;
    storage.dtype = typed ? type.global.dtype : std::nullopt;
    storage.count = count(item(tuple, 4), "storage size");
    storage.viewCount = storage.count;
    if (tuple.items.size() > 5 && item(tuple, 5).kind != Kind::None) {
        const PickleValue &view = item(tuple, 5);
        if (view.kind != Kind::Tuple)
            fail("its pickle has a storage view that is no tuple");
        storage.viewOffset = count(item(view, 1), "storage view");
        storage.viewCount = count(item(view, 2), "storage view");
        if (storage.viewOffset > storage.count || storage.viewCount > storage.count - storage.viewOffset)
            fail("a view of its storage " + inQuotes(storage.key) + " leaves the storage");
    }
    m_graph.storages.push_back(storage);
    return addInteger(Kind::Storage, static_cast<std::int64_t>(m_graph.storages.size() - 1));
}

void PickleBuilder::setAttributes(Ref object)
{
    // A state dict's `_metadata` is set in this way; it holds the modules' versions.
    const Kind kind = value(object).kind;
    if (kind != Kind::Dict && kind != Kind::Inert)
        fail("its pickle sets attributes of what has none");
}

const PickleValue &PickleBuilder::item(const PickleValue &tuple, std::size_t index) const
{
    if (index >= tuple.items.size())
        fail("its pickle gives too few arguments");
    return m_graph[tuple.items[index]];
}

std::int64_t PickleBuilder::count(const PickleValue &value, const char *what) const
{
    if (value.kind != Kind::Int || value.integer < 0)
        fail(std::string("its pickle has a ") + what + " that is no count");
    return value.integer;
}

std::vector<std::int64_t> PickleBuilder::counts(const PickleValue &tuple, const char *what) const
{
    if (tuple.kind != Kind::Tuple && tuple.kind != Kind::List)
        fail(std::string("its pickle has a ") + what + " that is no tuple");
    if (tuple.items.size() > kMostDimensions)
        fail("its pickle has a tensor of too many dimensions");
    std::vector<std::int64_t> out;
    out.reserve(tuple.items.size());
    for (const Ref ref : tuple.items)
        out.push_back(count(m_graph[ref], what));
    return out;
}

PickleBuilder::Ref PickleBuilder::tensor(PickleRole role, const PickleValue &arguments)
{
    if (m_graph.tensors.size() == kMostTensors)
        charge(kMostSteps);
    if (item(arguments, 0).kind != Kind::Storage)
        fail("its pickle has a tensor without a storage");
    PickleTensor tensor;
    tensor.storage = static_cast<std::uint32_t>(item(arguments, 0).integer);
    const PickleStorage &storage = m_graph.storages[tensor.storage];
    if (role == PickleRole::RebuildTensorV3) {
        const PickleValue &format = item(arguments, 6);
        if (format.kind != Kind::Global || format.global.role != PickleRole::Dtype)
            fail("its pickle has a tensor of no known number format");
        tensor.dtype = *format.global.dtype;
    } else if (storage.dtype) {
        tensor.dtype = *storage.dtype;
    } else {
        tensor.dtype = DType::U8;
    }
    tensor.offset = count(item(arguments, 1), "tensor offset");
    tensor.shape = counts(item(arguments, 2), "tensor size");
    tensor.strides = counts(item(arguments, 3), "tensor stride");
    if (tensor.shape.size() != tensor.strides.size())
        fail("its pickle has a tensor with fewer or more strides than dimensions");
    m_graph.tensors.push_back(std::move(tensor));
    return addInteger(Kind::Tensor, static_cast<std::int64_t>(m_graph.tensors.size() - 1));
}

PickleBuilder::Ref PickleBuilder::orderedDict(const PickleValue &arguments)
{
    const Ref dict = add(Kind::Dict);
    if (arguments.items.empty())
        return dict;
    const PickleValue &pairs = item(arguments, 0);
    if (pairs.kind != Kind::List && pairs.kind != Kind::Tuple)
        fail("its pickle makes a dictionary of what is no list");
    charge(pairs.items.size());
    for (const Ref ref : pairs.items) {
        const PickleValue &pair = m_graph[ref];
        if ((pair.kind != Kind::List && pair.kind != Kind::Tuple) || pair.items.size() != 2)
            fail("its pickle makes a dictionary of what are no pairs");
        value(dict).items.insert(value(dict).items.end(), pair.items.begin(), pair.items.end());
    }
    return dict;
}

} // namespace calotype::formats
