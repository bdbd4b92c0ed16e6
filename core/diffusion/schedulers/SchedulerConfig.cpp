#include "core/diffusion/schedulers/SchedulerConfig.h"

#include "core/base/Error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace calotype::diffusion {

namespace {

using Json = nlohmann::json;

/// One JSON object's fields, each checked for its type; null counts as absent.
class Fields
{
public:
    explicit Fields(const Json &json)
        : m_json(json)
    {
        if (!json.is_object())
            throw Failure(ErrorCode::Damaged, "The scheduler configuration is not a JSON object.");
    }

    void read(const char *name, bool &out) const
    {
        if (const Json *value = find(name))
            out = as<bool>(*value, name, value->is_boolean(), "true or false");
    }
    void read(const char *name, int &out) const
    {
        const Json *value = find(name);
        if (!value)
            return;
        const double number = as<double>(*value, name, value->is_number(), "a whole number");
        if (number != std::floor(number) || std::abs(number) > 2147483647.0)
            refuse(name, "a whole number");
        out = static_cast<int>(number);
    }
    void read(const char *name, double &out) const
    {
        const Json *value = find(name);
        if (!value)
            return;
        if (value->is_string()) { // infinities have no number in JSON; the reference spells them out
            const std::string word = value->get<std::string>();
            if (word == "-inf" || word == "-Infinity")
                out = -HUGE_VAL;
            else if (word == "inf" || word == "Infinity")
                out = HUGE_VAL;
            else
                refuse(name, "a number");
            return;
        }
        out = as<double>(*value, name, value->is_number(), "a number");
    }
    void read(const char *name, std::string &out) const
    {
        if (const Json *value = find(name))
            out = as<std::string>(*value, name, value->is_string(), "a word in quotes");
    }
    template<typename T>
    void read(const char *name, std::vector<T> &out) const
    {
        const Json *value = find(name);
        if (!value)
            return;
        const bool numbers = value->is_array()
                             && std::all_of(value->begin(), value->end(), [](const Json &v) { return v.is_number(); });
        out = as<std::vector<T>>(*value, name, numbers, "a list of numbers");
    }
    template<typename T>
    void read(const char *name, std::optional<T> &out) const
    {
        if (!find(name))
            return;
        T value{};
        read(name, value);
        out = std::move(value);
    }

private:
    const Json *find(const char *name) const
    {
        const auto it = m_json.find(name);
        return it == m_json.end() || it->is_null() ? nullptr : &*it;
    }
    template<typename T>
    static T as(const Json &value, const char *name, bool fits, const char *wanted)
    {
        if (!fits)
            refuse(name, wanted);
        return value.get<T>();
    }
    [[noreturn]] static void refuse(const char *name, const char *wanted)
    {
        throw Failure(ErrorCode::Damaged,
                      std::string("The scheduler configuration's field ") + name + " must be " + wanted + ".");
    }

