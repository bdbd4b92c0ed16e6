#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

namespace calotype::tests {

/// How much of a mapped file is in this process's memory; -1 where the system does not tell.
inline long residentKilobytes(const std::filesystem::path &path)
{
    const std::string name = std::filesystem::canonical(path).string();
    std::ifstream maps("/proc/self/smaps");
    long sum = maps ? 0 : -1;
    bool isOurs = false;
    for (std::string line; std::getline(maps, line);) {
        if (line.find(" kB") == std::string::npos)
            isOurs = line.ends_with(name);
        else if (isOurs && line.starts_with("Rss:"))
            sum += std::stol(line.substr(4));
    }
    return sum;
}

/// What of this process is of no file, in memory or swapped out, counted page by page; -1 where the system does not tell.
inline long anonymousKilobytes()
{
    std::ifstream sums("/proc/self/smaps_rollup");
    long sum = -1;
    for (std::string line; std::getline(sums, line);) {
        for (const std::string key : {"Anonymous:", "Swap:"}) {
            if (line.starts_with(key))
                sum = std::max(sum, 0L) + std::stol(line.substr(key.size()));
        }
    }
    return sum;
}

} // namespace calotype::tests
