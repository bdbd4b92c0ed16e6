#include "packaging/starter/Training.h"

#include "core/base/Error.h"

#include <QElapsedTimer>

#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace calotype::starter {

namespace {

volatile std::sig_atomic_t interrupted = 0;

void interrupt(int)
{
    interrupted = 1;
}

} // namespace

double learningRate(double highest, double progress)
{
    constexpr double kWarmUp = 0.02;
    constexpr double kPi = 3.14159265358979323846;
    if (progress < kWarmUp)
        return highest * (progress + 1e-4) / kWarmUp;
    return highest * (0.02 + 0.98 * 0.5 * (1.0 + std::cos(kPi * std::min(1.0, progress))));
}

void train(const Run &run, const std::string &name, AdamW &optimizer, std::int64_t steps, double highestRate,
           const std::function<Tensor(std::mt19937_64 &random)> &step)
{
    std::signal(SIGINT, interrupt);
    std::signal(SIGTERM, interrupt);
    const auto path = run.folder / (name + ".ckpt.safetensors");
    if (std::filesystem::exists(path))
        optimizer.load(loadTensors(path));
    std::printf("%s: step %lld of %lld\n", name.c_str(), static_cast<long long>(optimizer.steps()),
                static_cast<long long>(steps));

    constexpr int kReportEvery = 50;
    constexpr qint64 kSaveEveryMs = 3 * 60 * 1000;
    QElapsedTimer clock, sinceSave;
    clock.start();
    sinceSave.start();
    double lossSum = 0;
    const auto first = optimizer.steps();
    auto reported = first;
    const std::uint64_t seed = run.seed + static_cast<std::uint64_t>(first); // a stop brings no batch back
    torch::manual_seed(seed);
    std::mt19937_64 random(seed);
    while (optimizer.steps() < steps && !interrupted) {
        const Tensor loss = step(random);
        const auto value = loss.item<double>();
        if (!std::isfinite(value))
            throw Failure(ErrorCode::Internal, "The loss of step " + std::to_string(optimizer.steps()) + " of " + name
                                                   + " is no number; go on from the checkpoint with another --seed.");
        loss.backward();
        optimizer.step(learningRate(highestRate, double(optimizer.steps()) / double(steps)));
        lossSum += value;
        if (optimizer.steps() % kReportEvery == 0) {
            const double seconds = double(clock.elapsed()) / 1000.0;
            std::printf("%s %lld/%lld loss %.5f, %.2f steps/s\n", name.c_str(),
                        static_cast<long long>(optimizer.steps()), static_cast<long long>(steps),
                        lossSum / double(optimizer.steps() - reported), double(optimizer.steps() - first) / seconds);
            std::fflush(stdout);
            lossSum = 0;
            reported = optimizer.steps();
        }
        if (sinceSave.elapsed() > kSaveEveryMs) {
            saveTensors(path, optimizer.state());
            sinceSave.restart();
        }
    }
    saveTensors(path, optimizer.state());
    if (interrupted)
        std::exit(130);
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

} // namespace calotype::starter
