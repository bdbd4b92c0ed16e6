#pragma once

namespace calotype::diffusion {

/// Regularised incomplete beta function I_x(a, b): the beta distribution's cumulative probability.
/// @param x 0..1  @param a > 0  @param b > 0
double betaCdf(double x, double a, double b);

/// The x with I_x(a, b) = p, to double precision as far as the conditioning allows.
/// @param p 0..1  @param a > 0  @param b > 0
double betaQuantile(double p, double a, double b);

} // namespace calotype::diffusion
