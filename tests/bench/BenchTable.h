#pragma once

#include "core/diffusion/Torch.h"
#include "core/diffusion/modules/WorkProfile.h"
#include "core/engine/DevicePolicy.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace calotype::bench {

/// One thing that is measured, ours beside the library's.
struct Case {
    std::string name;
    std::function<void()> run; ///< with the kernels that are enabled
    bool hasPlain = true;      ///< it makes sense with every kernel at its fallback, and takes no minutes then
    std::function<void()> other = {}; ///< what it is compared with instead; empty: the same with every kernel at its fallback
};

/// A case's medians.
struct Line {
    std::string name;
    double oursMs = 0;
    double plainMs = 0;         ///< every kernel at its fallback; 0: not measured
    double gflop = 0;           ///< of a direct computation, as the layers counted; 0: none did
    std::int64_t peakBytes = 0; ///< of the process (or the card's allocator) in the first run; 0: not known
};

/// Where the time of one network went, for one pass.
struct ProfileTable {
    struct Row {
        std::string work;
        double ms = 0;
        double gflop = 0;
        double calls = 0;
    };
    std::string name;
    std::vector<Row> rows; ///< the longest first
};

/// How the measuring is done.
struct BenchOptions {
    int runs = 5;
    int threads = 0;         ///< 0: one for each core
    int steps = 2;           ///< of whole runs
    bool withPlain = true;   ///< measure the fallbacks too, run by run in turns
    bool withKernels = true;
    bool withNetworks = true;
    bool profile = false;    ///< of the UNet, by kind of work, in place of everything else
    bool json = false;
    bool isXl = false;       ///< SDXL's shapes in place of SD 1.5's
    std::string only;        ///< cases whose name contains this; empty: all
    std::string modelFile;   ///< empty: one of random numbers is made, and goes when all is done
    std::string device = "auto";
    std::string dtype = "auto";
    DeviceChoice choice;     ///< what became of both, and the memory mode
    std::vector<int> sizes;  ///< pixels a side, for the networks
};

/// Measures cases and tells the medians: as a table, line by line as they come, or as JSON at the end.
class BenchTable
{
public:
    explicit BenchTable(BenchOptions options);

    const BenchOptions &options() const { return m_options; }
    torch::Device device() const { return m_device; }
    torch::ScalarType dtype() const { return m_dtype; }
    /// Unit Gaussian numbers in the place and format that is measured.
    diffusion::Tensor random(at::IntArrayRef shape) const { return at::randn(shape).to(m_device, m_dtype); }
    /// Returns when the device has done all that it was told.
    void settle() const;

    bool wants(const std::string &name) const;
    void measure(const Case &task);
    /// Runs @p pass as often as a case is run, and tells where its time goes.
    void profile(const std::string &name, const std::function<void()> &pass);
    /// Prints what is left to print: the JSON.
    void finish() const;

private:
    double milliseconds(const std::function<void()> &work) const;
    double sgemmRate() const;
    void print(const Line &line) const;
    void print(const ProfileTable &table) const;

    BenchOptions m_options;
    torch::Device m_device;
    torch::ScalarType m_dtype;
    double m_sgemm; ///< GFLOP/s of the library's matrix product
    std::vector<Line> m_lines;
    std::vector<ProfileTable> m_profiles;
};

void measureKernels(BenchTable &table);
/// @throws Failure  where the model cannot be read; std::runtime_error where it cannot be made
void measureNetworks(BenchTable &table);

} // namespace calotype::bench
