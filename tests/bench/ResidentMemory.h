#pragma once

#include <cstdio>

namespace calotype::bench {

/// What of the process lies in memory now, in MiB; 0 where the system does not say (VmRSS of Linux).
inline double residentMiB()
{
    long long kilobytes = 0;
    if (std::FILE *const file = std::fopen("/proc/self/status", "r")) {
        char line[256];
        while (kilobytes == 0 && std::fgets(line, sizeof line, file))
            std::sscanf(line, "VmRSS: %lld kB", &kilobytes);
        std::fclose(file);
    }
    return static_cast<double>(kilobytes) / 1024;
}

} // namespace calotype::bench
