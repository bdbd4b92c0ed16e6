#include "core/diffusion/schedulers/PndmScheduler.h"

#include "core/base/Error.h"

#include <algorithm>
#include <cmath>

namespace calotype::diffusion {

namespace {

constexpr int kOrder = 4;

/// The training timesteps of a Runge-Kutta start: for each of its steps the beginning, twice the middle, the end.
std::vector<double> rungeKuttaTimesteps(const std::vector<double> &falling, int halfStride)
{
    std::vector<double> out;
    for (int k = 0; k + 1 < kOrder; ++k) {
        const double from = falling[static_cast<std::size_t>(k)];
        const double to = falling[static_cast<std::size_t>(k) + 1];
        out.insert(out.end(), {from, to + halfStride, to + halfStride, to});
    }
    return out;
}

} // namespace

PndmScheduler::PndmScheduler(const SchedulerConfig &config)
    : AlphaScheduler(config, ZeroSnr::Floored)
    , m_skipRungeKutta(config.skipPrkSteps.value_or(false))
{
    if (prediction() == PredictionType::Sample)
        throw Failure(ErrorCode::Unsupported,
                      "PNDM does not work with models that predict the clean sample; choose DDIM or Euler.");
}

void PndmScheduler::setTimesteps(int steps)
{
    const std::vector<double> falling = layOut(steps);
    m_stride = trainTimesteps() / steps;
    m_timesteps.clear();
    if (m_skipRungeKutta) {
        m_timesteps = falling;
        if (steps > 1)
            m_timesteps.insert(m_timesteps.begin() + 1, falling[1]);
        m_rungeKuttaCount = 0;
    } else {
        if (steps < kOrder)
            throw Failure(ErrorCode::WrongUse, "PNDM with Runge-Kutta steps needs at least 4 steps, not "
                              + std::to_string(steps) + "; take more, or set skip_prk_steps.");
        m_timesteps = rungeKuttaTimesteps(falling, m_stride / 2);
        m_rungeKuttaCount = static_cast<int>(m_timesteps.size());
        m_timesteps.insert(m_timesteps.end(), falling.begin() + kOrder - 1, falling.end());
    }
    m_counter = 0;
    m_outputs.clear();
    m_mixed = Tensor();
    m_start = Tensor();
}

void PndmScheduler::setBeginIndex(int index)
{
    if (index > 0 && !m_skipRungeKutta)
        throw Failure(ErrorCode::WrongUse, "PNDM with Runge-Kutta steps cannot start in the middle of its schedule; "
                                           "set skip_prk_steps or choose another sampler.");
    AlphaScheduler::setBeginIndex(index);
}

Tensor PndmScheduler::step(const Tensor &output, int index, const Tensor &sample, StepNoise &)
{
    const int t = timestep(index);
    const Tensor next = m_counter < m_rungeKuttaCount ? rungeKuttaStep(output, t, sample)
                                                      : multistepStep(output, t, sample);
    ++m_counter;
    return next;
}

Tensor PndmScheduler::rungeKuttaStep(const Tensor &output, int t, const Tensor &sample)
{
    const int stage = m_counter % 4;
    const int from = timestep(m_counter - stage);
    const int to = stage % 2 == 0 ? t - m_stride / 2 : t;
    Tensor slope = output;
    switch (stage) {
    case 0:
        m_mixed = output / 6;
        m_outputs.push_front(output);
        m_start = sample;
        break;
    case 3: slope = m_mixed + output / 6; break;
    default: m_mixed = m_mixed + output / 3; break;
    }
    return transfer(m_start, from, to, slope);
}

Tensor PndmScheduler::multistepStep(const Tensor &output, int t, const Tensor &sample)
{
    if (m_counter == 1) {
        // The first step again, with the mean of the slopes at both its ends.
        const Tensor next = transfer(m_start, t + m_stride, t, (output + m_outputs[0]) / 2);
        m_start = Tensor();
        return next;
    }
    m_outputs.push_front(output);
    if (m_outputs.size() > kOrder)
        m_outputs.pop_back();
    const auto &e = m_outputs;
    Tensor slope;
    switch (e.size()) {
    case 1:
        slope = output;
        m_start = sample;
        break;
    case 2: slope = (3 * e[0] - e[1]) / 2; break;
    case 3: slope = (23 * e[0] - 16 * e[1] + 5 * e[2]) / 12; break;
    default: slope = (55 * e[0] - 59 * e[1] + 37 * e[2] - 9 * e[3]) / 24; break;
    }
    return transfer(sample, t, t - m_stride, slope);
}

Tensor PndmScheduler::transfer(const Tensor &sample, int from, int to, const Tensor &output) const
{
    // With few, evenly spread steps the beginning of a repeated first step can come to lie past the training range.
    const float bar = alphaBar(std::min(from, trainTimesteps() - 1));
    const float barNext = alphaBarOrFinal(to, false);
    const Tensor epsilon = prediction() == PredictionType::VPrediction
                               ? std::sqrt(bar) * output + std::sqrt(1 - bar) * sample
                               : output;
    const float scale = std::sqrt(barNext / bar);
    const float divisor = bar * std::sqrt(1 - barNext) + std::sqrt(bar * (1 - bar) * barNext);
    return scale * sample - (barNext - bar) * epsilon / divisor;
}

void PndmScheduler::visitState(const StateVisitor &visitor)
{
    visitor.showEach("output", m_outputs);
    visitor.show("mixed", m_mixed);
    visitor.show("start", m_start);
}

} // namespace calotype::diffusion
