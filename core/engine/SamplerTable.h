#pragma once

#include "core/base/Result.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace calotype {

/// An integrator: how one step is taken. The engine holds the code, this table the words.
struct SamplerInfo {
    std::string_view id;   ///< stable: "dpmpp_2m"
    std::string_view name; ///< "DPM++ 2M"
    std::vector<std::string_view> aliases;
    std::string_view description;
    bool stochastic = false;     ///< draws noise at its steps
    int evaluationsPerStep = 1;  ///< network evaluations per step: 2 for Heun, DPM2, DPM++ SDE
    bool takesSchedules = true;  ///< false: works on integer timesteps only, sigma schedules do not apply
};

/// Where the noise levels lie.
struct ScheduleInfo {
    std::string_view id;   ///< stable: "karras"
    std::string_view name; ///< "Karras"
    std::vector<std::string_view> aliases;
    std::string_view description;
};

/// A well-known name for a sampler and a schedule, with advice.
struct PresetInfo {
    std::string_view id;
    std::string_view name;
    std::vector<std::string_view> aliases;
    std::string_view description;
    bool recommended = false;
    int optimalStepsMin = 0;
    int optimalStepsMax = 0;
    std::string_view bestFor;
    std::string_view category;
    std::string_view sampler;
    std::string_view schedule;
};

/// One of the seven sampler names known from other programs (an alias for a pair).
struct NamedSamplerInfo {
    std::string_view id;
    std::string_view name;
    std::string_view description;
    bool schedulerRequired = false;
    bool recommended = false;
    std::string_view category;
    std::string_view sampler;
    std::string_view schedule; ///< "": the user's choice, else "default"
};

std::span<const SamplerInfo> samplers();
std::span<const ScheduleInfo> schedules();
std::span<const PresetInfo> presets();
std::span<const NamedSamplerInfo> namedSamplers();

/// Finds by id, name or alias, without regard to case.
/// @return WrongUse, naming the nearest ids, if there is none
Result<const SamplerInfo *> findSampler(std::string_view id);
Result<const ScheduleInfo *> findSchedule(std::string_view id);
Result<const PresetInfo *> findPreset(std::string_view id);

/// A sampler and a schedule that run together, by canonical ids.
struct SamplerChoice {
    std::string sampler;
    std::string schedule;
};

/// Resolves what the user said: any id, name or alias of the tables, the seven named samplers included. An empty
/// sampler stays empty (the model's own), an empty schedule becomes what the name brings, else "default".
/// @return WrongUse if one is unknown (with the near ids), or if the two do not go together (with the reason)
Result<SamplerChoice> resolveSampler(std::string_view sampler, std::string_view schedule);

/// Whether the pair makes sense; WrongUse with the reason if not.
Result<void> checkPair(std::string_view samplerId, std::string_view scheduleId);

/// Up to @p most of @p candidates nearest to @p word by edit distance, the nearest first.
std::vector<std::string_view> nearest(std::string_view word, const std::vector<std::string_view> &candidates,
                                      std::size_t most = 3);

} // namespace calotype
