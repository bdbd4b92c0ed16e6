#pragma once

#include "core/formats/PickleGraph.h"

#include <cstddef>
#include <span>

namespace calotype::formats {

/// Reads one Python pickle (protocols 0 to 5) as far as a state dict needs. Nothing is executed: an instruction that
/// would call or make something is met with a description from the list in PickleGlobals.h, or refused by name.
/// Work and memory are bounded, whatever the pickle says; there is no recursion.
/// @param bytes     must outlive the graph
/// @param position  where the pickle starts; afterwards the byte behind its end
/// @param file      the name for messages
/// @throws Failure Damaged, Unsupported
PickleGraph readPickle(std::span<const std::byte> bytes, std::size_t &position, std::string_view file);

} // namespace calotype::formats
