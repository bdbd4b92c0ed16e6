#pragma once

#include "core/diffusion/schedulers/Scheduler.h"
#include "core/diffusion/schedulers/SchedulerConfig.h"
#include "tests/support/TorchGolden.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace calotype::tests {

/// Hands out recorded noises in order; when there are none, draws from a generator seeded as the golden files were.
class GoldenNoise final : public diffusion::StepNoise
{
public:
    GoldenNoise() = default;
    /// @param recorded  [draws, 1, 4, 4, 4]
    explicit GoldenNoise(const torch::Tensor &recorded);

    torch::Tensor next() override;
    /// Recorded only. @throws std::out_of_range for an interval outside its bounds
    torch::Tensor brownian(double from, double to, double low, double high) override;

    int draws() const { return m_draws; }

private:
    torch::Tensor m_recorded;
    at::Generator m_generator = at::detail::createCPUGenerator(1234);
    int m_draws = 0;
};

/// One run of tests/data/schedulers: a file's variant with a number of steps.
struct GoldenRun {
    std::string name;          ///< "euler/v3/n10"
    std::string file;          ///< "euler.safetensors"
    std::string key;           ///< "v3/n10"
    std::string className;     ///< "EulerDiscreteScheduler"
    nlohmann::json config;     ///< with the class name
    double eta = 0;
    int steps = 0;
    nlohmann::json expected;   ///< the run's entry
    nlohmann::json img2img;    ///< the variant's table of starts; null where it has none
};

/// Every run of index.json, in its order.
const std::vector<GoldenRun> &goldenRuns();
/// @throws std::out_of_range for an unknown name
const GoldenRun &goldenRun(const std::string &name);
/// The run's file, opened once.
const Golden &goldenFile(const std::string &file);

/// The scheduler of the run as its class is built from a model's own configuration, not laid out yet.
std::unique_ptr<diffusion::Scheduler> makeScheduler(const GoldenRun &run);

/// The stand-in for a network that made the golden traces: 0.3 tanh(input) + 0.1 sin(t / 100).
torch::Tensor goldenModel(const torch::Tensor &scaledInput, double timestep);

/// A whole loop from evaluation @p begin on. Fills @p scaledInputs where not null.
/// @return x after each evaluation, [evaluations, 1, 4, 4, 4]
torch::Tensor runLoop(diffusion::Scheduler &scheduler, torch::Tensor x, int begin, diffusion::StepNoise &noise,
                      torch::Tensor *scaledInputs = nullptr);

/// golden/README's tolerance for latents of the run; @p expected gives the magnitude where the index has none.
double latentTolerance(const GoldenRun &run, const torch::Tensor &expected);
/// For timesteps: 1e-3 where they are interpolated from noise levels, a float's rounding where logarithms, else 0.
double timestepTolerance(const GoldenRun &run);

} // namespace calotype::tests
