// calotype-bench: how long the engine's kernels and networks take here, beside the library's. See README.md.

#include "core/base/Error.h"
#include "core/diffusion/Device.h"
#include "core/diffusion/Torch.h"
#include "core/engine/EngineEnvironment.h"
#include "tests/bench/BenchTable.h"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <optional>
#include <string>

#include <unistd.h>

namespace {

using namespace calotype;
using bench::BenchOptions;
using bench::BenchTable;

constexpr const char *kUsage
    = "Usage: calotype-bench [--only TEXT] [--size PIXELS]... [--sdxl] [--model FILE] [--memory fast|balanced|low]\n"
      "                      [--device WORD] [--dtype WORD] [--runs N] [--steps N] [--threads N] [--profile]\n"
      "                      [--no-kernels] [--no-networks] [--no-plain] [--json]\n";
constexpr const char *kStarted = "CALOTYPE_BENCH_STARTED";

bool takeSwitch(BenchOptions &options, const std::string &word)
{
    if (word == "--json")
        options.json = true;
    else if (word == "--sdxl")
        options.isXl = true;
    else if (word == "--profile")
        options.profile = true;
    else if (word == "--no-plain")
        options.withPlain = false;
    else if (word == "--no-kernels")
        options.withKernels = false;
    else if (word == "--no-networks")
        options.withNetworks = false;
    else
        return false;
    return true;
}

bool takeNumber(BenchOptions &options, const std::string &word, const std::string &value)
{
    const int number = std::atoi(value.c_str());
    if (number <= 0 || (word == "--size" && number % 64 != 0))
        return false;
    if (word == "--size") {
        options.sizes.push_back(number);
        return true;
    }
    const std::map<std::string, int *> numbers{
        {"--runs", &options.runs}, {"--steps", &options.steps}, {"--threads", &options.threads}};
    const auto found = numbers.find(word);
    if (found == numbers.end())
        return false;
    *found->second = number;
    return true;
}

bool takeValue(BenchOptions &options, const std::string &word, const std::string &value)
{
    if (word == "--memory") {
        const auto mode = memoryModeOf(value);
        options.choice.memory = mode.value_or(options.choice.memory);
        return mode.has_value();
    }
    const std::map<std::string, std::string *> words{{"--only", &options.only},
                                                     {"--model", &options.modelFile},
                                                     {"--device", &options.device},
                                                     {"--dtype", &options.dtype}};
    const auto found = words.find(word);
    if (found == words.end())
        return takeNumber(options, word, value);
    *found->second = value;
    return true;
}

// Nothing for a wrong use.
std::optional<BenchOptions> parse(int argc, char **argv)
{
    BenchOptions options;
    options.choice.memory = MemoryMode::Balanced; // as the program has it with files in half precision
    for (int i = 1; i < argc; ++i) {
        if (takeSwitch(options, argv[i]))
            continue;
        if (i + 1 == argc || !takeValue(options, argv[i], argv[i + 1]))
            return {};
        ++i;
    }
    if (options.sizes.empty())
        options.sizes = {256, 512};
    return options;
}

// @throws Failure where there is no such device, or the format is none of its own
void chooseTheDevice(BenchOptions &options)
{
    auto choice = chooseDevice(options.device, options.dtype, diffusion::listDevices());
    if (!choice)
        throw Failure(choice.error());
    options.choice.device = choice.value().device;
    options.choice.dtype = choice.value().dtype;
    if (options.choice.device != "cpu")
        options.withPlain = false; // the kernels are the processor's
    else if (options.choice.dtype == "float16")
        throw Failure(ErrorCode::Unsupported, "The processor does not compute in float16; choose float32 or bfloat16.");
}

int run(BenchOptions options)
{
    chooseTheDevice(options);
    at::set_num_threads(options.threads > 0 ? options.threads : diffusion::physicalCores());
    const c10::InferenceMode inference;
    at::manual_seed(15);
    BenchTable table(options);
    if (options.withKernels && !options.profile)
        bench::measureKernels(table);
    if (options.withNetworks || options.profile)
        bench::measureNetworks(table);
    table.finish();
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    // The program links what the engine's door opens later: its environment has to be there from the start.
    prepareEngineEnvironment();
    if (!std::getenv(kStarted)) {
        setenv(kStarted, "1", 1);
        execvp(argv[0], argv);
    }
    const auto options = parse(argc, argv);
    if (!options) {
        std::fputs(kUsage, stderr);
        return 2;
    }
    try {
        return run(*options);
    } catch (const std::exception &error) {
        std::fprintf(stderr, "calotype-bench: %s\n", error.what());
        return 1;
    }
}
