#pragma once

#include "core/formats/PickleGlobals.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace calotype::formats {

/// A storage that a pickle names by a persistent id; its bytes lie elsewhere in the file.
struct PickleStorage {
    std::string_view key;
    std::optional<DType> dtype;  ///< nothing: an untyped storage, counted in bytes
    std::int64_t count = 0;      ///< elements (or bytes) of the whole storage, not negative
    std::int64_t viewOffset = 0; ///< of old files: this storage is a part of the one named @c key
    std::int64_t viewCount = 0;
};

/// A tensor as the pickle rebuilds it; nothing is checked against the storage yet.
struct PickleTensor {
    std::uint32_t storage = 0; ///< index into PickleGraph::storages
    DType dtype = DType::F32;
    std::int64_t offset = 0; ///< in elements
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;
};

/// One value of a pickle. Values refer to each other by index, so shared and circular ones cost nothing to free.
struct PickleValue {
    enum class Kind : std::uint8_t { None, Bool, Int, BigInt, Float, String, Bytes, List, Tuple, Dict, Global, Storage, Tensor, Inert };
    using Ref = std::uint32_t;

    Kind kind = Kind::None;
    PickleGlobal global;      ///< Global
    std::int64_t integer = 0; ///< Bool, Int; index of Storage and Tensor
    double number = 0;        ///< Float
    std::string_view text;    ///< String, Bytes; BigInt: its little-endian bytes
    std::vector<Ref> items;   ///< List, Tuple; Dict: key, value, key, value, …
};

/// All values of one pickle. Texts may point into the pickle's bytes, which must outlive it.
class PickleGraph
{
public:
    using Ref = PickleValue::Ref;

    const PickleValue &operator[](Ref ref) const { return values[ref]; }
    const PickleValue &top() const { return values[root]; }
    /// The value of a string key in a Dict, or null. The last one wins, as in Python.
    const PickleValue *lookUp(const PickleValue &dict, std::string_view key) const;

    std::deque<PickleValue> values;
    std::vector<PickleStorage> storages;
    std::vector<PickleTensor> tensors;
    std::deque<std::string> texts; ///< strings that had to be decoded
    Ref root = 0;
};

} // namespace calotype::formats
