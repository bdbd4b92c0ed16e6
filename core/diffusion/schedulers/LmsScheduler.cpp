#include "core/diffusion/schedulers/LmsScheduler.h"

#include "core/diffusion/schedulers/Prediction.h"

#include <algorithm>
#include <cmath>

namespace calotype::diffusion {

namespace {
constexpr int kOrder = 4;
}

LmsScheduler::LmsScheduler(const SchedulerConfig &config)
    : SigmaScheduler(config)
{
}

void LmsScheduler::setTimesteps(int steps)
{
    Layout layout = layOut(steps);
    layout.sigmas.push_back(0);
    m_sigmas = asFloats(std::move(layout.sigmas));
    m_timesteps = asFloats(std::move(layout.timesteps));
    m_derivatives.clear();
}

double LmsScheduler::coefficient(int order, int index, int which) const
{
    const auto at = [&](int back) { return m_sigmas.at(static_cast<std::size_t>(index - back)); };
    const auto polynomial = [&](double tau) {
        double product = 1;
        for (int k = 0; k < order; ++k) {
            if (k != which)
                product *= (tau - at(k)) / (at(which) - at(k));
        }
        return product;
    };
    // Two Gauss points integrate a cubic, the highest that occurs, without error.
    const double from = at(0);
    const double to = at(-1);
    const double middle = 0.5 * (from + to);
    const double half = 0.5 * (to - from);
    const double offset = half / std::sqrt(3.0);
    return half * (polynomial(middle - offset) + polynomial(middle + offset));
}

Tensor LmsScheduler::step(const Tensor &output, int index, const Tensor &sample, StepNoise &)
{
    const float level = sigma(index);
    m_derivatives.push_front((sample - denoisedAtSigma(prediction(), output, sample, level)) / level);
    if (m_derivatives.size() > kOrder)
        m_derivatives.pop_back();

    // As in the reference the order follows the place in the schedule, also where an image-to-image run has fewer
    // derivatives than that to offer.
    const int order = std::min(index + 1, kOrder);
    const int count = std::min(order, static_cast<int>(m_derivatives.size()));
    Tensor change = m_derivatives[0] * coefficient(order, index, 0);
    for (int i = 1; i < count; ++i)
        change = change + m_derivatives[static_cast<std::size_t>(i)] * coefficient(order, index, i);
    return sample + change;
}

void LmsScheduler::visitState(const StateVisitor &visitor)
{
    visitor.showEach("derivative", m_derivatives);
}

} // namespace calotype::diffusion
