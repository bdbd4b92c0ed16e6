#include "tests/bench/BenchTable.h"

#include "core/diffusion/Device.h"
#include "core/diffusion/Torch.h"
#include "core/diffusion/kernels/KernelTable.h"
#include "core/diffusion/kernels/VectorLoops.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

namespace calotype::bench {

using namespace diffusion;

namespace {

double milliseconds(const std::function<void()> &work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

// The best of some products of 2048³: what the library's arithmetic reaches here.
double sgemmRate()
{
    const Tensor a = at::randn({2048, 2048});
    const Tensor b = at::randn({2048, 2048});
    double best = 1e9;
    for (int i = 0; i < 5; ++i)
        best = std::min(best, milliseconds([&] { at::mm(a, b); }));
    return 2.0 * 2048 * 2048 * 2048 * 1e-6 / best;
}

} // namespace

BenchTable::BenchTable(BenchOptions options)
    : m_options(std::move(options))
    , m_sgemm(sgemmRate())
{
    if (m_options.json)
        return;
    std::printf("libtorch %s, %d threads, loops %s, sgemm %.0f GFLOP/s, medians of %d\n", TORCH_VERSION,
                at::get_num_threads(), vectorLoops().name, m_sgemm, m_options.runs);
    std::printf("%-34s %10s %9s %8s %10s %6s\n", "", "ours ms", "GFLOP/s", "of sgemm", "plain ms", "ratio");
}

bool BenchTable::wants(const std::string &name) const
{
    return name.find(m_options.only) != std::string::npos;
}

void BenchTable::measure(const Case &task)
{
    if (!wants(task.name))
        return;
    const KernelSet enabled = enabledKernels();
    std::vector<double> ours;
    std::vector<double> plain;
    task.run(); // touches the memory, and lets the library make its plans
    for (int i = 0; i < m_options.runs; ++i) {
        ours.push_back(milliseconds(task.run));
        if (m_options.withPlain) {
            enableKernels(KernelSet::none());
            plain.push_back(milliseconds(task.run));
            enableKernels(enabled);
        }
    }
    const Line line{task.name, median(ours), plain.empty() ? 0 : median(plain), task.gflop};
    m_lines.push_back(line);
    if (m_options.json)
        return;
    std::printf("%-34s %10.2f", line.name.c_str(), line.oursMs);
    if (line.gflop > 0) {
        const double rate = 1e3 * line.gflop / line.oursMs;
        std::printf(" %9.0f %7.0f%%", rate, 100 * rate / m_sgemm);
    } else {
        std::printf(" %9s %8s", "", "");
    }
    if (line.plainMs > 0)
        std::printf(" %10.2f %6.2f", line.plainMs, line.plainMs / line.oursMs);
    std::printf("\n");
    std::fflush(stdout);
}

void BenchTable::finish() const
{
    const double peakMiB = static_cast<double>(peakMemoryBytes("cpu")) / (1 << 20);
    if (!m_options.json) {
        std::printf("peak memory %.0f MiB\n", peakMiB);
        return;
    }
    nlohmann::ordered_json cases = nlohmann::ordered_json::array();
    for (const Line &line : m_lines) {
        nlohmann::ordered_json one{{"name", line.name}, {"ms", line.oursMs}};
        if (line.gflop > 0) {
            one["gflops"] = 1e3 * line.gflop / line.oursMs;
            one["ofSgemm"] = 1e3 * line.gflop / line.oursMs / m_sgemm;
        }
        if (line.plainMs > 0) {
            one["plainMs"] = line.plainMs;
            one["ratio"] = line.plainMs / line.oursMs;
        }
        cases.push_back(one);
    }
    const nlohmann::ordered_json all{{"libtorch", TORCH_VERSION},        {"threads", at::get_num_threads()},
                                     {"loops", vectorLoops().name},      {"sgemmGflops", m_sgemm},
                                     {"runs", m_options.runs},           {"peakMemoryMiB", peakMiB},
                                     {"cases", cases}};
    std::printf("%s\n", all.dump(2).c_str());
}

} // namespace calotype::bench
