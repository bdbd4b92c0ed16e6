#include "core/diffusion/schedulers/BetaQuantile.h"

#include <cmath>

namespace calotype::diffusion {

namespace {

/// The continued fraction of I_x(a, b) by Lentz's method (DLMF 8.17.22); converges fast for x < (a+1)/(a+b+2).
double continuedFraction(double x, double a, double b)
{
    constexpr double kTiny = 1e-300;
    const auto away = [](double v) { return std::abs(v) < kTiny ? kTiny : v; };
    double c = 1;
    double d = 1 / away(1 - (a + b) * x / (a + 1));
    double value = d;
    for (int m = 1; m <= 1000; ++m) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / away(1 + even * d);
        c = away(1 + even / c);
        value *= d * c;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / away(1 + odd * d);
        c = away(1 + odd / c);
        const double change = d * c;
        value *= change;
        if (std::abs(change - 1) < 1e-16)
            break;
    }
    return value;
}

double logBeta(double a, double b)
{
    return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b);
}

} // namespace

double betaCdf(double x, double a, double b)
{
    if (x <= 0)
        return 0;
    if (x >= 1)
        return 1;
    const double front = std::exp(a * std::log(x) + b * std::log1p(-x) - logBeta(a, b));
    if (x < (a + 1) / (a + b + 2))
        return front * continuedFraction(x, a, b) / a;
    return 1 - front * continuedFraction(1 - x, b, a) / b;
}

double betaQuantile(double p, double a, double b)
{
    if (p <= 0)
        return 0;
    if (p >= 1)
        return 1;
    // The upper half is mirrored: near 1 a double has no room for the digits, near 0 it has.
    if (p > betaCdf(0.5, a, b))
        return 1 - betaQuantile(1 - p, b, a);

    // Newton's steps on the logarithm of x, within a bracket that bisection falls back to.
    double low = -745; // exp(low) is the least double
    double high = std::log(0.5);
    const double logNorm = logBeta(a, b);
    double u = (std::log(p) + std::log(a) + logNorm) / a; // I_x is about x^a / (a B) for small x
    if (!(u > low && u < high))
        u = 0.5 * (low + high);
    for (int i = 0; i < 200; ++i) {
        const double x = std::exp(u);
        const double error = betaCdf(x, a, b) - p;
        if (error == 0)
            return x;
        (error > 0 ? high : low) = u;
        const double slope = std::exp(a * u + (b - 1) * std::log1p(-x) - logNorm); // dI / d(log x)
        double next = u - error / slope;
        if (!(next > low && next < high))
            next = 0.5 * (low + high);
        if (std::abs(next - u) <= 1e-16 * std::abs(u))
            return std::exp(next);
        u = next;
    }
    return std::exp(u);
}

} // namespace calotype::diffusion
