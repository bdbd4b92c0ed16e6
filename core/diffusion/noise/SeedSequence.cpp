#include "core/diffusion/noise/SeedSequence.h"

#include <algorithm>

namespace calotype::diffusion {

namespace {

constexpr unsigned kHalfWord = 16;

// A hash whose constant moves on with every value.
class RunningHash
{
public:
    RunningHash(std::uint32_t start, std::uint32_t factor)
        : m_constant(start)
        , m_factor(factor)
    { }

    std::uint32_t operator()(std::uint32_t value)
    {
        value ^= m_constant;
        m_constant *= m_factor;
        value *= m_constant;
        return value ^ (value >> kHalfWord);
    }

private:
    std::uint32_t m_constant;
    std::uint32_t m_factor;
};

std::uint32_t mixed(std::uint32_t x, std::uint32_t y)
{
    const std::uint32_t out = 0xCA01F9DDu * x - 0x4973F715u * y;
    return out ^ (out >> kHalfWord);
}

} // namespace

SeedSequence::SeedSequence(std::uint64_t entropy, const std::vector<std::uint32_t> &spawnKey, std::size_t poolSize)
    : m_pool(poolSize)
{
    std::vector<std::uint32_t> words = {static_cast<std::uint32_t>(entropy)};
    if (entropy >> 32 != 0)
        words.push_back(static_cast<std::uint32_t>(entropy >> 32));
    // Zeros up to the pool's end, so that a key cannot be taken for a longer seed.
    words.resize(std::max(words.size(), poolSize));
    words.insert(words.end(), spawnKey.begin(), spawnKey.end());

    RunningHash hash(0x43B0D7E5u, 0x931E8875u);
    for (std::size_t i = 0; i < poolSize; ++i)
        m_pool[i] = hash(words[i]);
    for (std::size_t from = 0; from < poolSize; ++from) {
        for (std::size_t to = 0; to < poolSize; ++to) {
            if (from != to)
                m_pool[to] = mixed(m_pool[to], hash(m_pool[from]));
        }
    }
    for (std::size_t from = poolSize; from < words.size(); ++from) {
        for (std::uint32_t &word : m_pool)
            word = mixed(word, hash(words[from]));
    }
}

std::vector<std::uint32_t> SeedSequence::generateState(std::size_t count) const
{
    RunningHash hash(0x8B51F9DDu, 0x58F38DEDu);
    std::vector<std::uint32_t> state(count);
    for (std::size_t i = 0; i < count; ++i)
        state[i] = hash(m_pool[i % m_pool.size()]);
    return state;
}

} // namespace calotype::diffusion
