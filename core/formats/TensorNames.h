#pragma once

#include "core/formats/TensorFile.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace calotype::formats {

/// The shapes of a file's tensors by name, below a prefix. Borrows from the file.
class TensorNames
{
public:
    /// @param what  how messages call it, e.g. "The UNet in “model.safetensors”"
    TensorNames(const TensorFile &file, std::string_view prefix, std::string what);

    bool isEmpty() const { return m_shapes.empty(); }
    bool has(std::string_view name) const;
    bool hasBelow(std::string_view prefix) const; ///< a name that starts with it

    /// One size of a tensor, 1..100000. @throws Failure Damaged if there is no such tensor or dimension
    std::int64_t size(std::string_view name, std::size_t dimension) const;
    std::size_t dimensions(std::string_view name) const; ///< 0 if there is no such tensor

    /// How many of @p before + "0" + @p after, @p before + "1" + @p after, … there are without a gap.
    std::int64_t count(std::string_view before, std::string_view after) const;

    [[noreturn]] void damaged(std::string_view fault) const;
    [[noreturn]] void unsupported(std::string_view fault) const;

private:
    std::unordered_map<std::string_view, const std::vector<std::int64_t> *> m_shapes;
    std::string m_what;
};

} // namespace calotype::formats
