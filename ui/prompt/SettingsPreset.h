#pragma once

#include "ui/GenerationSettings.h"

#include <QJsonObject>
#include <QString>

namespace calotype::ui {

/// How pictures are made, but for the prompts, the model and the seed: sampler, schedule, steps, guidance, size, clip skip
/// and the prompt's syntax.
QJsonObject presetOf(const GenerationValues &values);

/// The values with those of a preset. What it lacks, and a sampler or schedule that is not known, stays as it is.
GenerationValues withPreset(GenerationValues values, const QJsonObject &preset);

/// A line about a preset: "Euler a, Karras · 25 steps · guidance 7.5 · 512 × 768".
QString presetSummary(const QJsonObject &preset);

} // namespace calotype::ui
