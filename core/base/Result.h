#pragma once

#include "core/base/Error.h"

#include <cassert>
#include <utility>
#include <variant>

namespace calotype {

/// A value, or the Error that stands in its place.
template<typename T>
class [[nodiscard]] Result
{
public:
    Result(T value)
        : m_content(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error)
        : m_content(std::in_place_index<1>, std::move(error))
    {
    }

    bool ok() const { return m_content.index() == 0; }
    explicit operator bool() const { return ok(); }

    /// The value. @pre ok()
    const T &value() const &
    {
        assert(ok());
        return *std::get_if<0>(&m_content);
    }
    T &value() &
    {
        assert(ok());
        return *std::get_if<0>(&m_content);
    }
    T &&value() &&
    {
        assert(ok());
        return std::move(*std::get_if<0>(&m_content));
    }

    /// The error. @pre !ok()
    const Error &error() const
    {
        assert(!ok());
        return *std::get_if<1>(&m_content);
    }

private:
    std::variant<T, Error> m_content;
};

/// Success without a value, or an Error.
template<>
class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Error error)
        : m_error(std::move(error))
        , m_ok(false)
    {
    }

    bool ok() const { return m_ok; }
    explicit operator bool() const { return m_ok; }

    /// The error. @pre !ok()
    const Error &error() const
    {
        assert(!m_ok);
        return m_error;
    }

private:
    Error m_error;
    bool m_ok = true;
};

} // namespace calotype
