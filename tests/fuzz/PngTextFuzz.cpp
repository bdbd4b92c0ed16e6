#include "core/base/Error.h"
#include "core/formats/PngText.h"

#include <algorithm>
#include <cstdlib>

/// Reads the text of whatever it is; where text can be added, it must be found again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace calotype;
    const std::span<const std::uint8_t> png(data, size);
    formats::readPngText(png);
    try {
        const formats::PngTextChunk chunk{"parameters", "a cat, ü, 猫"};
        const auto written = formats::withPngText(png, {chunk});
        const auto found = formats::readPngText(written);
        // The reader stops at its bound on text, which the chunks before ours may have used up.
        if (size < 1 << 20 && std::find(found.begin(), found.end(), chunk) == found.end())
            std::abort();
    } catch (const Failure &) {
    }
    return 0;
}
