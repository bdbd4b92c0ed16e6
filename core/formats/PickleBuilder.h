#pragma once

#include "core/formats/PickleGraph.h"

#include <string>

namespace calotype::formats {

/// Makes the values of a pickle, and the few objects that its instructions may ask for. Counts what it makes, so that
/// a small pickle cannot ask for much memory or time.
class PickleBuilder
{
public:
    using Ref = PickleValue::Ref;
    using Kind = PickleValue::Kind;

    /// @param file  the name for messages; must outlive the builder
    explicit PickleBuilder(std::string_view file)
        : m_file(file)
    {
    }

    PickleGraph take() { return std::move(m_graph); }
    PickleValue &value(Ref ref) { return m_graph.values[ref]; }

    /// Counts @p steps of work. @throws Failure Unsupported if it is more than any real checkpoint needs
    void charge(std::size_t steps);

    Ref add(Kind kind);
    Ref addInteger(Kind kind, std::int64_t integer);
    Ref addText(Kind kind, std::string_view text);
    Ref addDecodedText(std::string text);
    Ref addNumber(double number);
    /// @throws Failure Unsupported, naming it, for a name that is not on the list
    Ref addGlobal(std::string_view module, std::string_view name);

    /// What the call of @p callable, a Global, describes.
    Ref call(Ref callable, Ref arguments);
    /// The storage that a persistent id describes: ("storage", type, key, location, count[, view]).
    Ref storage(Ref id);
    /// Sets an object's attributes: they are dropped where that loses no tensor.
    void setAttributes(Ref object);

    [[noreturn]] void fail(const std::string &fault) const;
    [[noreturn]] void failUnsupported(const std::string &rest) const;

private:
    const PickleValue &item(const PickleValue &tuple, std::size_t index) const;
    std::int64_t count(const PickleValue &value, const char *what) const;
    std::vector<std::int64_t> counts(const PickleValue &tuple, const char *what) const;
    Ref tensor(PickleRole role, const PickleValue &arguments);
    Ref orderedDict(const PickleValue &arguments);

    std::string_view m_file;
    PickleGraph m_graph;
    std::size_t m_steps = 0;
};

} // namespace calotype::formats
