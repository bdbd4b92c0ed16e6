#pragma once

#include "core/engine/GenerationBackend.h"

#include <optional>

namespace calotype::models {

/// Puts the load steps in order: each of the eight is passed on at least once, none after a later one, ReadWeights only
/// with more bytes than before. A step that the backend leaves out is put in.
class LoadSteps final
{
public:
    explicit LoadSteps(LoadSink sink);

    void report(const LoadProgress &progress);

private:
    LoadSink m_sink;
    std::optional<LoadProgress> m_last;
};

} // namespace calotype::models
