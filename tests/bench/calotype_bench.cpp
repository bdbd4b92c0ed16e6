// calotype-bench: how long the engine's kernels and networks take here, beside the library's. See README.md.

#include "core/diffusion/Device.h"
#include "core/diffusion/Torch.h"
#include "core/engine/EngineEnvironment.h"
#include "tests/bench/BenchTable.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include <unistd.h>

namespace {

using calotype::bench::BenchOptions;
using calotype::bench::BenchTable;

constexpr const char *kUsage
    = "Usage: calotype-bench [--only TEXT] [--size PIXELS]... [--no-networks] [--no-plain] [--runs N] [--threads N] [--json]\n";
constexpr const char *kStarted = "CALOTYPE_BENCH_STARTED";

int fail()
{
    std::fputs(kUsage, stderr);
    return 2;
}

} // namespace

int main(int argc, char **argv)
{
    // The program links what the engine's door opens later: its environment has to be there from the start.
    calotype::prepareEngineEnvironment();
    if (!std::getenv(kStarted)) {
        setenv(kStarted, "1", 1);
        execvp(argv[0], argv);
    }
    BenchOptions options;
    bool withNetworks = true;
    for (int i = 1; i < argc; ++i) {
        const std::string option = argv[i];
        if (option == "--json") {
            options.json = true;
        } else if (option == "--no-plain") {
            options.withPlain = false;
        } else if (option == "--no-networks") {
            withNetworks = false;
        } else if (i + 1 == argc) {
            return fail();
        } else if (option == "--only") {
            options.only = argv[++i];
        } else if (option == "--size" || option == "--runs" || option == "--threads") {
            const int value = std::atoi(argv[++i]);
            if (value <= 0 || (option == "--size" && value % 64 != 0))
                return fail();
            if (option == "--size")
                options.sizes.push_back(value);
            else
                (option == "--runs" ? options.runs : options.threads) = value;
        } else {
            return fail();
        }
    }
    if (options.sizes.empty())
        options.sizes = {256, 512};

    at::set_num_threads(options.threads > 0 ? options.threads : calotype::diffusion::physicalCores());
    const c10::InferenceMode inference;
    at::manual_seed(15);
    BenchTable table(options);
    calotype::bench::measureKernels(table);
    if (withNetworks)
        calotype::bench::measureNetworks(table);
    table.finish();
    return 0;
}
