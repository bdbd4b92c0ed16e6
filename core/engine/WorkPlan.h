#pragma once

#include "core/engine/GenerationRequest.h"
#include "core/engine/MemoryMode.h"
#include "core/engine/VaeTiles.h"

#include <cstdint>
#include <string_view>

namespace calotype {

/// Whether a model's weights lie in the mapped file: on the processor, unless all is to be fast, or converted at the load, as
/// for bfloat16.
bool restsInFile(std::string_view device, std::string_view dtype, MemoryMode memory);

/// How many conditions the network sees in each step: two, but for a run without guidance or composed prompts.
int conditionsOf(const GenerationRequest &request);

/// What a run is planned by, and what its work takes memory by.
struct WorkFacts {
    std::int64_t width = 0; ///< of what the network works on, pixels
    std::int64_t height = 0;
    int conditions = 2; ///< that the network sees in each step
    MemoryMode memory = MemoryMode::Fast;
    VaeTiles vaeTiles = VaeTiles::Auto;
    std::int64_t unetNumberBytes = 4; ///< of a number that the UNet computes
    std::int64_t vaeNumberBytes = 4;  ///< of a number that the VAE computes
    std::int64_t unetBytes = 0;    ///< of the UNet's weights, as the memory mode keeps them; 0: not known
    bool restsInFile = false;      ///< weights lie in the mapped file: they count as free, but the UNet's work while sampling
    bool isCard = false;           ///< the memory meant is that of a card, not of the process
    bool isXl = false;             ///< has no transformers at the finest level
    std::int64_t freeBytes = 0;    ///< on the device, with the model loaded and before the run; <= 0: not known
};

/// What the UNet's work takes beside its weights. @param conditions  that run at once
std::int64_t samplingBytes(const WorkFacts &facts, int conditions);

/// What the VAE's decoder takes beside its weights; its encoder takes no more.
std::int64_t decodingBytes(const WorkFacts &facts, bool inTiles);

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
