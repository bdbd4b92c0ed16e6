#include "tests/core/diffusion/schedulers/GoldenChoice.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace calotype::tests {

namespace {

/// The id that the class and the solver settings of a golden file stand for.
constexpr std::array<std::pair<std::string_view, std::string_view>, 22> kIds{{
    {"ddim.safetensors", "ddim"},
    {"ddim_eta05.safetensors", "ddim"},
    {"ddim_eta1.safetensors", "ddim"},
    {"ddpm.safetensors", "ddpm"},
    {"pndm.safetensors", "pndm"},
    {"lms.safetensors", "lms"},
    {"euler.safetensors", "euler"},
    {"euler_ancestral.safetensors", "euler_a"},
    {"heun.safetensors", "heun"},
    {"kdpm2.safetensors", "dpm2"},
    {"kdpm2_ancestral.safetensors", "dpm2_a"},
    {"dpmpp_2s.safetensors", "dpmpp_2s"},
    {"dpmpp_2m.safetensors", "dpmpp_2m"},
    {"dpmpp_2m_karras.safetensors", "dpmpp_2m"},
    {"dpmpp_2m_sde.safetensors", "dpmpp_2m_sde"},
    {"dpmpp_2m_sde_karras.safetensors", "dpmpp_2m_sde"},
    {"dpmpp_sde.safetensors", "dpmpp_sde"},
    {"unipc.safetensors", "unipc"},
    {"deis.safetensors", "deis"},
    {"lcm.safetensors", "lcm"},
    {"tcd.safetensors", "tcd"},
    {"tcd_eta0.safetensors", "tcd"},
}};

/// What a model is, and what a schedule is chosen for.
constexpr std::array<std::string_view, 6> kModelFields{"num_train_timesteps", "beta_start",      "beta_end",
                                                       "beta_schedule",       "prediction_type", "rescale_betas_zero_snr"};
constexpr std::array<std::string_view, 5> kScheduleFields{"timestep_spacing", "steps_offset", "use_karras_sigmas",
                                                          "use_exponential_sigmas", "use_beta_sigmas"};

template<std::size_t N>
bool isOneOf(const std::string &word, const std::array<std::string_view, N> &words)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool isDistilled(std::string_view sampler)
{
    return sampler == "lcm" || sampler == "tcd";
}

/// Whether the configuration says nothing of the sampler but what the id alone means.
bool saysNoMore(const nlohmann::json &config, std::string_view sampler)
{
    const nlohmann::json meant{
        {"solver_order", 2},
        {"solver_type", "midpoint"},
        {"algorithm_type", sampler == "dpmpp_2m_sde" ? "sde-dpmsolver++" : "dpmsolver++"},
        {"skip_prk_steps", true},
        {"clip_sample", false},
        {"set_alpha_to_one", isDistilled(sampler)}, // LCM and TCD go by it nowhere
        {"original_inference_steps", 50},
        {"noise_sampler_seed", 77}, // the noise is recorded
    };
    for (const auto &[field, value] : config.items()) {
        if (meant.contains(field) ? value != meant.at(field)
                                  : field != "_class_name" && !isOneOf(field, kModelFields)
                                        && !isOneOf(field, kScheduleFields))
            return false;
    }
    return true;
}

/// The schedules that lead to the configuration, on a model whose own spacing is leading with an offset of 1.
std::vector<std::string> schedulesOf(const nlohmann::json &config, std::string_view sampler)
{
    const std::string spacing = config.value("timestep_spacing", "");
    if (isDistilled(sampler))
        return spacing == "leading" ? std::vector<std::string>{"default"} : std::vector<std::string>{};
    for (const char *shape : {"karras", "exponential", "beta"}) {
        if (!config.value("use_" + std::string(shape) + "_sigmas", false))
            continue;
        const bool isModels = spacing.empty() || spacing == "leading";
        return isModels ? std::vector<std::string>{shape} : std::vector<std::string>{};
    }
    if (spacing.empty()) // DPM++ 2S, which has no other
        return {"default", "linspace"};
    if (spacing == "leading")
        return {"default", "leading"};
    return {spacing};
}

nlohmann::json modelOf(const GoldenRun &run)
{
    nlohmann::json model{
        {"_class_name", "PNDMScheduler"}, {"clip_sample", false}, {"set_alpha_to_one", false},
        {"skip_prk_steps", true},         {"steps_offset", 1},    {"timestep_spacing", "leading"},
    };
    for (const auto &[field, value] : run.config.items()) {
        if (isOneOf(field, kModelFields))
            model[field] = value;
    }
    return model;
}

/// The same model as saved with a solver that has its own order, kind and shape of sigmas.
nlohmann::json solversModelOf(const GoldenRun &run)
{
    nlohmann::json model = modelOf(run);
    model.erase("skip_prk_steps");
    model["_class_name"] = "DPMSolverMultistepScheduler";
    model["algorithm_type"] = "sde-dpmsolver++";
    model["solver_order"] = 3;
    model["solver_type"] = "heun";
    model["use_lu_lambdas"] = true;
    return model;
}

void addChoices(std::vector<GoldenChoice> &choices, const GoldenRun &run, std::string_view sampler)
{
    for (const std::string &schedule : schedulesOf(run.config, sampler)) {
        diffusion::SchedulerOptions options;
        options.sampler = sampler;
        options.schedule = schedule;
        options.eta = run.eta;
        const std::string pair = options.sampler + " + " + schedule;
        choices.push_back({pair + " on PNDM, " + run.name, &run, modelOf(run), options});
        if (schedule != "default" && run.steps == 10)
            choices.push_back({pair + " on another solver, " + run.name, &run, solversModelOf(run), options});
    }
}

std::vector<GoldenChoice> readChoices()
{
    std::vector<GoldenChoice> choices;
    for (const GoldenRun &run : goldenRuns()) {
        const auto id = std::find_if(kIds.begin(), kIds.end(), [&](const auto &row) { return row.first == run.file; });
        const bool isWanted = (run.steps == 10 || run.steps == 20) && !run.expected.contains("error");
        if (id != kIds.end() && isWanted && saysNoMore(run.config, id->second))
            addChoices(choices, run, id->second);
    }
    return choices;
}

} // namespace

const std::vector<GoldenChoice> &goldenChoices()
{
    static const std::vector<GoldenChoice> choices = readChoices();
    return choices;
}

} // namespace calotype::tests
