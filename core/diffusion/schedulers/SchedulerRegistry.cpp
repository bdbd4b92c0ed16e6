#include "core/diffusion/schedulers/SchedulerRegistry.h"

#include "core/base/Error.h"
#include "core/diffusion/schedulers/DdimScheduler.h"
#include "core/diffusion/schedulers/DdpmScheduler.h"
#include "core/diffusion/schedulers/DeisScheduler.h"
#include "core/diffusion/schedulers/DpmSolverMultistep.h"
#include "core/diffusion/schedulers/DpmSolverSde.h"
#include "core/diffusion/schedulers/DpmSolverSinglestep.h"
#include "core/diffusion/schedulers/EdmEulerScheduler.h"
#include "core/diffusion/schedulers/EulerAncestralScheduler.h"
#include "core/diffusion/schedulers/EulerScheduler.h"
#include "core/diffusion/schedulers/HeunScheduler.h"
#include "core/diffusion/schedulers/Kdpm2AncestralScheduler.h"
#include "core/diffusion/schedulers/Kdpm2Scheduler.h"
#include "core/diffusion/schedulers/LcmScheduler.h"
#include "core/diffusion/schedulers/LmsScheduler.h"
#include "core/diffusion/schedulers/PndmScheduler.h"
#include "core/diffusion/schedulers/RestartScheduler.h"
#include "core/diffusion/schedulers/TcdScheduler.h"
#include "core/diffusion/schedulers/UniPcScheduler.h"
#include "core/engine/SamplerTable.h"

#include <algorithm>
#include <array>

