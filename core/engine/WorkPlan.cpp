#include "core/engine/WorkPlan.h"

namespace calotype {

namespace {

// Where the UNet's feed-forward layers take the most, at the finest level: 8 and 4 times 320 numbers for each 8 × 8
// pixels, the maps beside them and those kept for the way up; attention is computed in blocks. For each condition that
// runs at once, numbers per pixel.
constexpr std::int64_t kSamplingNumbersPerPixel = 128;

// Where the VAE's decoder takes the most, at its last upsampling: at the picture's size the enlarged map of 256 channels,
// the convolution's output, both once more in the order that the convolution computes in, and a quarter of one for the
// map that is enlarged; another 3/4 for what the allocator keeps. Numbers per pixel.
constexpr std::int64_t kDecodingNumbersPerPixel = 5 * 256;

// The same in strips: the map of 128 channels, and a quarter of 256 for the one that is enlarged. Beside them the maps of
// a strip: 32 rows with their neighbours, of up to 256 channels, and about four at a time.
constexpr std::int64_t kStripsNumbersPerPixel = 128 + 256 / 4;
constexpr std::int64_t kStripNumbersPerColumn = 4 * 256 * 40;

} // namespace

std::int64_t samplingNumbers(std::int64_t pixels, int conditions)
{
    return pixels * kSamplingNumbersPerPixel * conditions;
}

std::int64_t decodingNumbers(std::int64_t width, std::int64_t height, bool inTiles)
{
    const std::int64_t pixels = width * height;
    return inTiles ? pixels * kStripsNumbersPerPixel + width * kStripNumbersPerColumn : pixels * kDecodingNumbersPerPixel;
}

WorkPlan planWork(const WorkFacts &facts)
{
    const bool isLow = facts.memory == MemoryMode::Low;
    const auto isShort = [&facts](std::int64_t bytes) { return facts.freeBytes > 0 && bytes > facts.freeBytes; };
    const std::int64_t pair = samplingNumbers(facts.width * facts.height, 2) * facts.unetNumberBytes;
    const std::int64_t decoding = decodingNumbers(facts.width, facts.height, false) * facts.vaeNumberBytes;
    WorkPlan plan;
    plan.inTurns = isLow || isShort(facts.restingBytes + pair);
    plan.vaeInTiles = facts.vaeTiles == VaeTiles::On || (facts.vaeTiles == VaeTiles::Auto && (isLow || isShort(decoding)));
    return plan;
}

} // namespace calotype
