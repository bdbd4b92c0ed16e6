#include "core/engine/SamplerTable.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <numeric>
#include <optional>

namespace calotype {

namespace {

const std::array<SamplerInfo, 19> &samplerTable()
{
    static const std::array<SamplerInfo, 19> table{{
        {"ddim", "DDIM", {"k_ddim"}, "Deterministic at eta 0, noisy at eta 1; the classic of latent diffusion.", false, 1,
         false},
        {"ddpm", "DDPM", {}, "The original ancestral sampler; wants many steps.", true, 1, false},
        {"pndm", "PNDM", {"plms"}, "Linear multistep on whole timesteps; the default of Stable Diffusion 1.", false, 1,
         false},
        {"lms", "LMS", {"k_lms", "lms_discrete"}, "Linear multistep of order 4 over the noise levels; steady.", false, 1,
         true},
        {"euler", "Euler", {"k_euler", "euler_discrete"}, "The simplest solver; quick and predictable.", false, 1, true},
        {"euler_a", "Euler a", {"k_euler_a", "euler_ancestral", "euler_ancestral_discrete"},
         "Euler with fresh noise at each step; keeps changing with the number of steps.", true, 1, true},
        {"heun", "Heun", {"k_heun", "heun_discrete"}, "Second order, two evaluations a step; exact and slow.", false, 2,
         true},
        {"dpm2", "DPM2", {"k_dpm_2", "kdpm2", "kdpm2_discrete"}, "Midpoint method, two evaluations a step.", false, 2,
         true},
        {"dpm2_a", "DPM2 a", {"k_dpm_2_a", "kdpm2_a", "kdpm2_ancestral", "dpm2_ancestral"},
         "Midpoint method with fresh noise at each step.", true, 2, true},
        {"dpmpp_2s", "DPM++ 2S", {"dpmpp_2s_a", "dpmpp_2s_ancestral", "DPM++ 2S a", "dpm_solver_singlestep"},
         "DPM-Solver++ in groups of single steps.", false, 1, true},
        {"dpmpp_2m", "DPM++ 2M", {"k_dpmpp_2m", "dpm_solver_multistep"},
         "DPM-Solver++ multistep of order 2; good structure in few steps.", false, 1, true},
        {"dpmpp_2m_sde", "DPM++ 2M SDE", {"k_dpmpp_2m_sde"}, "DPM-Solver++ multistep with noise; rich texture.", true, 1,
         true},
        {"dpmpp_3m_sde", "DPM++ 3M SDE", {"k_dpmpp_3m_sde"}, "As DPM++ 2M SDE, order 3; for many steps.", true, 1, true},
        {"dpmpp_sde", "DPM++ SDE", {"k_dpmpp_sde"}, "DPM-Solver++ with Brownian noise, two evaluations a step.", true, 2,
         true},
        {"unipc", "UniPC", {"uni_pc", "unipc_multistep"}, "Predictor and corrector of one framework; good at 8 to 12 steps.",
         false, 1, true},
        {"deis", "DEIS", {"deis_multistep"}, "Exponential integrator, multistep; good in few steps.", false, 1, true},
        {"lcm", "LCM", {"k_lcm"}, "For latent consistency models, 2 to 8 steps.", true, 1, false},
        {"tcd", "TCD", {}, "For trajectory consistency models, 2 to 8 steps; eta sets the detail.", true, 1, false},
        {"restart", "Restart", {}, "Heun steps that go back up in noise once or twice and down again.", true, 2, true},
    }};
    return table;
}

const std::array<ScheduleInfo, 8> &scheduleTable()
{
    static const std::array<ScheduleInfo, 8> table{{
        {"default", "Model default", {"automatic", "model"}, "What the model's own configuration says."},
        {"linspace", "Linspace", {"normal", "simple", "linear"}, "Even timesteps over the whole range, both ends included."},
        {"leading", "Leading", {"ddim_uniform"}, "Even timesteps counted from the low end; the highest is left out."},
        {"trailing", "Trailing", {"sgm_uniform", "uniform"}, "Even timesteps counted from the high end (SGM uniform)."},
        {"karras", "Karras", {}, "More of the steps at low noise (Karras et al. 2022)."},
        {"exponential", "Exponential", {"exp"}, "Even steps in the logarithm of the noise."},
        {"beta", "Beta", {}, "More of the steps at both ends (Lee et al. 2024)."},
        {"ays", "Align Your Steps", {"align_your_steps"}, "Noise levels found by optimisation, for few steps."},
    }};
    return table;
}

const std::array<PresetInfo, 13> &presetTable()
{
    static const std::array<PresetInfo, 13> table{{
        {"dpm_pp_2m_karras", "DPM++ 2M Karras", {"karras", "dpmpp_2m_karras"},
         "Clear structure in few steps: the first choice for most pictures.", true, 20, 35, "structure", "DPM", "dpmpp_2m",
         "karras"},
        {"dpm_pp_2m_sde_karras", "DPM++ 2M SDE Karras", {"dpmpp_2m_sde_gpu", "dpmpp_2m_sde_karras"},
         "Noise at each step brings out fine texture; wants a few steps more.", true, 30, 45, "texture", "DPM",
         "dpmpp_2m_sde", "karras"},
        {"beta", "Beta (DDIM)", {"beta_schedule"}, "Deterministic DDIM on the model's own betas, without clipping.", false,
         35, 50, "portraits", "Specialized", "ddim", "default"},
        {"exponential", "Exponential", {"exp"}, "DPM++ 2M with even steps in log noise: gentle in the dark tones.", false,
         35, 45, "dark scenes", "Specialized", "dpmpp_2m", "exponential"},
        {"align_your_steps", "Align Your Steps", {"ays"}, "Noise levels optimised for few steps.", false, 12, 20, "speed",
         "Efficiency", "dpmpp_2m", "ays"},
        {"sgm_uniform", "SGM Uniform", {"uniform"}, "Trailing timesteps, as distilled models were trained for.", false, 6,
         10, "lightning models", "Efficiency", "dpmpp_2m", "trailing"},
        {"simple", "Simple", {"normal", "linear"}, "Euler on even timesteps; nothing to go wrong.", false, 20, 50,
         "general", "Basic", "euler", "linspace"},
        {"dpm_pp_2m", "DPM++ 2M", {"dpmpp_2m"}, "DPM-Solver++ of order 2 on the model's own schedule.", false, 20, 40,
         "general", "DPM", "dpmpp_2m", "default"},
        {"euler_a", "Euler Ancestral", {"euler_ancestral"}, "Fresh noise at each step: varied, inventive pictures.", false,
         15, 30, "creative", "Euler", "euler_a", "default"},
        {"euler", "Euler", {"euler_discrete"}, "Quick and predictable; good for trying prompts out.", false, 8, 25,
         "testing", "Euler", "euler", "trailing"},
        {"heun", "Heun", {}, "Second order: exact, at twice the time a step.", false, 15, 30, "quality", "Advanced",
         "heun", "default"},
        {"dpm2", "DPM2", {"kdpm2"}, "Midpoint method: exact, at twice the time a step.", false, 20, 35, "quality",
         "Advanced", "dpm2", "default"},
        {"lms", "LMS", {}, "Linear multistep: calm and repeatable.", false, 20, 40, "stable", "Basic", "lms", "default"},
    }};
    return table;
}

const std::array<NamedSamplerInfo, 7> &namedSamplerTable()
{
    static const std::array<NamedSamplerInfo, 7> table{{
        {"dpmpp_2m_sde_gpu", "DPM++ 2M SDE", "Rich texture, on Karras noise levels.", true, true, "DPM", "dpmpp_2m_sde",
         "karras"},
        {"dpmpp_2m", "DPM++ 2M", "Clear structure, on Karras noise levels.", true, true, "DPM", "dpmpp_2m", "karras"},
        {"dpmpp_3m_sde_gpu", "DPM++ 3M SDE", "Order 3 with noise, for many steps.", true, false, "DPM", "dpmpp_3m_sde",
         ""},
        {"dpmpp_sde_gpu", "DPM++ SDE", "Brownian noise, two evaluations a step.", true, false, "DPM", "dpmpp_sde", ""},
        {"euler", "Euler", "Quick and predictable.", false, false, "Euler", "euler", ""},
        {"euler_ancestral", "Euler Ancestral", "Fresh noise at each step.", false, false, "Euler", "euler_a", ""},
        {"restart", "Restart", "Goes back up in noise and down again, for detail.", false, false, "Advanced", "restart",
         ""},
    }};
    return table;
}

std::string lowered(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
    return out;
}

bool sameWord(std::string_view a, std::string_view b)
{
    return lowered(a) == lowered(b);
}

/// Ids come before names and aliases, so that an alias of one entry never hides the id of another.
template<typename Row>
const Row *findRow(std::span<const Row> table, std::string_view word)
{
    for (const Row &row : table) {
        if (sameWord(row.id, word))
            return &row;
    }
    for (const Row &row : table) {
        const auto same = [&](std::string_view other) { return sameWord(other, word); };
        if (same(row.name) || std::any_of(row.aliases.begin(), row.aliases.end(), same))
            return &row;
    }
    return nullptr;
}

const NamedSamplerInfo *findNamed(std::string_view word)
{
    for (const NamedSamplerInfo &row : namedSamplerTable()) {
        if (sameWord(row.id, word))
            return &row;
    }
    return nullptr;
}

template<typename Row>
void addWords(std::vector<std::string_view> &words, std::span<const Row> table)
{
    for (const Row &row : table) {
        words.push_back(row.id);
        words.insert(words.end(), row.aliases.begin(), row.aliases.end());
    }
}

Error unknownWord(const char *kind, std::string_view word, const std::vector<std::string_view> &words)
{
    std::string message = std::string("There is no ") + kind + " \"" + std::string(word) + "\"; near to it are ";
    const auto near = nearest(word, words);
    for (std::size_t i = 0; i < near.size(); ++i)
        message += (i == 0 ? "" : i + 1 == near.size() ? " and " : ", ") + std::string(near[i]);
    return {ErrorCode::WrongUse, message + ".", {}};
}

template<typename Row>
Result<const Row *> findOrRefuse(const char *kind, std::span<const Row> table, std::string_view word)
{
    if (const Row *row = findRow(table, word))
        return row;
    std::vector<std::string_view> words;
    addWords(words, table);
    return unknownWord(kind, word, words);
}

std::size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t change = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({change, row[j] + 1, diagonal + 1});
        }
    }
    return row[b.size()];
}

