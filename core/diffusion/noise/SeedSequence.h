#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace calotype::diffusion {

/// numpy's SeedSequence (after O'Neill's seed_seq_fe): spreads a seed and the key of a child stream over a pool of
/// 32-bit words, from which the seeds of generators are drawn.
class SeedSequence
{
public:
    /// @param entropy   the seed
    /// @param spawnKey  which child; empty for the root
    /// @param poolSize  words of the pool; at least 4
    SeedSequence(std::uint64_t entropy, const std::vector<std::uint32_t> &spawnKey, std::size_t poolSize);

    /// The first @p count words of the state. Each call begins anew.
    std::vector<std::uint32_t> generateState(std::size_t count) const;

private:
    std::vector<std::uint32_t> m_pool;
};

} // namespace calotype::diffusion