    const Json &m_json;
};

/// @throws Failure Damaged if @p word is set and none of @p known
template<std::size_t N>
void checkWord(const char *name, const std::string &word, const std::array<std::string_view, N> &known)
{
    if (std::find(known.begin(), known.end(), word) != known.end())
        return;
    std::string list;
    for (const std::string_view k : known)
        list += (list.empty() ? "" : ", ") + std::string(k);
    throw Failure(ErrorCode::Damaged, std::string("The scheduler configuration's field ") + name + " says \"" + word
                      + "\"; known are: " + list + ".");
}

template<std::size_t N>
void checkWord(const char *name, const std::optional<std::string> &word, const std::array<std::string_view, N> &known)
{
    if (word)
        checkWord(name, *word, known);
}

/// What a silent file means for beta_start and beta_end differs between the reference's classes.
void setBetaDefaults(SchedulerConfig &config)
{
    constexpr std::array<std::string_view, 6> kLatent{
        "HeunDiscreteScheduler", "KDPM2DiscreteScheduler", "KDPM2AncestralDiscreteScheduler",
        "DPMSolverSDEScheduler", "LCMScheduler", "TCDScheduler"};
    if (std::find(kLatent.begin(), kLatent.end(), config.className) == kLatent.end())
        return;
    config.betaStart = 0.00085;
    config.betaEnd = 0.012;
    if (config.className == "LCMScheduler" || config.className == "TCDScheduler")
        config.betaSchedule = "scaled_linear";
}

void checkWords(const SchedulerConfig &c)
{
    using Words = std::string_view;
    checkWord("beta_schedule", c.betaSchedule, std::array<Words, 3>{"linear", "scaled_linear", "squaredcos_cap_v2"});
    checkWord("prediction_type", c.predictionType,
              std::array<Words, 4>{"epsilon", "v_prediction", "sample", "original_sample"});
    checkWord("timestep_spacing", c.timestepSpacing, std::array<Words, 3>{"linspace", "leading", "trailing"});
    checkWord("interpolation_type", c.interpolationType, std::array<Words, 2>{"linear", "log_linear"});
    checkWord("final_sigmas_type", c.finalSigmasType, std::array<Words, 2>{"zero", "sigma_min"});
    checkWord("timestep_type", c.timestepType, std::array<Words, 2>{"discrete", "continuous"});
    checkWord("sigma_schedule", c.sigmaSchedule, std::array<Words, 2>{"karras", "exponential"});
}

} // namespace

SchedulerConfig SchedulerConfig::fromJson(const nlohmann::json &json)
{
    const Fields fields(json);
    SchedulerConfig c;
    fields.read("_class_name", c.className);
    setBetaDefaults(c);
    fields.read("num_train_timesteps", c.numTrainTimesteps);
    fields.read("beta_start", c.betaStart);
    fields.read("beta_end", c.betaEnd);
    fields.read("beta_schedule", c.betaSchedule);
    fields.read("trained_betas", c.trainedBetas);
    fields.read("prediction_type", c.predictionType);
    fields.read("rescale_betas_zero_snr", c.rescaleBetasZeroSnr);
    fields.read("timestep_spacing", c.timestepSpacing);
    fields.read("steps_offset", c.stepsOffset);
    fields.read("clip_sample", c.clipSample);
    fields.read("clip_sample_range", c.clipSampleRange);
    fields.read("set_alpha_to_one", c.setAlphaToOne);
    fields.read("thresholding", c.thresholding);
    fields.read("dynamic_thresholding_ratio", c.dynamicThresholdingRatio);
    fields.read("sample_max_value", c.sampleMaxValue);
    fields.read("use_karras_sigmas", c.useKarrasSigmas);
    fields.read("use_exponential_sigmas", c.useExponentialSigmas);
    fields.read("use_beta_sigmas", c.useBetaSigmas);
    fields.read("use_lu_lambdas", c.useLuLambdas);
    fields.read("sigma_min", c.sigmaMin);
    fields.read("sigma_max", c.sigmaMax);
    fields.read("sigma_data", c.sigmaData);
    fields.read("interpolation_type", c.interpolationType);
    fields.read("final_sigmas_type", c.finalSigmasType);
    fields.read("timestep_type", c.timestepType);
    fields.read("sigma_schedule", c.sigmaSchedule);
    fields.read("algorithm_type", c.algorithmType);
    fields.read("solver_type", c.solverType);
    fields.read("variance_type", c.varianceType);
    fields.read("solver_order", c.solverOrder);
    fields.read("lower_order_final", c.lowerOrderFinal);
    fields.read("euler_at_final", c.eulerAtFinal);
    fields.read("skip_prk_steps", c.skipPrkSteps);
    fields.read("predict_x0", c.predictX0);
    fields.read("disable_corrector", c.disableCorrector);
    fields.read("original_inference_steps", c.originalInferenceSteps);
    fields.read("timestep_scaling", c.timestepScaling);
    fields.read("lambda_min_clipped", c.lambdaMinClipped);
    fields.read("noise_sampler_seed", c.noiseSamplerSeed);
    checkWords(c);
    return c;
}

} // namespace calotype::diffusion
