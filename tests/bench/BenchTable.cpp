#include "tests/bench/BenchTable.h"

#include "core/diffusion/kernels/KernelTable.h"
#include "core/diffusion/kernels/VectorLoops.h"
#include "core/diffusion/pipelines/Networks.h"
#include "tests/bench/PeakMemory.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

namespace calotype::bench {

using namespace diffusion;

namespace {

constexpr double kMiB = 1 << 20;

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

} // namespace

BenchTable::BenchTable(BenchOptions options)
    : m_options(std::move(options))
    , m_device(m_options.choice.device)
    , m_dtype(scalarType(m_options.choice.dtype))
    , m_sgemm(sgemmRate())
{
    if (m_options.json)
        return;
    std::printf("libtorch %s, %s, %s, %s memory, %d threads, loops %s, sgemm %.0f GFLOP/s, medians of %d\n", TORCH_VERSION,
                m_options.choice.device.c_str(), m_options.choice.dtype.c_str(), memoryModeName(m_options.choice.memory),
                at::get_num_threads(), vectorLoops().name, m_sgemm, m_options.runs);
    if (!m_options.profile)
        std::printf("%-34s %10s %9s %8s %9s %10s %6s\n", "", "ours ms", "GFLOP/s", "of sgemm", "peak MiB", "plain ms", "ratio");
}

void BenchTable::settle() const
{
    if (!m_device.is_cpu())
        at::zeros({1}, at::TensorOptions().device(m_device)).item<float>(); // comes after all that was asked for before
}

double BenchTable::milliseconds(const std::function<void()> &work) const
{
    const auto start = std::chrono::steady_clock::now();
    work();
    settle();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

// The best of some products of 2048³: what the library's arithmetic reaches here.
double BenchTable::sgemmRate() const
{
    const Tensor a = random({2048, 2048});
    const Tensor b = random({2048, 2048});
    double best = 1e9;
    for (int i = 0; i < 5; ++i)
        best = std::min(best, milliseconds([&] { at::mm(a, b); }));
    return 2.0 * 2048 * 2048 * 2048 * 1e-6 / best;
}

bool BenchTable::wants(const std::string &name) const
{
    return name.find(m_options.only) != std::string::npos;
}

void BenchTable::measure(const Case &task)
{
    if (!wants(task.name))
        return;
    Line line;
    line.name = task.name;
    { // touches the memory, lets the library make its plans, and counts what there is to compute
        const PeakMemory peak(m_options.choice.device);
        WorkProfile profile;
        task.run();
        settle();
        profile.end();
        line.gflop = profile.total().gflop;
        line.peakBytes = peak.bytes();
    }
    const KernelSet enabled = enabledKernels();
    std::vector<double> ours;
    std::vector<double> plain;
    for (int i = 0; i < m_options.runs; ++i) {
        ours.push_back(milliseconds(task.run));
        if (m_options.withPlain && task.hasPlain) {
            enableKernels(KernelSet::none());
            plain.push_back(milliseconds(task.other ? task.other : task.run));
            enableKernels(enabled);
        }
    }
    line.oursMs = median(ours);
    line.plainMs = plain.empty() ? 0 : median(plain);
    m_lines.push_back(line);
    if (!m_options.json)
        print(line);
}

void BenchTable::print(const Line &line) const
{
    std::printf("%-34s %10.2f", line.name.c_str(), line.oursMs);
    if (line.gflop > 0) {
        const double rate = 1e3 * line.gflop / line.oursMs;
        std::printf(" %9.0f %7.0f%%", rate, 100 * rate / m_sgemm);
    } else {
        std::printf(" %9s %8s", "", "");
    }
    std::printf(" %9.0f", static_cast<double>(line.peakBytes) / kMiB);
    if (line.plainMs > 0)
        std::printf(" %10.2f %6.2f", line.plainMs, line.plainMs / line.oursMs);
    std::printf("\n");
    std::fflush(stdout);
}

void BenchTable::profile(const std::string &name, const std::function<void()> &pass)
{
    pass();
    settle();
    WorkProfile profile([this] { settle(); });
    for (int i = 0; i < m_options.runs; ++i)
        pass();
    profile.end();
    ProfileTable table;
    table.name = name;
    for (std::size_t i = 0; i < kWorkKinds; ++i) {
        const auto work = static_cast<Work>(i);
        const WorkProfile::Line &line = profile.line(work);
        if (line.seconds > 0)
            table.rows.push_back({workName(work), 1e3 * line.seconds / m_options.runs, line.gflop / m_options.runs,
                                  static_cast<double>(line.calls) / m_options.runs});
    }
    std::ranges::sort(table.rows, [](const auto &a, const auto &b) { return a.ms > b.ms; });
    m_profiles.push_back(table);
    if (!m_options.json)
        print(table);
}

void BenchTable::print(const ProfileTable &table) const
{
    ProfileTable::Row all{"all", 0, 0, 0};
    for (const auto &row : table.rows) {
        all.ms += row.ms;
        all.gflop += row.gflop;
        all.calls += row.calls;
    }
    std::printf("%-34s %10s %7s %9s %8s %8s\n", table.name.c_str(), "ms", "share", "GFLOP/s", "of sgemm", "calls");
    const auto tell = [&](const ProfileTable::Row &row) {
        std::printf("  %-32s %10.1f %6.1f%%", row.work.c_str(), row.ms, 100 * row.ms / all.ms);
        if (row.gflop > 0) {
            const double rate = 1e3 * row.gflop / row.ms;
            std::printf(" %9.0f %7.0f%%", rate, 100 * rate / m_sgemm);
        } else {
            std::printf(" %9s %8s", "", "");
        }
        std::printf(" %8.0f\n", row.calls);
    };
    for (const auto &row : table.rows)
        tell(row);
    tell(all);
    std::fflush(stdout);
}

void BenchTable::finish() const
{
    if (!m_options.json)
        return;
    std::int64_t peak = 0;
    for (const Line &line : m_lines)
        peak = std::max(peak, line.peakBytes);
    nlohmann::ordered_json cases = nlohmann::ordered_json::array();
    for (const Line &line : m_lines) {
        nlohmann::ordered_json one{{"name", line.name}, {"ms", line.oursMs}};
        if (line.gflop > 0) {
            one["gflop"] = line.gflop;
            one["gflops"] = 1e3 * line.gflop / line.oursMs;
            one["ofSgemm"] = 1e3 * line.gflop / line.oursMs / m_sgemm;
        }
        one["peakMemoryMiB"] = static_cast<double>(line.peakBytes) / kMiB;
        if (line.plainMs > 0) {
            one["plainMs"] = line.plainMs;
            one["ratio"] = line.plainMs / line.oursMs;
        }
        cases.push_back(one);
    }
    nlohmann::ordered_json profiles = nlohmann::ordered_json::array();
    for (const ProfileTable &table : m_profiles) {
        nlohmann::ordered_json rows = nlohmann::ordered_json::array();
        for (const auto &row : table.rows)
            rows.push_back({{"work", row.work}, {"ms", row.ms}, {"gflop", row.gflop}, {"calls", row.calls}});
        profiles.push_back({{"name", table.name}, {"rows", rows}});
    }
    const nlohmann::ordered_json all{{"libtorch", TORCH_VERSION},
                                     {"device", m_options.choice.device},
                                     {"dtype", m_options.choice.dtype},
                                     {"memory", memoryModeName(m_options.choice.memory)},
                                     {"threads", at::get_num_threads()},
                                     {"loops", vectorLoops().name},
                                     {"sgemmGflops", m_sgemm},
                                     {"runs", m_options.runs},
                                     {"peakMemoryMiB", static_cast<double>(peak) / kMiB},
                                     {"cases", cases},
                                     {"profiles", profiles}};
    std::printf("%s\n", all.dump(2).c_str());
}

} // namespace calotype::bench
