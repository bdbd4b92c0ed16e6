#include "core/diffusion/modules/Strips.h"

#include "core/base/Error.h"
#include "core/diffusion/kernels/KernelTable.h"
#include "tests/core/diffusion/modules/RandomWeights.h"
#include "tests/support/TestMain.h"
#include "tests/support/TorchGolden.h"

#include <QtTest>

#include <algorithm>

using namespace calotype;
using namespace calotype::diffusion;
using namespace calotype::tests;

namespace {

constexpr std::int64_t kChannels = 32;
constexpr std::int64_t kRows = 4; // of a strip
constexpr double kRounding = 1e-4; // of the largest number

/// Upper rows are dark and even, lower ones bright and varied: no strip's moments are the map's.
Tensor slopingMap(std::int64_t height)
{
    const Tensor row = torch::arange(height, torch::kFloat32).reshape({1, 1, height, 1});
    return torch::randn({2, kChannels, height, 11}) * (row * 0.2 + 0.5) + row * 0.3;
}

double rounding(const Tensor &expected)
{
    return kRounding * expected.abs().max().item<double>();
}

} // namespace

/// Layers over strips of a map against the same layers over the whole.
class StripsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_before = enabledKernels();
        torch::manual_seed(5);
    }
    void cleanup() { enableKernels(m_before); }

    void layersEqualThoseOfTheWhole_data() { heights(); }
    void layersEqualThoseOfTheWhole();
    void residualBlockEqualsThatOfTheWhole_data() { heights(); }
    void residualBlockEqualsThatOfTheWhole();
    void noMoreThanAStripAndItsNeighboursIsAskedFor();
    void stopEndsItAtTheNextStrip();

private:
    static void heights()
    {
        QTest::addColumn<int>("height");
        QTest::addColumn<bool>("ownKernels");
        for (const int height : {1, 3, 4, 5, 8, 22}) {
            for (const bool own : {true, false})
                QTest::addRow("%d rows, %s", height, own ? "our kernels" : "the library") << height << own;
        }
    }

    KernelSet m_before;
    const std::stop_token m_never;
    const StripRun m_run{kRows, m_never};
    const c10::InferenceMode m_inference;
};

void StripsTest::layersEqualThoseOfTheWhole()
{
    QFETCH(int, height);
    QFETCH(bool, ownKernels);
    enableKernels(ownKernels ? KernelSet::all() : KernelSet::none());
    const Weights weights = randomWeights();
    const Conv2d conv(weights.scope("conv"), kChannels, 40);
    const GroupNorm norm(weights.scope("norm"), kChannels, 8, 1e-6);
    const Upsample2d larger(weights.scope("larger"), kChannels);
    const Downsample2d smaller(weights.scope("smaller"), kChannels, Downsample2d::Padding::RightBottom);
    const Tensor x = slopingMap(height);
    const StripMap map(x);
    const auto check = [&](const StripMap &made, const Tensor &expected) {
        COMPARE_TENSORS(m_run.kept(made).whole(), expected, rounding(expected));
    };
    check(m_run.convolved(conv, map), conv.forward(x));
    check(m_run.convolved(norm, conv, map), conv.forward(norm.forwardSilu(x)));
    check(m_run.enlarged(larger, map), larger.forward(x));
    if (height > 1)
        check(m_run.halved(smaller, map), smaller.forward(x));
    // One upon the other, with nothing kept between them.
    check(m_run.convolved(norm, conv, m_run.enlarged(larger, map)), conv.forward(norm.forwardSilu(larger.forward(x))));
}

void StripsTest::residualBlockEqualsThatOfTheWhole()
{
    QFETCH(int, height);
    QFETCH(bool, ownKernels);
    enableKernels(ownKernels ? KernelSet::all() : KernelSet::none());
    for (const std::int64_t out : {kChannels, std::int64_t{48}}) {
        const ResnetBlock block(randomWeights(), kChannels, out, {8, 1e-6, 0});
        const Tensor x = slopingMap(height);
        const Tensor expected = block.forward(x, {m_never}, {});
        const StripMap made(height, [&x](const Rows &rows) { return StripMap(x).strip(rows); });
        for (const auto hidden : {StripRun::Hidden::Kept, StripRun::Hidden::Remade}) {
            COMPARE_TENSORS(m_run.residual(block, made, hidden).whole(), expected, rounding(expected));
            const Tensor own = x.clone();
            const StripMap result = m_run.residual(block, StripMap(own), hidden);
            COMPARE_TENSORS(result.whole(), expected, rounding(expected));
            QCOMPARE(result.whole().is_same(own), out == kChannels); // in its place, where it fits
        }
    }
}

void StripsTest::noMoreThanAStripAndItsNeighboursIsAskedFor()
{
    const ResnetBlock block(randomWeights(), kChannels, 48, {8, 1e-6, 0});
    const Tensor x = slopingMap(40);
    std::int64_t most = 0;
    const StripMap made(40, [&](const Rows &rows) {
        most = std::max(most, rows.count());
        return StripMap(x).strip(rows);
    });
    m_run.residual(block, made, StripRun::Hidden::Remade);
    QCOMPARE(most, kRows + 4); // two convolutions reach two rows up and down
}

void StripsTest::stopEndsItAtTheNextStrip()
{
    std::stop_source stop;
    const std::stop_token token = stop.get_token();
    int strips = 0;
    const StripMap made(40, [&](const Rows &rows) {
        if (++strips == 3)
            stop.request_stop();
        return Strip{torch::zeros({1, 1, rows.count(), 2}), rows.begin};
    });
    try {
        (void)StripRun(kRows, token).kept(made);
        QFAIL("it went on");
    } catch (const Failure &failure) {
        QCOMPARE(failure.error().code, ErrorCode::Cancelled);
    }
    QCOMPARE(strips, 3);
}

CALOTYPE_GUILESS_TEST(StripsTest)
#include "StripsTest.moc"
