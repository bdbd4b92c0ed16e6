#include "core/engine/PictureSeeds.h"

#include <cassert>

namespace calotype {

std::int64_t seedAfter(std::int64_t seed, std::int64_t count)
{
    constexpr std::int64_t kSeeds = bounds::kSeedMax + 1;
    return ((seed + count) % kSeeds + kSeeds) % kSeeds;
}

bool makesVariations(const GenerationRequest &request)
{
    return request.variation && request.variation->strength > 0 && request.noise != NoiseMode::Batch;
}

void setSeeds(GenerationRequest &request, std::int64_t first, int count)
{
    assert(count >= 1);
    const bool areAlike = makesVariations(request);
    request.seeds.clear();
    for (int k = 0; k < count; ++k)
        request.seeds.push_back(areAlike ? first : seedAfter(first, k));
}

std::optional<Variation> variationOf(const GenerationRequest &request, std::size_t index)
{
    if (!request.variation || !(request.variation->strength > 0))
        return {};
    Variation variation = *request.variation;
    if (request.noise != NoiseMode::Batch)
        variation.seed = seedAfter(variation.seed, static_cast<std::int64_t>(index));
    return variation;
}

GenerationRequest requestOfPicture(const GenerationRequest &request, std::size_t index)
{
    assert(index < request.seeds.size());
    GenerationRequest one = request;
    if (request.noise == NoiseMode::Batch)
        return one;
    one.seeds = {request.seeds[index]};
    if (one.variation)
        one.variation->seed = seedAfter(one.variation->seed, static_cast<std::int64_t>(index));
    return one;
}

} // namespace calotype
