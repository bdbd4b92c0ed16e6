#pragma once

#include <cstdint>
#include <vector>

namespace calotype {

/// Where a run stood between two sampling steps: enough to go on from there, on the same machine, to the very picture
/// that the uninterrupted run would have made. It belongs to one request on one model, and is refused elsewhere.
struct ResumePoint {
    int image = 0; ///< index of the picture that was being made; the first, where all of a batch advance together
    int step = 0;  ///< steps done of it
    /// A safetensors file: the latents and the sampler's history; its metadata says where in which run they were taken.
    /// Opaque to all but the engine. Empty, with no steps done: the beginning of that picture.
    std::vector<std::uint8_t> bytes;
};

} // namespace calotype
