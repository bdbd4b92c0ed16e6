#include "packaging/starter/AdamW.h"

#include "core/base/Error.h"

#include <cmath>

namespace calotype::starter {

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
    const double scale = norm > m_options.gradientNorm ? m_options.gradientNorm / norm : 1.0;

    ++m_steps;
    const double steps = static_cast<double>(m_steps);
    const double correction1 = 1.0 - std::pow(m_options.beta1, steps);
    const double correction2 = 1.0 - std::pow(m_options.beta2, steps);
    const double averageDecay = std::min(m_options.averageDecay, (1.0 + steps) / (10.0 + steps));
    for (auto &[name, tensor] : m_tensors) {
        if (tensor.grad().defined()) {
            const Tensor gradient = tensor.grad() * scale;
            Tensor &first = m_first.at(name);
            Tensor &second = m_second.at(name);
            first.mul_(m_options.beta1).add_(gradient, 1.0 - m_options.beta1);
            second.mul_(m_options.beta2).addcmul_(gradient, gradient, 1.0 - m_options.beta2);
            if (tensor.dim() > 1)
                tensor.mul_(1.0 - learningRate * m_options.weightDecay);
            tensor.addcdiv_(first, (second / correction2).sqrt_().add_(m_options.eps), -learningRate / correction1);
            tensor.mutable_grad() = Tensor();
        }
        m_average.at(name).lerp_(tensor, 1.0 - averageDecay);
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
