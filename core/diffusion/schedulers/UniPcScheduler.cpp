#include "core/diffusion/schedulers/UniPcScheduler.h"

#include "core/base/Error.h"
#include "core/diffusion/schedulers/WorkingPrecision.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

namespace calotype::diffusion {

namespace {

DpmLayoutRules layoutRules()
{
    DpmLayoutRules rules{"UniPC"};
    rules.final = DpmLayoutRules::Final::ConfiguredLastShaped;
    return rules;
}

bool isBh1(const SchedulerConfig &config)
{
    const std::string word = config.solverType.value_or("bh2");
    if (word == "bh1")
        return true;
    if (word == "bh2" || word == "midpoint" || word == "heun" || word == "logrho")
        return false; // the words of its relatives stand for the default
    throw Failure(ErrorCode::WrongUse, "UniPC has no solver type \"" + word + "\"; use bh1 or bh2.");
}

constexpr std::size_t kMaxOrder = 3;

/// Solves sum_j nodes[j]^i * x[j] = right[i] for i in 0..count-1 by elimination with pivoting.
std::array<double, kMaxOrder> solveVandermonde(const std::array<float, kMaxOrder> &nodes,
                                               const std::array<float, kMaxOrder> &right, std::size_t count)
{
    std::array<std::array<double, kMaxOrder + 1>, kMaxOrder> rows{};
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t j = 0; j < count; ++j)
            rows[i][j] = std::pow(static_cast<double>(nodes[j]), static_cast<double>(i));
        rows[i][kMaxOrder] = right[i];
    }
    for (std::size_t column = 0; column < count; ++column) {
        std::size_t pivot = column;
        for (std::size_t i = column + 1; i < count; ++i) {
            if (std::abs(rows[i][column]) > std::abs(rows[pivot][column]))
                pivot = i;
        }
        std::swap(rows[column], rows[pivot]);
        for (std::size_t i = 0; i < count; ++i) {
            if (i == column)
                continue;
            const double factor = rows[i][column] / rows[column][column];
            for (std::size_t j = column; j <= kMaxOrder; ++j)
                rows[i][j] -= factor * rows[column][j];
        }
    }
    std::array<double, kMaxOrder> solution{};
    for (std::size_t i = 0; i < count; ++i)
        solution[i] = rows[i][kMaxOrder] / rows[i][i];
    return solution;
}

} // namespace

/// What one update multiplies its tensors with.
struct UniPcScheduler::Coefficients {
    float sample = 0;
    float first = 0;    ///< of the newest remembered output
    float residual = 0; ///< of the weighted sum of differences
    std::array<float, kMaxOrder> ratios{};   ///< r_k: older levels in units of the step
    std::array<double, kMaxOrder> weights{}; ///< rho_k; the last one used is the corrector's new output
};

UniPcScheduler::UniPcScheduler(const SchedulerConfig &config)
    : DpmFamilyScheduler(config, layoutRules())
    , m_predictsData(config.predictX0.value_or(true))
    , m_isBh1(isBh1(config))
{
    if (!endsAtZero())
        return;
    const auto refuse = [](const std::string &what, const std::string &remedy) {
        throw Failure(ErrorCode::WrongUse, "UniPC with " + what + " has no finite last step at sigma 0; " + remedy
                                               + ", or set final_sigmas_type to sigma_min.");
    };
    if (m_isBh1)
        refuse("solver_type bh1", "use bh2");
    if (!m_predictsData)
        refuse("predict_x0 off", "switch predict_x0 on");
    if (!config.lowerOrderFinal.value_or(true) && solverOrder() > 1)
        refuse("lower_order_final off", "switch it on");
}

void UniPcScheduler::setTimesteps(int steps)
{
    DpmFamilyScheduler::setTimesteps(steps);
    m_lastOrder = 0;
    m_lastSample = Tensor();
}

/// @param from      evaluation at which the integration starts; older outputs belong to those before it
/// @param corrects  whether the output at @p to is known too
UniPcScheduler::Coefficients UniPcScheduler::coefficients(int from, int to, int order, bool corrects) const
{
    const DpmLevel start = level(from);
    const DpmLevel end = level(to);
    const float h = end.lambda - start.lambda;
    const float hh = m_predictsData ? -h : h;
    const float phi1 = std::expm1(hh);
    const float b = m_isBh1 ? hh : phi1;

    Coefficients c;
    c.sample = m_predictsData ? end.sigma / start.sigma : end.alpha / start.alpha;
    const float scale = m_predictsData ? end.alpha : end.sigma;
    c.first = -(scale * phi1);
    c.residual = -(scale * b);

    for (int i = 1; i < order; ++i)
        c.ratios[static_cast<std::size_t>(i - 1)] = (level(from - i).lambda - start.lambda) / h;
    c.ratios[static_cast<std::size_t>(order - 1)] = 1;

    // The lowest order of each kind has a closed form in the paper: 1/2.
    if (order == (corrects ? 1 : 2)) {
        c.weights[0] = 0.5;
        return c;
    }
    const auto unknowns = static_cast<std::size_t>(corrects ? order : order - 1);
    std::array<float, kMaxOrder> right{};
    float phi = phi1 / hh - 1;
    float factorial = 1;
    for (std::size_t i = 0; i < unknowns; ++i) {
        right[i] = phi * factorial / b;
        factorial *= static_cast<float>(i + 2);
        phi = phi / hh - 1 / factorial;
    }
    c.weights = solveVandermonde(c.ratios, right, unknowns);
    return c;
}

/// @param latest  the converted output at the end of the step for the corrector; undefined for the predictor
Tensor UniPcScheduler::integrate(const Coefficients &c, const Tensor &start, int order, const Tensor &latest) const
{
    const Tensor &newest = history().front();
    Tensor result = start * c.sample + newest * c.first;
    Tensor residual;
    const auto add = [&residual](const Tensor &term) { residual = residual.defined() ? residual + term : term; };
    for (int i = 1; i < order; ++i) {
        const auto k = static_cast<std::size_t>(i - 1);
        add((history()[k + 1] - newest) / c.ratios[k] * c.weights[k]);
    }
    if (latest.defined())
        add((latest - newest) * c.weights[static_cast<std::size_t>(order - 1)]);
    return residual.defined() ? result + residual * c.residual : result;
}

bool UniPcScheduler::corrects(int index) const
{
    const auto &disabled = m_config.disableCorrector;
    return m_lastSample.defined() && std::find(disabled.begin(), disabled.end(), index - 1) == disabled.end();
}

Tensor UniPcScheduler::step(const Tensor &output, int index, const Tensor &sample, StepNoise &)
{
    Tensor x = widened(sample);
    Tensor converted = m_predictsData ? toData(widened(output), x, index) : toNoise(widened(output), x, index);
    if (corrects(index))
        x = integrate(coefficients(index - 1, index, m_lastOrder, true), m_lastSample, m_lastOrder, converted);
    remember(std::move(converted));

    int order = std::min(solverOrder(), static_cast<int>(history().size()));
    if (m_config.lowerOrderFinal.value_or(true))
        order = std::min(order, evaluations() - index);
    m_lastOrder = order;
    m_lastSample = x;
    if (level(index + 1).lambda == level(index).lambda)
        return x.to(sample.scalar_type()); // shaped levels that end at sigma_min end twice at the same one
    return integrate(coefficients(index, index + 1, order, false), x, order, Tensor()).to(sample.scalar_type());
}

void UniPcScheduler::visitState(const StateVisitor &visitor)
{
    DpmFamilyScheduler::visitState(visitor);
    visitor.show("start", m_lastSample);
}

} // namespace calotype::diffusion
