#pragma once

#include "core/base/Error.h"
#include "core/engine/ModelInfo.h"

namespace calotype::formats {

/// What becomes of a fault in one part: thrown when a model is to be loaded, noted as a warning when it is listed.
class PartFaults
{
public:
    PartFaults(ModelInfo &info, bool noted)
        : m_info(info)
        , m_noted(noted)
    {
    }

    template<typename Work>
    void attempt(Work &&work)
    {
        if (!m_noted) {
            work();
            return;
        }
        try {
            work();
        } catch (const Failure &failure) {
            m_info.warnings.push_back(failure.error().message);
        }
    }

private:
    ModelInfo &m_info;
    bool m_noted;
};

} // namespace calotype::formats
