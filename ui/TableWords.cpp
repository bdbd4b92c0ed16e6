#include "ui/TableWords.h"

#include <QCoreApplication>

#include <string>

namespace calotype::ui {

namespace {

// The table itself knows nothing of Qt; here its words stand once more, for those who translate.
[[maybe_unused]] constexpr const char *kWords[] = {
    QT_TRANSLATE_NOOP("SamplerTable", "Deterministic at eta 0, noisy at eta 1; the classic of latent diffusion."),
    QT_TRANSLATE_NOOP("SamplerTable", "The original ancestral sampler; wants many steps."),
    QT_TRANSLATE_NOOP("SamplerTable", "Linear multistep on whole timesteps; the default of Stable Diffusion 1."),
    QT_TRANSLATE_NOOP("SamplerTable", "Linear multistep of order 4 over the noise levels; steady."),
    QT_TRANSLATE_NOOP("SamplerTable", "The simplest solver; quick and predictable."),
    QT_TRANSLATE_NOOP("SamplerTable", "Euler with fresh noise at each step; keeps changing with the number of steps."),
    QT_TRANSLATE_NOOP("SamplerTable", "Second order, two evaluations a step; exact and slow."),
    QT_TRANSLATE_NOOP("SamplerTable", "Midpoint method, two evaluations a step."),
    QT_TRANSLATE_NOOP("SamplerTable", "Midpoint method with fresh noise at each step."),
    QT_TRANSLATE_NOOP("SamplerTable", "DPM-Solver++ in groups of single steps."),
    QT_TRANSLATE_NOOP("SamplerTable", "DPM-Solver++ multistep of order 2; good structure in few steps."),
    QT_TRANSLATE_NOOP("SamplerTable", "DPM-Solver++ multistep with noise; rich texture."),
    QT_TRANSLATE_NOOP("SamplerTable", "As DPM++ 2M SDE, order 3; for many steps."),
    QT_TRANSLATE_NOOP("SamplerTable", "DPM-Solver++ with Brownian noise, two evaluations a step."),
    QT_TRANSLATE_NOOP("SamplerTable", "Predictor and corrector of one framework; good at 8 to 12 steps."),
    QT_TRANSLATE_NOOP("SamplerTable", "Exponential integrator, multistep; good in few steps."),
    QT_TRANSLATE_NOOP("SamplerTable", "For latent consistency models, 2 to 8 steps."),
    QT_TRANSLATE_NOOP("SamplerTable", "For trajectory consistency models, 2 to 8 steps; eta sets the detail."),
    QT_TRANSLATE_NOOP("SamplerTable", "Heun steps that go back up in noise once or twice and down again."),
    QT_TRANSLATE_NOOP("SamplerTable", "What the model's own configuration says."),
    QT_TRANSLATE_NOOP("SamplerTable", "Even timesteps over the whole range, both ends included."),
    QT_TRANSLATE_NOOP("SamplerTable", "Even timesteps counted from the low end; the highest is left out."),
    QT_TRANSLATE_NOOP("SamplerTable", "Even timesteps counted from the high end (SGM uniform)."),
    QT_TRANSLATE_NOOP("SamplerTable", "More of the steps at low noise (Karras et al. 2022)."),
    QT_TRANSLATE_NOOP("SamplerTable", "Even steps in the logarithm of the noise."),
    QT_TRANSLATE_NOOP("SamplerTable", "More of the steps at both ends (Lee et al. 2024)."),
    QT_TRANSLATE_NOOP("SamplerTable", "Noise levels found by optimisation, for few steps."),
    QT_TRANSLATE_NOOP("SamplerTable", "Model default"),
    QT_TRANSLATE_NOOP("SamplerTable", "Clear structure in few steps: the first choice for most pictures."),
    QT_TRANSLATE_NOOP("SamplerTable", "Noise at each step brings out fine texture; wants a few steps more."),
    QT_TRANSLATE_NOOP("SamplerTable", "Deterministic DDIM on the model's own betas, without clipping."),
    QT_TRANSLATE_NOOP("SamplerTable", "DPM++ 2M with even steps in log noise: gentle in the dark tones."),
    QT_TRANSLATE_NOOP("SamplerTable", "Noise levels optimised for few steps."),
    QT_TRANSLATE_NOOP("SamplerTable", "Trailing timesteps, as distilled models were trained for."),
    QT_TRANSLATE_NOOP("SamplerTable", "Euler on even timesteps; nothing to go wrong."),
    QT_TRANSLATE_NOOP("SamplerTable", "DPM-Solver++ of order 2 on the model's own schedule."),
    QT_TRANSLATE_NOOP("SamplerTable", "Fresh noise at each step: varied, inventive pictures."),
    QT_TRANSLATE_NOOP("SamplerTable", "Quick and predictable; good for trying prompts out."),
    QT_TRANSLATE_NOOP("SamplerTable", "Second order: exact, at twice the time a step."),
    QT_TRANSLATE_NOOP("SamplerTable", "Midpoint method: exact, at twice the time a step."),
    QT_TRANSLATE_NOOP("SamplerTable", "Linear multistep: calm and repeatable."),
    QT_TRANSLATE_NOOP("SamplerTable", "structure"),
    QT_TRANSLATE_NOOP("SamplerTable", "texture"),
    QT_TRANSLATE_NOOP("SamplerTable", "portraits"),
    QT_TRANSLATE_NOOP("SamplerTable", "dark scenes"),
    QT_TRANSLATE_NOOP("SamplerTable", "speed"),
    QT_TRANSLATE_NOOP("SamplerTable", "lightning models"),
    QT_TRANSLATE_NOOP("SamplerTable", "general"),
    QT_TRANSLATE_NOOP("SamplerTable", "creative"),
    QT_TRANSLATE_NOOP("SamplerTable", "testing"),
    QT_TRANSLATE_NOOP("SamplerTable", "quality"),
    QT_TRANSLATE_NOOP("SamplerTable", "stable"),
};

} // namespace

QString tableWords(std::string_view words)
{
    return QCoreApplication::translate("SamplerTable", std::string(words).c_str());
}

} // namespace calotype::ui
