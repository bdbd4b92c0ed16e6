#include "core/engine/WorkPlan.h"

#include "core/engine/HeapPolicy.h"
#include "core/engine/prompt/PromptParts.h"

#include <algorithm>

namespace calotype {

namespace {

// Working memory of the UNet in numbers per pixel, for each condition that runs at once. It takes the most in the
// feed-forward layers of the finest level that has some: twelve times its channels for each place, beside its maps and those
// kept for the way up; the heap keeps more. Measured (tests/bench/README.md).
constexpr std::int64_t kSamplingNumbersPerPixel = 165;
constexpr std::int64_t kXlSamplingNumbersPerPixel = 150;

// What the cross attentions keep of one text, in numbers (core/diffusion/modules/TextProjections.h).
constexpr std::int64_t kTextNumbers = 1'900'000;
constexpr std::int64_t kXlTextNumbers = 12'700'000;

// The largest layer, from 2560 to 1280 channels: as it is widened for its use, and once more in the library's order.
constexpr std::int64_t kWidestLayerNumbers = 9 * 2560 * 1280;

// Working memory of the VAE's decoder in maps of 256 channels at the picture's size. It needs three where it takes the most,
// and the heap keeps gaps between them: 5.2 to 6.6 were measured at 256 to 768 pixels a side (tests/bench/README.md). What is
// too large for the heap comes from the system and goes back at once (core/engine/HeapPolicy.h).
constexpr double kMapsInHeap = 5.85;
constexpr double kMapsOutside = 4;
constexpr std::int64_t kMapNumbersPerPixel = 256;

// The same in strips, computed: the map of 128 channels, and a quarter of 256 for the one that is enlarged. Beside them the
// maps of a strip: 32 rows with their neighbours, of up to 256 channels, and about four at a time.
constexpr std::int64_t kStripsNumbersPerPixel = 128 + 256 / 4;
constexpr std::int64_t kStripNumbersPerColumn = 4 * 256 * 40;

} // namespace

bool restsInFile(std::string_view device, std::string_view dtype, MemoryMode memory)
{
    return device == "cpu" && dtype == "float32" && memory != MemoryMode::Fast;
}

int conditionsOf(const GenerationRequest &request)
{
    const bool composes = request.promptSyntax == PromptSyntax::Weighted && prompt::isComposed(prompt::splitAnd(request.prompt));
    return request.guidance > 1.0 || composes ? 2 : 1;
}

std::int64_t samplingBytes(const WorkFacts &facts, int conditions)
{
    const std::int64_t numbers = facts.isXl ? kXlSamplingNumbersPerPixel : kSamplingNumbersPerPixel;
    const std::int64_t maps = facts.width * facts.height * numbers * conditions * facts.unetNumberBytes;
    const std::int64_t textNumbers = 2 * (facts.isXl ? kXlTextNumbers : kTextNumbers);
    const std::int64_t texts = std::min(textNumbers * facts.unetNumberBytes, facts.unetBytes);
    if (facts.isCard)
        return maps + texts;
    const std::int64_t widest
        = std::min(kWidestLayerNumbers * (facts.restsInFile ? 2 : 1) * facts.unetNumberBytes, facts.unetBytes);
    return std::max(maps, widest) + std::min(maps, widest) / 2 + texts; // one finds half its room where the other was
}

std::int64_t decodingBytes(const WorkFacts &facts, bool inTiles)
{
    const std::int64_t pixels = facts.width * facts.height;
    if (inTiles)
        return (pixels * kStripsNumbersPerPixel + facts.width * kStripNumbersPerColumn) * facts.vaeNumberBytes;
    const std::int64_t map = pixels * kMapNumbersPerPixel * facts.vaeNumberBytes;
    const bool liesInHeap = !facts.isCard && map < kLargestKeptBlock;
    return static_cast<std::int64_t>((liesInHeap ? kMapsInHeap : kMapsOutside) * static_cast<double>(map));
}

WorkPlan planWork(const WorkFacts &facts)
{
    const bool isLow = facts.memory == MemoryMode::Low;
    const auto isShort = [&facts](std::int64_t bytes) { return facts.freeBytes > 0 && bytes > facts.freeBytes; };
    const std::int64_t resting = facts.restsInFile ? facts.unetBytes : 0;
    WorkPlan plan;
    plan.inTurns = isLow || (facts.conditions > 1 && isShort(resting + samplingBytes(facts, 2)));
    plan.vaeInTiles = facts.vaeTiles == VaeTiles::On
                      || (facts.vaeTiles == VaeTiles::Auto && (isLow || isShort(decodingBytes(facts, false))));
    return plan;
}

} // namespace calotype
