#include "core/formats/SafetensorsHeader.h"

#include "core/formats/FileFault.h"

#include <nlohmann/json.hpp>

#include <unordered_set>
#include <utility>

namespace calotype::formats {

namespace {

constexpr std::size_t kMostDimensions = 32;

/// Takes the parser's events. A tree of values would lose names that come twice, and take memory before the form is
/// known to be right.
class HeaderEvents final : public nlohmann::json_sax<nlohmann::json>
{
public:
    explicit HeaderEvents(std::string_view file)
        : m_file(file)
    {
    }

    SafetensorsHeader take() { return std::move(m_header); }

    bool start_object(std::size_t) override
    {
        if (m_where == Where::Start) {
            m_where = Where::Root;
        } else if (m_where == Where::Root) {
            m_where = m_key == "__metadata__" ? Where::Metadata : Where::Entry;
        } else {
            failPlace("an object");
        }
        return true;
    }

    bool end_object() override
    {
        if (m_where == Where::Entry)
            finishEntry();
        m_where = m_where == Where::Root ? Where::Done : Where::Root;
        return true;
    }

    bool key(std::string &name) override
    {
        m_key = std::move(name);
        if (m_where == Where::Root) {
            if (!m_names.insert(m_key).second)
                fail("its header names " + inQuotes(m_key) + " twice");
            m_entry = {};
            m_entry.name = m_key;
            m_hasDtype = m_hasShape = m_hasOffsets = false;
        } else if (m_where == Where::Entry) {
            bool *seen = m_key == "dtype" ? &m_hasDtype : m_key == "shape" ? &m_hasShape : m_key == "data_offsets" ? &m_hasOffsets : nullptr;
            if (!seen)
                fail("tensor " + inQuotes(m_entry.name) + " has an unexpected field " + inQuotes(m_key));
            if (*seen)
                fail("tensor " + inQuotes(m_entry.name) + " has the field " + inQuotes(m_key) + " twice");
            *seen = true;
        }
        return true;
    }

    bool string(std::string &value) override
    {
        if (m_where == Where::Metadata) {
            if (!m_header.metadata.emplace(m_key, std::move(value)).second)
                fail("its metadata names " + inQuotes(m_key) + " twice");
        } else if (m_where == Where::Entry && m_key == "dtype") {
            m_entry.dtype = std::move(value);
        } else {
            failPlace("a string");
        }
        return true;
    }

    bool start_array(std::size_t) override
    {
        if (m_where == Where::Entry && m_key == "shape") {
            m_where = Where::Shape;
        } else if (m_where == Where::Entry && m_key == "data_offsets") {
            m_where = Where::Offsets;
            m_offsets.clear();
        } else {
            failPlace("an array");
        }
        return true;
    }

    bool end_array() override
    {
        if (m_where == Where::Offsets) {
            if (m_offsets.size() != 2)
                fail("tensor " + inQuotes(m_entry.name) + " does not have two data_offsets");
            m_entry.begin = m_offsets[0];
            m_entry.end = m_offsets[1];
        }
        m_where = Where::Entry;
        return true;
    }

    bool number_unsigned(std::uint64_t value) override
    {
        if (m_where == Where::Shape) {
            if (m_entry.shape.size() == kMostDimensions)
                fail("tensor " + inQuotes(m_entry.name) + " has too many dimensions");
            m_entry.shape.push_back(value);
        } else if (m_where == Where::Offsets && m_offsets.size() < 2) {
            m_offsets.push_back(value);
        } else {
            failPlace("a number");
        }
        return true;
    }

    bool number_integer(std::int64_t) override { failPlace("a negative number"); }
    bool number_float(double, const std::string &text) override { failPlace("the number " + inQuotes(text)); }
    bool null() override { failPlace("null"); }
    bool boolean(bool) override { failPlace("a truth value"); }
    bool binary(nlohmann::json::binary_t &) override { failPlace("bytes"); }

    bool parse_error(std::size_t position, const std::string &, const nlohmann::detail::exception &) override
    {
        fail("its header is not valid JSON at byte " + std::to_string(position));
    }

private:
    enum class Where { Start, Root, Metadata, Entry, Shape, Offsets, Done };

    [[noreturn]] void fail(const std::string &fault) const { failDamaged(m_file, fault); }

    [[noreturn]] void failPlace(const std::string &found) const
    {
        if (m_where == Where::Start)
            fail("its header is " + found + " instead of an object");
        if (m_where == Where::Root)
            fail("its header has " + found + " in place of tensor " + inQuotes(m_key));
        if (m_where == Where::Metadata)
            fail("its metadata has " + found + " in place of the text of " + inQuotes(m_key));
        fail("tensor " + inQuotes(m_entry.name) + " has " + found + " where its " + m_key + " belongs");
    }

    void finishEntry()
    {
        const char *missing = !m_hasDtype ? "dtype" : !m_hasShape ? "shape" : !m_hasOffsets ? "data_offsets" : nullptr;
        if (missing)
            fail("tensor " + inQuotes(m_entry.name) + " has no " + missing);
        m_header.entries.push_back(std::move(m_entry));
    }

    std::string_view m_file;
    Where m_where = Where::Start;
    std::string m_key;
    SafetensorsEntry m_entry;
    bool m_hasDtype = false;
    bool m_hasShape = false;
    bool m_hasOffsets = false;
    std::vector<std::uint64_t> m_offsets;
    std::unordered_set<std::string> m_names;
    SafetensorsHeader m_header;
};

} // namespace

SafetensorsHeader parseSafetensorsHeader(std::string_view json, std::string_view file)
{
    HeaderEvents events(file);
    nlohmann::json::sax_parse(json.begin(), json.end(), &events);
    return events.take();
}

} // namespace calotype::formats
