#include "packaging/starter/NoiseSchedule.h"

#include "core/diffusion/schedulers/Betas.h"

#include <algorithm>
#include <cmath>

namespace calotype::starter {

diffusion::SchedulerConfig noiseSchedule()
{
    diffusion::SchedulerConfig config;
    config.betaStart = 0.00085; // Stable Diffusion's own, of which the levels are taken
    config.betaEnd = 0.012;
    config.betaSchedule = "scaled_linear";
    const auto bars = diffusion::makeTrainingSchedule(config, diffusion::ZeroSnr::Floored).alphaBars;

    // The level at the share u of this schedule is Stable Diffusion's at 0.1 u + 0.9 rise(u): steps at the noisy end
    // stay small enough for samplers of second order, and half of all steps are for what an init image leaves open.
    const auto soft = [](double u) { return std::log1p(std::exp(12 * (u - 0.58))); };
    const auto rise = [&](double u) { return (soft(u) - soft(0)) / (soft(1) - soft(0)); };
    const double last = static_cast<double>(bars.size() - 1);
    double before = 1;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const double u = static_cast<double>(i) / last;
        const double place = last * (0.1 * u + 0.9 * rise(u));
        const auto below = static_cast<std::size_t>(place);
        const std::size_t above = std::min(below + 1, bars.size() - 1);
        const double share = place - static_cast<double>(below);
        const double bar = std::exp(std::log(bars[below]) * (1 - share) + std::log(bars[above]) * share);
        config.trainedBetas.push_back(std::round((1 - bar / before) * 1e8) / 1e8);
        before = bar;
    }
    return config;
}

} // namespace calotype::starter
