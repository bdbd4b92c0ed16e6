#include "packaging/starter/AdamW.h"

#include "core/base/Error.h"

#include <ATen/Parallel.h>

#include <cmath>

namespace calotype::starter {

namespace {

// What one step multiplies with; the same for every number of a tensor.
struct StepFactors {
    float beta1, beta2, eps;
    float gradient;    // bounds the norm
    float keep;        // what weight decay leaves
    float rate;        // learning rate over the first moment's correction
    float correction2; // one over the second moment's correction
    float average;     // share of the new weights in the average
};

// Weights, moments and average in one pass over memory: with each as an operation of its own, a small network spends
// a third of its time here.
void stepOnProcessor(const StepFactors &f, const Tensor &gradients, Tensor &weights, Tensor &first, Tensor &second,
                     Tensor &average)
{
    const Tensor plain = gradients.contiguous();
    const float *g = plain.data_ptr<float>();
    float *w = weights.data_ptr<float>(), *m = first.data_ptr<float>(), *v = second.data_ptr<float>(),
          *a = average.data_ptr<float>();
    at::parallel_for(0, weights.numel(), 1 << 16, [&](std::int64_t begin, std::int64_t end) {
#pragma omp simd
        for (std::int64_t i = begin; i < end; ++i) {
            const float gradient = g[i] * f.gradient;
            m[i] = f.beta1 * m[i] + (1.0f - f.beta1) * gradient;
            v[i] = f.beta2 * v[i] + (1.0f - f.beta2) * gradient * gradient;
            w[i] = w[i] * f.keep - f.rate * m[i] / (std::sqrt(v[i] * f.correction2) + f.eps);
            a[i] += f.average * (w[i] - a[i]);
        }
    });
}

} // namespace

AdamW::AdamW(Tensors tensors, const Options &options)
    : m_tensors(std::move(tensors))
    , m_options(options)
{
    for (const auto &[name, tensor] : m_tensors) {
        m_first.emplace(name, torch::zeros_like(tensor).set_requires_grad(false));
        m_second.emplace(name, torch::zeros_like(tensor).set_requires_grad(false));
        m_average.emplace(name, tensor.detach().clone());
    }
}

double AdamW::step(double learningRate)
{
    const at::NoGradGuard noGrad;
    Tensor squares;
    for (const auto &[name, tensor] : m_tensors) {
        if (!tensor.grad().defined())
            continue;
        const Tensor square = tensor.grad().square().sum();
        squares = squares.defined() ? squares + square : square;
    }
    const double norm = std::sqrt(squares.item<double>());
    if (!std::isfinite(norm)) {
        throw Failure(ErrorCode::Internal, "The gradient of step " + std::to_string(m_steps)
                                               + " is no number; go on from the checkpoint with another --seed.");
    }
    const double scale = norm > m_options.gradientNorm ? m_options.gradientNorm / norm : 1.0;

    ++m_steps;
    const double steps = static_cast<double>(m_steps);
    const double correction1 = 1.0 - std::pow(m_options.beta1, steps);
    const double correction2 = 1.0 - std::pow(m_options.beta2, steps);
    const double averageDecay = std::min(m_options.averageDecay, (1.0 + steps) / (10.0 + steps));
    for (auto &[name, tensor] : m_tensors) {
        Tensor &average = m_average.at(name);
        if (!tensor.grad().defined()) {
            average.lerp_(tensor, 1.0 - averageDecay);
            continue;
        }
        Tensor &first = m_first.at(name);
        Tensor &second = m_second.at(name);
        const double keep = tensor.dim() > 1 ? 1.0 - learningRate * m_options.weightDecay : 1.0;
        if (tensor.is_cpu()) {
            const auto narrow = [](double value) { return static_cast<float>(value); };
            stepOnProcessor({narrow(m_options.beta1), narrow(m_options.beta2), narrow(m_options.eps), narrow(scale),
                             narrow(keep), narrow(learningRate / correction1), narrow(1.0 / correction2),
                             narrow(1.0 - averageDecay)},
                            tensor.grad(), tensor, first, second, average);
        } else {
            const Tensor gradient = tensor.grad() * scale;
            first.mul_(m_options.beta1).add_(gradient, 1.0 - m_options.beta1);
            second.mul_(m_options.beta2).addcmul_(gradient, gradient, 1.0 - m_options.beta2);
            tensor.mul_(keep);
            tensor.addcdiv_(first, (second / correction2).sqrt_().add_(m_options.eps), -learningRate / correction1);
            average.lerp_(tensor, 1.0 - averageDecay);
        }
        tensor.mutable_grad() = Tensor();
    }
    return norm;
}

Tensors AdamW::state() const
{
    Tensors out;
    for (const auto &[name, tensor] : m_tensors) {
        out.emplace("weight/" + name, tensor);
        out.emplace("first/" + name, m_first.at(name));
        out.emplace("second/" + name, m_second.at(name));
        out.emplace("average/" + name, m_average.at(name));
    }
    out.emplace("steps", torch::full({1}, m_steps, torch::kInt64));
    return out;
}

void AdamW::load(const Tensors &state)
{
    const at::NoGradGuard noGrad;
    const auto fill = [&](const std::string &name, Tensor &tensor) {
        const auto found = state.find(name);
        if (found == state.end() || found->second.sizes() != tensor.sizes())
            throw Failure(ErrorCode::Damaged, "The checkpoint is of another network (" + name
                                                  + "); remove it to begin anew.");
        tensor.copy_(found->second);
    };
    for (auto &[name, tensor] : m_tensors) {
        fill("weight/" + name, tensor);
        fill("first/" + name, m_first.at(name));
        fill("second/" + name, m_second.at(name));
        fill("average/" + name, m_average.at(name));
    }
    m_steps = state.at("steps").item<std::int64_t>();
}

} // namespace calotype::starter
