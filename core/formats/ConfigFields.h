#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace calotype::formats {

/// Typed, bounded reading of one JSON object from a named file. An absent or null field gives the fallback. Every
/// fault names the file and the field. Keeps a reference to the JSON.
class ConfigFields
{
public:
    /// No honest configuration has a larger number in it.
    static constexpr std::int64_t kLargest = 100000;
    /// Nor a longer list.
    static constexpr std::size_t kLongest = 16;

    /// @param file  how messages call it, e.g. "unet/config.json of “my-model”"
    /// @throws Failure Damaged if @p json is no object
    ConfigFields(const nlohmann::json &json, std::string file);

    bool isSet(const char *name) const; ///< present and not null

    /// @throws Failure Damaged if it is no whole number of least..kLargest
    std::int64_t integer(const char *name, std::int64_t fallback, std::int64_t least = 0) const;
    /// A whole number for all levels, or a list of @p count. @throws Failure Damaged
    std::vector<std::int64_t> perLevel(const char *name, std::size_t count, std::int64_t fallback, std::int64_t least = 0) const;
    /// A list of at most kLongest whole numbers. @throws Failure Damaged
    std::vector<std::int64_t> integers(const char *name, std::vector<std::int64_t> fallback, std::int64_t least = 1) const;
    /// @throws Failure Damaged unless it lies within 0..kLargest
    double number(const char *name, double fallback) const;
    bool flag(const char *name, bool fallback) const;
    std::string text(const char *name, std::string fallback) const;
    std::vector<std::string> texts(const char *name, std::vector<std::string> fallback) const;

    /// Refuses a field that is set to anything but @p neutral, or an entry of a list that is.
    /// @throws Failure Unsupported, with field and value
    void expect(const char *name, const nlohmann::json &neutral) const;

    [[noreturn]] void damaged(std::string_view name, std::string_view what) const;
    [[noreturn]] void unsupported(std::string_view name, std::string_view value) const;

private:
    const nlohmann::json *find(const char *name) const;
    std::int64_t checked(const char *name, const nlohmann::json &value, std::int64_t least) const;

    const nlohmann::json &m_json;
    std::string m_file;
};

} // namespace calotype::formats
