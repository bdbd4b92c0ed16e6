#include "core/diffusion/noise/Philox.h"

#include <cmath>

namespace calotype::diffusion {

namespace {

constexpr unsigned kWord = 32;
constexpr int kRounds = 10;
constexpr std::array<std::uint32_t, 2> kFactors{0xD2511F53u, 0xCD9E8D57u};
constexpr std::array<std::uint32_t, 2> kKeySteps{0x9E3779B9u, 0xBB67AE85u}; // golden ratio; √3 − 1

// Both are float32 in the original, the sums double.
constexpr double kUnit = 2.3283064e-10f; // 2^−32
constexpr double kTurn = static_cast<float>(2.3283064e-10 * 6.2831855); // 2π · 2^−32

float gaussian(std::uint32_t radius, std::uint32_t angle)
{
    const double u = radius * kUnit + kUnit / 2;
    const double v = angle * kTurn + kTurn / 2;
    return static_cast<float>(std::sqrt(-2.0 * std::log(u)) * std::sin(v));
}

} // namespace

Philox::Philox(std::uint64_t seed)
    : m_key{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> kWord)}
{ }

std::array<std::uint32_t, 4> Philox::words(std::uint32_t call, std::uint32_t index) const
{
    std::array<std::uint32_t, 4> counter{call, 0, index, 0};
    std::array<std::uint32_t, 2> key = m_key;
    for (int round = 0; round < kRounds; ++round) {
        const std::uint64_t even = std::uint64_t{counter[0]} * kFactors[0];
        const std::uint64_t odd = std::uint64_t{counter[2]} * kFactors[1];
        counter = {static_cast<std::uint32_t>(odd >> kWord) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(odd),
            static_cast<std::uint32_t>(even >> kWord) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(even)};
        key[0] += kKeySteps[0];
        key[1] += kKeySteps[1];
    }
    return counter;
}

void Philox::fill(std::span<float> values)
{
    std::uint32_t index = 0;
    for (float &value : values) {
        const auto drawn = words(m_call, index++);
        value = gaussian(drawn[0], drawn[1]);
    }
    ++m_call;
}

} // namespace calotype::diffusion
