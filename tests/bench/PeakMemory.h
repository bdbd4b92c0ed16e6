#pragma once

#include "core/diffusion/Device.h"
#include "core/engine/HeapPolicy.h"

#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>

namespace calotype::bench {

/// The most memory in use since this was made: of the process, where Linux lets it be counted anew; elsewhere, and on a
/// card, since the program began.
class PeakMemory
{
public:
    explicit PeakMemory(std::string device)
        : m_device(std::move(device))
    {
        giveFreedMemoryBack(); // what the case before kept is not of this one
        if (m_device != "cpu")
            return;
        if (std::FILE *const file = std::fopen("/proc/self/clear_refs", "w")) {
            m_isOwn = std::fputs("5", file) >= 0;
            m_isOwn = std::fclose(file) == 0 && m_isOwn;
        }
    }

    std::int64_t bytes() const
    {
        const std::int64_t own = m_isOwn ? highWaterMark() : 0;
        return own > 0 ? own : diffusion::peakMemoryBytes(m_device);
    }

private:
    static std::int64_t highWaterMark()
    {
        long long kilobytes = 0;
        if (std::FILE *const file = std::fopen("/proc/self/status", "r")) {
            char line[256];
            while (kilobytes == 0 && std::fgets(line, sizeof line, file))
                std::sscanf(line, "VmHWM: %lld kB", &kilobytes);
            std::fclose(file);
        }
        return kilobytes * 1024;
    }

    std::string m_device;
    bool m_isOwn = false;
};

} // namespace calotype::bench
