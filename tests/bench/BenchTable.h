#pragma once

#include <functional>
#include <string>
#include <vector>

namespace calotype::bench {

/// One thing that is measured, ours beside the library's.
struct Case {
    std::string name;
    double gflop = 0;          ///< of a direct computation; 0: not told
    std::function<void()> run; ///< with the kernels that are enabled
};

/// A case's medians.
struct Line {
    std::string name;
    double oursMs = 0;
    double plainMs = 0; ///< every kernel at its fallback; 0: not measured
    double gflop = 0;
};

/// How the measuring is done.
struct BenchOptions {
    int runs = 5;
    int threads = 0;         ///< 0: one for each core
    bool withPlain = true;   ///< measure the fallbacks too, run by run in turns
    bool json = false;
    std::string only;        ///< cases whose name contains this; empty: all
    std::vector<int> sizes;  ///< pixels a side, for the networks
};

/// Measures cases and tells the medians: as a table, line by line as they come, or as JSON at the end.
class BenchTable
{
public:
    explicit BenchTable(BenchOptions options);

    const BenchOptions &options() const { return m_options; }
    bool wants(const std::string &name) const;
    void measure(const Case &task);
    /// Prints what is left to print: the JSON.
    void finish() const;

private:
    BenchOptions m_options;
    double m_sgemm = 0; ///< GFLOP/s of this machine's library
    std::vector<Line> m_lines;
};

void measureKernels(BenchTable &table);
void measureNetworks(BenchTable &table);

} // namespace calotype::bench