namespace calotype::diffusion {

namespace {

constexpr std::string_view kEdmClass = "EDMEulerScheduler";

struct Settings {
    SchedulerConfig config;
    double eta = 0;
};

template<typename T>
std::unique_ptr<Scheduler> make(Settings &settings)
{
    return std::make_unique<T>(settings.config);
}

std::unique_ptr<Scheduler> makeMultistep(SchedulerConfig config, const char *algorithm, int order)
{
    config.algorithmType = algorithm;
    config.solverOrder = order;
    config.solverType = "midpoint";
    return std::make_unique<DpmSolverMultistepScheduler>(config);
}

/// Drops the solver settings of a configuration that was made for another class than @p className.
void forgetOtherSolver(SchedulerConfig &config, std::string_view className)
{
    if (config.className == className)
        return;
    config.algorithmType.reset();
    config.solverOrder.reset();
    config.solverType.reset();
}

/// A sampler id and how it is made of a model's configuration, schedule applied. Settings of another class that bear
/// the same name (solver_order, algorithm_type, …) are replaced by what the id stands for.
struct Maker {
    std::string_view id;
    std::unique_ptr<Scheduler> (*make)(Settings &);
};

constexpr std::array<Maker, 19> kMakers{{
    {"ddim", [](Settings &s) -> std::unique_ptr<Scheduler> {
         // The class clips where its own configuration is silent, to the range of pixels; latents reach further.
         if (s.config.className != "DDIMScheduler")
             s.config.clipSample = s.config.clipSample.value_or(false);
         return std::make_unique<DdimScheduler>(s.config, s.eta);
     }},
    {"ddpm", make<DdpmScheduler>},
    {"pndm", [](Settings &s) {
         // Stable Diffusion's way, where a configuration made for another class does not say.
         s.config.skipPrkSteps = s.config.skipPrkSteps.value_or(true);
         return make<PndmScheduler>(s);
     }},
    {"lms", make<LmsScheduler>},
    {"euler", make<EulerScheduler>},
    {"euler_a", make<EulerAncestralScheduler>},
    {"heun", make<HeunScheduler>},
    {"dpm2", make<Kdpm2Scheduler>},
    {"dpm2_a", make<Kdpm2AncestralScheduler>},
    {"dpmpp_2s", [](Settings &s) {
         s.config.algorithmType = "dpmsolver++";
         s.config.solverOrder = 2;
         s.config.solverType = "midpoint";
         return make<DpmSolverSinglestepScheduler>(s);
     }},
    {"dpmpp_2m", [](Settings &s) { return makeMultistep(s.config, "dpmsolver++", 2); }},
    {"dpmpp_2m_sde", [](Settings &s) { return makeMultistep(s.config, "sde-dpmsolver++", 2); }},
    {"dpmpp_3m_sde", [](Settings &s) { return makeMultistep(s.config, "sde-dpmsolver++", 3); }},
    {"dpmpp_sde", make<DpmSolverSdeScheduler>},
    {"unipc", [](Settings &s) {
         forgetOtherSolver(s.config, "UniPCMultistepScheduler");
         return make<UniPcScheduler>(s);
     }},
    {"deis", [](Settings &s) {
         forgetOtherSolver(s.config, "DEISMultistepScheduler");
         return make<DeisScheduler>(s);
     }},
    {"lcm", make<LcmScheduler>},
    {"tcd", [](Settings &s) -> std::unique_ptr<Scheduler> {
         return std::make_unique<TcdScheduler>(s.config, s.eta);
     }},
    {"restart", make<RestartScheduler>},
}};

/// A reference class, its sampler id, and how it is made where it is the model's own: with all of its own settings.
struct OwnClass {
    std::string_view className;
    std::string_view id;
    std::unique_ptr<Scheduler> (*make)(Settings &);
};

constexpr std::array<OwnClass, 5> kSolverClasses{{
    {"DPMSolverMultistepScheduler", "dpmpp_2m", make<DpmSolverMultistepScheduler>},
    {"DPMSolverSinglestepScheduler", "dpmpp_2s", make<DpmSolverSinglestepScheduler>},
    {"UniPCMultistepScheduler", "unipc", make<UniPcScheduler>},
    {"DEISMultistepScheduler", "deis", make<DeisScheduler>},
    {"PNDMScheduler", "pndm", make<PndmScheduler>},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kPlainClasses{{
    {"DDIMScheduler", "ddim"},
    {"DDPMScheduler", "ddpm"},
    {"LMSDiscreteScheduler", "lms"},
    {"EulerDiscreteScheduler", "euler"},
    {"EulerAncestralDiscreteScheduler", "euler_a"},
    {"HeunDiscreteScheduler", "heun"},
    {"KDPM2DiscreteScheduler", "dpm2"},
    {"KDPM2AncestralDiscreteScheduler", "dpm2_a"},
    {"DPMSolverSDEScheduler", "dpmpp_sde"},
    {"LCMScheduler", "lcm"},
    {"TCDScheduler", "tcd"},
    {kEdmClass, "euler"},
}};

const OwnClass *findSolverClass(const SchedulerConfig &config)
{
    const auto it = std::find_if(kSolverClasses.begin(), kSolverClasses.end(),
                                 [&](const OwnClass &own) { return own.className == config.className; });
    return it == kSolverClasses.end() ? nullptr : &*it;
}

/// Lays the chosen schedule over the model's own, all of whose shapes and spacing it replaces.
void applySchedule(SchedulerConfig &config, std::string_view schedule)
{
    if (schedule == "default")
        return;
    config.useKarrasSigmas = schedule == "karras";
    config.useExponentialSigmas = schedule == "exponential";
    config.useBetaSigmas = schedule == "beta";
    config.useLuLambdas = false;
    config.useAysSigmas = schedule == "ays";
    if (schedule == "linspace" || schedule == "leading" || schedule == "trailing") {
        config.timestepSpacing = std::string(schedule);
        config.interpolationType.reset();
    }
}

template<typename T>
const T &valueOrThrow(const Result<T> &result)
{
    if (!result)
        throw Failure(result.error());
    return result.value();
}

/// The model's own sampler, or the user's.
std::string chosenSampler(const SchedulerConfig &model, const std::string &sampler)
{
    if (!sampler.empty())
        return std::string(valueOrThrow(findSampler(sampler))->id);
    const std::string own = samplerIdOf(model);
    if (own.empty())
        throw Failure(ErrorCode::Unsupported, "The model's own scheduler class \"" + model.className
                          + "\" is not known. Choose a sampler, for example euler.");
    return own;
}

std::unique_ptr<Scheduler> makeEdm(const SchedulerConfig &model, const SchedulerOptions &options)
{
    const bool isOther = !options.sampler.empty() && options.sampler != "euler";
    if (isOther || options.schedule != "default")
        throw Failure(ErrorCode::WrongUse, "This model was trained with EDM preconditioning and runs with its own "
                                           "sampler and schedule only. Leave both at their defaults.");
    return std::make_unique<EdmEulerScheduler>(model);
}

} // namespace

std::string samplerIdOf(const SchedulerConfig &config)
{
    if (config.className.empty())
        return "ddim"; // what a model without any scheduler configuration is run with
    if (const OwnClass *own = findSolverClass(config)) {
        if (own->id == "dpmpp_2m" && config.algorithmType.value_or("").starts_with("sde"))
            return config.solverOrder.value_or(2) == 3 ? "dpmpp_3m_sde" : "dpmpp_2m_sde";
        return std::string(own->id);
    }
    for (const auto &[className, id] : kPlainClasses) {
        if (className == config.className)
            return std::string(id);
    }
    return {};
}

std::unique_ptr<Scheduler> makeScheduler(const SchedulerConfig &model, const SchedulerOptions &options)
{
    if (model.className == kEdmClass)
        return makeEdm(model, options);

    const std::string sampler = chosenSampler(model, options.sampler);
    const std::string_view schedule = valueOrThrow(findSchedule(options.schedule))->id;
    if (const Result<void> pair = checkPair(sampler, schedule); !pair)
        throw Failure(pair.error());

    Settings settings{model, options.eta};
    settings.config.aysIsXl = options.isXl;
    applySchedule(settings.config, schedule);
    if (sampler == "restart")
        applySchedule(settings.config, "karras"); // its own, whatever the model's configuration says

    if (const OwnClass *own = findSolverClass(model); own && options.sampler.empty())
        return own->make(settings);
    const auto maker = std::find_if(kMakers.begin(), kMakers.end(), [&](const Maker &m) { return m.id == sampler; });
    if (maker == kMakers.end())
        throw Failure(ErrorCode::Internal, "The sampler \"" + sampler + "\" is listed, but not built.");
    return maker->make(settings);
}

} // namespace calotype::diffusion