/// A sampler word: a sampler, one of the seven named ones, or a preset.
std::optional<SamplerChoice> findChoice(std::string_view word)
{
    const auto &table = samplerTable();
    // A canonical id means itself alone; only other words may bring a schedule along.
    for (const SamplerInfo &row : table) {
        if (sameWord(row.id, word))
            return SamplerChoice{std::string(row.id), {}};
    }
    if (const NamedSamplerInfo *row = findNamed(word))
        return SamplerChoice{std::string(row->sampler), std::string(row->schedule)};
    if (const SamplerInfo *row = findRow<SamplerInfo>(table, word))
        return SamplerChoice{std::string(row->id), {}};
    if (const PresetInfo *row = findRow<PresetInfo>(presetTable(), word))
        return SamplerChoice{std::string(row->sampler), std::string(row->schedule)};
    return std::nullopt;
}

} // namespace

std::span<const SamplerInfo> samplers()
{
    return samplerTable();
}

std::span<const ScheduleInfo> schedules()
{
    return scheduleTable();
}

std::span<const PresetInfo> presets()
{
    return presetTable();
}

std::span<const NamedSamplerInfo> namedSamplers()
{
    return namedSamplerTable();
}

Result<const SamplerInfo *> findSampler(std::string_view id)
{
    return findOrRefuse("sampler", samplers(), id);
}

