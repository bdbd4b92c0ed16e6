#include "core/diffusion/modules/WorkProfile.h"

#include "core/diffusion/modules/Conv2d.h"
#include "core/diffusion/modules/FeedForward.h"
#include "core/diffusion/modules/Linear.h"
#include "core/diffusion/modules/ScaledDotProduct.h"
#include "tests/support/TestMain.h"

#include <QtTest>

#include <chrono>
#include <cmath>

using namespace calotype::diffusion;

namespace {

Weights someWeights()
{
    const auto make = [](const std::string &, at::IntArrayRef shape) -> Tensor { return at::full(shape, 0.01); };
    return {make, torch::kCPU, torch::kFloat32};
}

bool isNear(double a, double b)
{
    return std::abs(a - b) <= 1e-9 * std::abs(b);
}

} // namespace

class WorkProfileTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void layersCountWhatTheyCompute()
    {
        const Linear linear(someWeights(), 24, 40);
        const Conv2d strided(someWeights(), 6, 10, {3, 2, 1, true});
        const Conv2d pointwise(someWeights(), 6, 10, kPointwise);
        const Conv2d large(someWeights(), 32, 48);
        AttentionOptions options;
        options.heads = 2;

        WorkProfile profile;
        linear.forward(at::ones({3, 5, 24}));
        strided.forward(at::ones({2, 6, 8, 12}));
        pointwise.forward(at::ones({2, 6, 8, 12}));
        large.forward(at::ones({1, 32, 20, 20}));
        scaledDotProduct(at::ones({1, 7, 8}), at::ones({1, 11, 8}), at::ones({1, 11, 8}), options);
        profile.end();
        QVERIFY(isNear(profile.line(Work::Linear).gflop, 2e-9 * 15 * 24 * 40));
        QVERIFY(isNear(profile.line(Work::Convolution).gflop, 2e-9 * 9 * 6 * 10 * 2 * 4 * 6));
        QVERIFY(isNear(profile.line(Work::Pointwise).gflop, 2e-9 * 6 * 10 * 2 * 8 * 12));
        QVERIFY(isNear(profile.line(Work::Winograd).gflop, 2e-9 * 9 * 32 * 48 * 400)); // of a direct computation
        QVERIFY(isNear(profile.line(Work::Attention).gflop, 4e-9 * 7 * 11 * 8));
        QCOMPARE(profile.line(Work::Linear).calls, 1);
        QCOMPARE(profile.line(Work::Widening).calls, 0);
        QCOMPARE(profile.total().calls, 5);
    }

    void wideningIsToldApart()
    {
        Linear linear(someWeights(), 24, 40);
        linear.weight = linear.weight.to(torch::kHalf);
        WorkProfile profile;
        linear.forward(at::ones({5, 24}));
        profile.end();
        QCOMPARE(profile.line(Work::Widening).calls, 1);
        QVERIFY(profile.line(Work::Widening).seconds > 0);
        QCOMPARE(profile.line(Work::Linear).calls, 1);
    }

    void noTimeIsCountedTwice()
    {
        const FeedForward feed(someWeights(), 64);
        const Tensor x = at::ones({2, 50, 64});
        const auto start = std::chrono::steady_clock::now();
        WorkProfile profile;
        {
            const WorkScope outer(Work::Attention);
            feed.forward(x); // kinds within a kind
            const WorkScope again(Work::Attention);
            feed.forward(x);
        }
        profile.end();
        const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
        QVERIFY(profile.total().seconds <= passed.count());
        QVERIFY(profile.line(Work::Geglu).seconds > 0);
        QVERIFY(profile.line(Work::Linear).seconds > 0);
        QVERIFY(profile.line(Work::Rest).seconds > 0);
        QCOMPARE(profile.line(Work::Geglu).calls, 2);
    }

    void nothingIsCountedAfterTheEnd()
    {
        const Linear linear(someWeights(), 24, 40);
        const Tensor x = at::ones({5, 24});
        WorkProfile profile;
        profile.end();
        linear.forward(x);
        QCOMPARE(profile.total().calls, 0);
        {
            WorkProfile gone;
            linear.forward(x);
            QCOMPARE(gone.total().calls, 1);
        }
        linear.forward(x); // no profile to count for
        QCOMPARE(profile.total().calls, 0);
    }

    void theDeviceIsWaitedForAtEachChange()
    {
        int waits = 0;
        const Linear linear(someWeights(), 24, 40);
        WorkProfile profile([&waits] { ++waits; });
        QCOMPARE(waits, 1);
        linear.forward(at::ones({5, 24}));
        QCOMPARE(waits, 3); // before it and after it
        profile.end();
        QCOMPARE(waits, 4);
    }
};

CALOTYPE_GUILESS_TEST(WorkProfileTest)
#include "WorkProfileTest.moc"
