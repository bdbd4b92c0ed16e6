#include "tests/core/diffusion/schedulers/SchedulerGolden.h"

#include "core/diffusion/schedulers/SchedulerRegistry.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace calotype::tests {

namespace {

std::vector<GoldenRun> readRuns()
{
    const nlohmann::json index = loadJson("schedulers/index.json");
    std::vector<GoldenRun> runs;
    for (const auto &[file, entry] : index.at("files").items()) {
        for (const auto &variant : entry.at("variants")) {
            for (const auto &expected : variant.at("runs")) {
                GoldenRun run;
                run.file = file;
                run.key = expected.at("key");
                run.name = file.substr(0, file.find('.')) + "/" + run.key;
                run.className = entry.at("cls");
                run.config = variant.at("config");
                run.config["_class_name"] = run.className;
                run.eta = variant.at("step_kwargs").value("eta", 0.0);
                run.steps = expected.at("n");
                run.expected = expected;
                if (variant.contains("img2img"))
                    run.img2img = variant.at("img2img");
                runs.push_back(std::move(run));
            }
        }
    }
    return runs;
}

bool asksFor(const nlohmann::json &config, const char *field)
{
    return config.contains(field) && config.at(field).is_boolean() && config.at(field).get<bool>();
}

} // namespace

GoldenNoise::GoldenNoise(const torch::Tensor &recorded)
    : m_recorded(recorded)
{
}

torch::Tensor GoldenNoise::next()
{
    const int draw = m_draws++;
    if (!m_recorded.defined())
        return torch::randn({1, 4, 4, 4}, m_generator, torch::TensorOptions(torch::kFloat32));
    if (draw >= m_recorded.size(0))
        throw std::out_of_range("more noises were drawn than the reference drew");
    return m_recorded[draw];
}

torch::Tensor GoldenNoise::brownian(double from, double to, double low, double high)
{
    if (!(low <= std::min(from, to) && std::max(from, to) <= high) || from == to)
        throw std::out_of_range("a Brownian interval lies outside its bounds");
    if (!m_recorded.defined())
        throw std::out_of_range("the golden file has no Brownian noise for this run");
    return next();
}

const std::vector<GoldenRun> &goldenRuns()
{
    static const std::vector<GoldenRun> runs = readRuns();
    return runs;
}

const GoldenRun &goldenRun(const std::string &name)
{
    const auto &runs = goldenRuns();
    const auto it = std::find_if(runs.begin(), runs.end(), [&](const GoldenRun &run) { return run.name == name; });
    if (it == runs.end())
        throw std::out_of_range("no golden run " + name);
    return *it;
}

const Golden &goldenFile(const std::string &file)
{
    static std::map<std::string, Golden> files;
    const auto it = files.find(file);
    return it != files.end() ? it->second : files.emplace(file, Golden("schedulers/" + file)).first->second;
}

std::unique_ptr<diffusion::Scheduler> makeScheduler(const GoldenRun &run)
{
    diffusion::SchedulerOptions options;
    options.eta = run.eta;
    return diffusion::makeScheduler(diffusion::SchedulerConfig::fromJson(run.config), options);
}

torch::Tensor goldenModel(const torch::Tensor &scaledInput, double timestep)
{
    return 0.3 * torch::tanh(scaledInput) + static_cast<float>(0.1 * std::sin(timestep / 100.0));
}

torch::Tensor runLoop(diffusion::Scheduler &scheduler, torch::Tensor x, int begin, diffusion::StepNoise &noise,
                      torch::Tensor *scaledInputs)
{
    scheduler.setBeginIndex(begin);
    std::vector<torch::Tensor> trace;
    std::vector<torch::Tensor> inputs;
    for (int i = begin; i < static_cast<int>(scheduler.timesteps().size()); ++i) {
        const torch::Tensor scaled = scheduler.scaleModelInput(x, i);
        x = scheduler.step(goldenModel(scaled, scheduler.timesteps()[static_cast<std::size_t>(i)]), i, x, noise);
        inputs.push_back(scaled);
        trace.push_back(x);
    }
    if (scaledInputs)
        *scaledInputs = torch::stack(inputs);
    return torch::stack(trace);
}

double latentTolerance(const GoldenRun &run, const torch::Tensor &expected)
{
    const double magnitude = std::max(run.expected.value("trace_absmax", 0.0), expected.abs().max().item<double>());
    return std::max(1e-5 + 2e-6 * magnitude, 10 * run.expected.value("f32_vs_f64_maxabs", 0.0));
}

double timestepTolerance(const GoldenRun &run)
{
    const bool interpolated = asksFor(run.config, "use_karras_sigmas") || asksFor(run.config, "use_exponential_sigmas")
                              || asksFor(run.config, "use_beta_sigmas") || run.className.starts_with("KDPM2")
                              || run.className == "DPMSolverSDEScheduler";
    if (interpolated)
        return 1e-3;
    const bool logarithmic = run.className == "EDMEulerScheduler" || run.config.contains("timestep_type");
    return logarithmic ? 1e-6 : 0;
}

} // namespace calotype::tests