Result<const ScheduleInfo *> findSchedule(std::string_view id)
{
    return findOrRefuse("schedule", schedules(), id);
}

Result<const PresetInfo *> findPreset(std::string_view id)
{
    return findOrRefuse("preset", presets(), id);
}

Result<SamplerChoice> resolveSampler(std::string_view sampler, std::string_view schedule)
{
    SamplerChoice choice;
    if (!sampler.empty()) {
        const std::optional<SamplerChoice> found = findChoice(sampler);
        if (!found) {
            std::vector<std::string_view> words;
            addWords(words, samplers());
            addWords(words, presets());
            for (const NamedSamplerInfo &row : namedSamplers())
                words.push_back(row.id);
            return unknownWord("sampler", sampler, words);
        }
        choice = *found;
    }
    if (!schedule.empty()) {
        const Result<const ScheduleInfo *> found = findSchedule(schedule);
        if (!found)
            return found.error();
        choice.schedule = found.value()->id;
    } else if (choice.schedule.empty()) {
        choice.schedule = "default";
    }
    if (!choice.sampler.empty()) {
        if (const Result<void> pair = checkPair(choice.sampler, choice.schedule); !pair)
            return pair.error();
    }
    return choice;
}

Result<void> checkPair(std::string_view samplerId, std::string_view scheduleId)
{
    const Result<const SamplerInfo *> sampler = findSampler(samplerId);
    if (!sampler)
        return sampler.error();
    const Result<const ScheduleInfo *> schedule = findSchedule(scheduleId);
    if (!schedule)
        return schedule.error();

    const SamplerInfo &s = *sampler.value();
    const std::string_view word = schedule.value()->id;
    if (word == "default")
        return {};
    const bool isSpacing = word == "linspace" || word == "leading" || word == "trailing";
    const auto refuse = [&](const std::string &reason) -> Result<void> {
        return Error{ErrorCode::WrongUse, std::string(s.name) + " does not go with the schedule "
                         + std::string(schedule.value()->name) + ": " + reason, {}};
    };
    if (s.id == "lcm" || s.id == "tcd")
        return refuse("its timesteps are those that the model was distilled for. Use the schedule default.");
    if (!s.takesSchedules && !isSpacing)
        return refuse("it works on whole training timesteps, not on noise levels. Use default, linspace, leading or "
                      "trailing, or another sampler such as euler or dpmpp_2m.");
    if (s.id == "dpmpp_2s" && (word == "leading" || word == "trailing"))
        return refuse("it always spreads its timesteps linearly. Use default, linspace, karras, exponential, beta or "
                      "ays.");
    if (s.id == "restart" && word != "karras")
        return refuse("it lays out its own Karras noise levels, before and after each restart. Use default or karras.");
    return {};
}

std::vector<std::string_view> nearest(std::string_view word, const std::vector<std::string_view> &candidates,
                                      std::size_t most)
{
    const std::string low = lowered(word);
    std::vector<std::pair<std::size_t, std::string_view>> ranked;
    for (const std::string_view candidate : candidates) {
        const auto seen = [&](const auto &entry) { return entry.second == candidate; };
        if (std::none_of(ranked.begin(), ranked.end(), seen))
            ranked.emplace_back(editDistance(low, lowered(candidate)), candidate);
    }
    std::stable_sort(ranked.begin(), ranked.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    std::vector<std::string_view> out;
    for (std::size_t i = 0; i < std::min(most, ranked.size()); ++i)
        out.push_back(ranked[i].second);
    return out;
}

} // namespace calotype
