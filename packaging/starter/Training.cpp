#include "packaging/starter/Training.h"

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
           const std::function<Tensor()> &step)
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
    while (optimizer.steps() < steps && !interrupted) {
        const Tensor loss = step();
        loss.backward();
        optimizer.step(learningRate(highestRate, double(optimizer.steps()) / double(steps)));
        lossSum += loss.item<double>();
        if (optimizer.steps() % kReportEvery == 0) {
            const double seconds = double(clock.elapsed()) / 1000.0;
            std::printf("%s %lld/%lld loss %.5f, %.2f steps/s\n", name.c_str(),
                        static_cast<long long>(optimizer.steps()), static_cast<long long>(steps),
                        lossSum / kReportEvery, double(optimizer.steps() - first) / seconds);
            std::fflush(stdout);
            lossSum = 0;
        }
        if (sinceSave.elapsed() > kSaveEveryMs) {
            saveTensors(path, optimizer.state());
            sinceSave.restart();
        }
    }
    saveTensors(path, optimizer.state());
    if (interrupted)
        std::exit(130);
}

} // namespace calotype::starter
