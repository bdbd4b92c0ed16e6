#pragma once

#include "packaging/starter/Parameters.h"

namespace calotype::starter {

/// AdamW (Loshchilov and Hutter 2019) over the tensors of one or more networks, with an exponential moving average of
/// the weights, which is what is shipped. All of its state goes into the checkpoint.
class AdamW
{
public:
    struct Options {
        double beta1 = 0.9;
        double beta2 = 0.99;
        double eps = 1e-8;
        double weightDecay = 0.01; ///< of matrices; biases and norms are left alone
        double gradientNorm = 1.0; ///< larger gradients are scaled down to it
        double averageDecay = 0.999;
    };

    /// @param tensors  those of all networks, by full name; kept by reference count
    AdamW(Tensors tensors, const Options &options);

    /// One step with the gradients that stand in the tensors; clears them.
    /// @return the gradients' norm before it was bounded
    /// @throws Failure if it is no number; nothing is changed then
    double step(double learningRate);

    std::int64_t steps() const { return m_steps; }

    /// The averaged weights, by full name.
    const Tensors &average() const { return m_average; }

    /// Weights, moments and average; load() restores them. @throws Failure if the checkpoint is another network's
    Tensors state() const;
    void load(const Tensors &state);

private:
    Tensors m_tensors;
    Options m_options;
    Tensors m_first, m_second, m_average;
    std::int64_t m_steps = 0;
};

} // namespace calotype::starter
