#pragma once

#include "core/engine/MemoryMode.h"
#include "core/engine/VaeTiles.h"

#include <cstdint>

namespace calotype {

/// How many numbers the UNet's work takes beside its weights. @param conditions  that run at once
std::int64_t samplingNumbers(std::int64_t pixels, int conditions);

/// How many numbers the VAE's decoder takes beside its weights; its encoder takes no more.
/// @param width, height  of the picture, pixels
std::int64_t decodingNumbers(std::int64_t width, std::int64_t height, bool inTiles);

/// What a run is planned by.
struct WorkFacts {
    std::int64_t width = 0; ///< of what the network works on, pixels
    std::int64_t height = 0;
    MemoryMode memory = MemoryMode::Fast;
    VaeTiles vaeTiles = VaeTiles::Auto;
    std::int64_t unetNumberBytes = 4; ///< of a number that the UNet computes
    std::int64_t vaeNumberBytes = 4;  ///< of a number that the VAE computes
    std::int64_t restingBytes = 0; ///< of weights in the mapped file: they count as free, and are needed while sampling
    std::int64_t freeBytes = 0;    ///< on the device, with the model loaded and before the run; <= 0: not known
};

/// How a run does with the memory there is.
struct WorkPlan {
    bool inTurns = false;    ///< the network sees the prompt and the negative one in turns, not as a pair
    bool vaeInTiles = false;

    bool operator==(const WorkPlan &) const = default;
};

/// MemoryMode::Low does both; else each is done where its work would not fit into what is free. What VaeTiles says of the
/// tiles counts over that.
WorkPlan planWork(const WorkFacts &facts);

} // namespace calotype
