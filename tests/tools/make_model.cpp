// Writes a model of random numbers: see RandomModel.h. Usage: make-model sd15|sdxl FILE.safetensors

#include "tests/tools/RandomModel.h"

#include <cstdio>
#include <exception>

int main(int argc, char **argv)
{
    const auto model = argc == 3 ? calotype::tools::randomModelOf(argv[1]) : std::nullopt;
    if (!model) {
        std::fprintf(stderr, "Usage: make-model sd15|sdxl FILE.safetensors\n");
        return 2;
    }
    try {
        calotype::tools::writeRandomModel(*model, argv[2]);
    } catch (const std::exception &error) {
        std::fprintf(stderr, "make-model: %s\n", error.what());
        return 1;
    }
    return 0;
}
