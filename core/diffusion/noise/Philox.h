#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace calotype::diffusion {

/// The counter-based generator of NVIDIA cards, Philox 4×32 with ten rounds (Salmon et al. 2011, "Parallel Random
/// Numbers: As Easy as 1, 2, 3"), with the Gaussians that the web UI's noise source "NV" makes of it.
class Philox
{
public:
    explicit Philox(std::uint64_t seed);

    /// The words of counter (@p call, 0, @p index, 0).
    std::array<std::uint32_t, 4> words(std::uint32_t call, std::uint32_t index) const;

    /// The next call's unit Gaussians: one for each counter, by Box and Muller's sine, of its first two words.
    void fill(std::span<float> values);

private:
    std::array<std::uint32_t, 2> m_key;
    std::uint32_t m_call = 0;
};

} // namespace calotype::diffusion
