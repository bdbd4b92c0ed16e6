#include "core/formats/TensorNames.h"

#include "core/base/Error.h"

#include <algorithm>

namespace calotype::formats {

TensorNames::TensorNames(const TensorFile &file, std::string_view prefix, std::string what)
    : m_what(std::move(what))
{
    for (const TensorView &tensor : file.tensors()) {
        std::string_view name = tensor.name;
        if (name.starts_with(prefix))
            m_shapes.emplace(name.substr(prefix.size()), &tensor.shape);
    }
}

bool TensorNames::has(std::string_view name) const
{
    return m_shapes.contains(name);
}

bool TensorNames::hasBelow(std::string_view prefix) const
{
    return std::any_of(m_shapes.begin(), m_shapes.end(), [&](const auto &entry) { return entry.first.starts_with(prefix); });
}

std::int64_t TensorNames::size(std::string_view name, std::size_t dimension) const
{
    const auto it = m_shapes.find(name);
    if (it == m_shapes.end())
        damaged("the tensor “" + std::string(name) + "” is missing");
    const auto &shape = *it->second;
    if (dimension >= shape.size() || shape[dimension] < 1 || shape[dimension] > 100000)
        damaged("the tensor “" + std::string(name) + "” has a shape that no such network has");
    return shape[dimension];
}

std::size_t TensorNames::dimensions(std::string_view name) const
{
    const auto it = m_shapes.find(name);
    return it == m_shapes.end() ? 0 : it->second->size();
}

std::int64_t TensorNames::count(std::string_view before, std::string_view after) const
{
    for (std::int64_t i = 0;; ++i) {
        if (!has(std::string(before) + std::to_string(i) + std::string(after)))
            return i;
    }
}

void TensorNames::damaged(std::string_view fault) const
{
    throw Failure(ErrorCode::Damaged, m_what + " is damaged or incomplete: " + std::string(fault) + ".");
}

void TensorNames::unsupported(std::string_view fault) const
{
    throw Failure(ErrorCode::Unsupported, m_what + " is not handled: " + std::string(fault) + ".");
}

} // namespace calotype::formats
