#include "core/diffusion/Torch.h"
#include "core/diffusion/kernels/BlockedAttention.h"
#include "core/diffusion/kernels/BlockedLinear.h"
#include "core/diffusion/kernels/Geglu.h"
#include "core/diffusion/kernels/GroupNormSilu.h"
#include "core/diffusion/kernels/VectorLoops.h"
#include "core/diffusion/kernels/WinogradConvolution.h"
#include "tests/support/TestMain.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <vector>

using namespace calotype::diffusion;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr double kWinogradTolerance = 2e-5; // of the largest result

// The same numbers at every run.
Tensor randoms(const std::vector<std::int64_t> &sizes, std::uint64_t seed = 7)
{
    return at::randn(sizes, at::make_generator<at::CPUGeneratorImpl>(seed));
}

// The largest difference, in units of the largest reference.
double relativeError(const Tensor &actual, const Tensor &reference)
{
    const Tensor r = reference.to(at::kDouble);
    return ((actual.to(at::kDouble) - r).abs().max() / r.abs().max()).item<double>();
}

// By the definition, in double precision.
Tensor plainAttention(const Tensor &q, const Tensor &k, const Tensor &v, std::int64_t heads)
{
    const auto split = [&](const Tensor &x) {
        return x.to(at::kDouble).reshape({x.size(0), x.size(1), heads, x.size(2) / heads}).transpose(1, 2);
    };
    const double scale = 1.0 / std::sqrt(static_cast<double>(q.size(2) / heads));
    const Tensor weights = (at::matmul(split(q), split(k).transpose(2, 3)) * scale).softmax(-1);
    return at::matmul(weights, split(v)).transpose(1, 2).reshape({q.size(0), q.size(1), v.size(2)});
}

Tensor plainConvolution(const Tensor &x, const Tensor &weight, const Tensor &bias)
{
    return at::conv2d(x.to(at::kDouble), weight.to(at::kDouble), bias.defined() ? bias.to(at::kDouble) : bias, 1, 1);
}

Tensor plainLinear(const Tensor &x, const Tensor &weight, const Tensor &bias)
{
    return at::linear(x.to(at::kDouble), weight.to(at::kDouble), bias.defined() ? bias.to(at::kDouble) : bias);
}

Tensor plainNorm(const Tensor &x, const Tensor &weight, const Tensor &bias, const GroupNormOptions &options)
{
    const Tensor normed = at::group_norm(x.to(at::kDouble), options.groups, weight.to(at::kDouble), bias.to(at::kDouble),
                                         options.eps);
    return options.silu ? at::silu(normed) : normed;
}

Tensor plainGeglu(const Tensor &x)
{
    const auto halves = x.to(at::kDouble).chunk(2, -1);
    return at::gelu(halves[1]) * halves[0];
}

} // namespace

/// Each kernel against its definition in double precision, with each set of vector loops that this machine can run.
class KernelsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup() { useLoops(m_before); }

    void loopsMultiply();
    void loopsTransform();
    void loopsConvolvePatches();
    void loopsTransformAnyNumberOfFilters();
    void loopsNormalise();
    void loopsKeepNanAndLargeValues();

    void attentionEqualsTheDefinition_data();
    void attentionEqualsTheDefinition();
    void attentionReadsStridedInput();
    void attentionStaysFiniteWithLargeScores();
    void attentionSpreadsNanToItsQueryOnly();
    void attentionIgnoresKeysOfMinusInfinity();

    void winogradEqualsTheConvolution_data();
    void winogradEqualsTheConvolution();
    void winogradReadsStridedInput();
    void winogradKeepsScaleAndNan();

    void linearEqualsTheDefinition_data();
    void linearEqualsTheDefinition();
    void linearReadsStridedInput();
    void linearKeepsScaleAndNan();
    void linearOfARowIsThatOfTheRowAlone();

    void groupNormEqualsTheDefinition_data();
    void groupNormEqualsTheDefinition();
    void groupNormTakesAMapInParts_data() { groupNormEqualsTheDefinition_data(); }
    void groupNormTakesAMapInParts();
    void groupNormKeepsSmallDifferencesOfLargeNumbers();
    void groupNormSpreadsNanToItsGroupOnly();

    void gegluEqualsTheDefinition_data();
    void gegluEqualsTheDefinition();
    void gegluHoldsAtTheEnds();

    void resultsDoNotDependOnThreads();

private:
    // The definition's answer to this row: the same for every set of loops, and made once.
    Tensor expected(const std::function<Tensor()> &definition);

    const VectorLoops &m_before = vectorLoops();
    std::map<QByteArray, Tensor> m_expected;
};

void KernelsTest::initTestCase_data()
{
    QTest::addColumn<QString>("loops");
    for (const char *name : {"generic", "AVX2", "AVX-512"}) {
        if (vectorLoops(name))
            QTest::newRow(name) << QString::fromLatin1(name);
    }
}

void KernelsTest::init()
{
    QFETCH_GLOBAL(QString, loops);
    useLoops(*vectorLoops(qPrintable(loops)));
    QCOMPARE(QString::fromLatin1(vectorLoops().name), loops);
}

Tensor KernelsTest::expected(const std::function<Tensor()> &definition)
{
    Tensor &known = m_expected[QByteArray(QTest::currentTestFunction()) + ':' + QTest::currentDataTag()];
    if (!known.defined())
        known = definition();
    return known;
}

void KernelsTest::loopsMultiply()
{
    const VectorLoops *loops = &vectorLoops();
    for (const std::int64_t rows : {1, 2, 5, 13, 14, 15, 29, 77}) {
        const std::int64_t depth = 3 + rows % 7;
        const Tensor a = randoms({rows, depth}, 1);
        const Tensor turned = a.t().contiguous();
        const Tensor b = randoms({depth, loops->panel}, 2);
        const Tensor before = randoms({rows, loops->panel}, 3);
        const Tensor expected = at::matmul(a.to(at::kDouble), b.to(at::kDouble));
        for (const bool transposed : {false, true}) {
            for (const bool accumulate : {false, true}) {
                const Tensor c = before.clone();
                PanelProduct product;
                product.rows = rows;
                product.depth = depth;
                product.a = (transposed ? turned : a).data_ptr<float>();
                product.aStride = transposed ? rows : depth;
                product.transposed = transposed;
                product.b = b.data_ptr<float>();
                product.c = c.data_ptr<float>();
                product.accumulate = accumulate;
                loops->multiply(product);
                QVERIFY(relativeError(c, accumulate ? expected + before : expected) < 1e-6);
            }
        }
    }
}

void KernelsTest::loopsTransform()
{
    const VectorLoops *loops = &vectorLoops();
    const Tensor in = randoms({11, 13});
    Tensor turned = at::zeros({13, 11});
    loops->transpose(in.data_ptr<float>(), 13, 11, 13, 2.0F, turned.data_ptr<float>(), 11);
    QVERIFY(at::equal(turned, in.t() * 2));

    Tensor fours = at::zeros({4, 7});
    const Tensor line = randoms({28});
    loops->splitFours(line.data_ptr<float>(), 7, fours.data_ptr<float>(), 7);
    QVERIFY(at::equal(fours, line.view({7, 4}).t()));
    Tensor joined = at::zeros({28});
    loops->joinFours(fours.data_ptr<float>(), 7, 7, joined.data_ptr<float>());
    QVERIFY(at::equal(joined, line));

    // Softmax in two blocks of rows is that of all rows.
    const Tensor scores = randoms({9, loops->panel}) * 20;
    const Tensor work = scores.clone();
    Tensor largest = at::full({loops->panel}, std::numeric_limits<float>::lowest());
    Tensor sum = at::zeros({loops->panel});
    Tensor shrink = at::zeros({loops->panel});
    const SoftmaxState state{largest.data_ptr<float>(), sum.data_ptr<float>(), shrink.data_ptr<float>()};
    loops->softmaxBlock(work.data_ptr<float>(), 4, state);
    loops->softmaxBlock(work.data_ptr<float>() + 4 * loops->panel, 5, state);
    QVERIFY(at::equal(largest, std::get<0>(scores.max(0))));
    QVERIFY(relativeError(sum, (scores - largest).to(at::kDouble).exp().sum(0)) < 1e-6);
    const Tensor early = work.narrow(0, 0, 4) * shrink;
    QVERIFY(relativeError(at::cat({early, work.narrow(0, 4, 5)}) / sum, scores.to(at::kDouble).softmax(0)) < 1e-6);

    const Tensor factors = randoms({loops->panel}, 2);
    const Tensor scaled = scores.clone();
    loops->scaleColumns(scaled.data_ptr<float>(), 9, factors.data_ptr<float>());
    QVERIFY(at::equal(scaled, scores * factors));
}

// Through the three transforms, a filter of its own for each patch of 6×6 pixels.
void KernelsTest::loopsConvolvePatches()
{
    const VectorLoops &loops = vectorLoops();
    const std::int64_t count = 3 * loops.lanes;
    const std::int64_t stride = count + 5; // of what is not the loops'
    const Tensor patches = randoms({36, stride}, 1);
    const Tensor filters = randoms({count, 9}, 2);
    const Tensor inputs = at::full({36, stride}, 7.0F);
    const Tensor weights = at::full({36, stride}, 7.0F);
    loops.winogradInput(patches.data_ptr<float>(), stride, inputs.data_ptr<float>(), stride, count);
    loops.winogradWeights(filters.data_ptr<float>(), count, weights.data_ptr<float>(), stride);
    const Tensor products = (inputs * weights).contiguous();
    const Tensor sums = at::full({16, stride}, 7.0F);
    loops.winogradOutput(products.data_ptr<float>(), stride, sums.data_ptr<float>(), stride, count, 0.75F);

    const Tensor pictures = patches.narrow(1, 0, count).t().reshape({1, count, 6, 6}).to(at::kDouble);
    const Tensor convolved
        = at::conv2d(pictures, filters.view({count, 1, 3, 3}).to(at::kDouble), {}, 1, "valid", 1, count) + 0.75;
    QVERIFY(relativeError(sums.narrow(1, 0, count), convolved.reshape({count, 16}).t()) < kWinogradTolerance);
    for (const Tensor &written : {inputs, weights, sums})
        QVERIFY(written.narrow(1, count, 5).eq(7.0F).all().item<bool>());
}

void KernelsTest::loopsTransformAnyNumberOfFilters()
{
    const VectorLoops &loops = vectorLoops();
    const std::int64_t most = 8 * loops.lanes + 1;
    const Tensor filters = randoms({most, 9});
    const Tensor all = at::zeros({36, most});
    loops.winogradWeights(filters.data_ptr<float>(), most, all.data_ptr<float>(), most);
    for (const std::int64_t count : {std::int64_t{1}, loops.lanes - 1, loops.lanes, 4 * loops.lanes, 4 * loops.lanes + 3}) {
        const Tensor some = at::full({36, most}, 7.0F);
        loops.winogradWeights(filters.data_ptr<float>(), count, some.data_ptr<float>(), most);
        QVERIFY(at::equal(some.narrow(1, 0, count), all.narrow(1, 0, count)));
        QVERIFY(some.narrow(1, count, most - count).eq(7.0F).all().item<bool>());
    }
}

void KernelsTest::loopsNormalise()
{
    const VectorLoops *loops = &vectorLoops();
    const Tensor values = randoms({37}) + 3;
    const Moments moments = loops->moments(values.data_ptr<float>(), 37);
    const Tensor wide = values.to(at::kDouble);
    QVERIFY(std::abs(moments.mean - wide.mean().item<double>()) < 1e-6);
    QVERIFY(std::abs(moments.spread - (wide - wide.mean()).square().sum().item<double>()) < 1e-4);
    Tensor out = at::zeros({37});
    loops->affine(values.data_ptr<float>(), 37, {3.0F, -3.0F, 0.5F, true}, out.data_ptr<float>());
    QVERIFY(relativeError(out, at::silu((wide - 3) * -3 + 0.5)) < 1e-6);
    out.copy_(values);
    loops->affine(out.data_ptr<float>(), 37, {3.0F, -3.0F, 0.5F, false}, out.data_ptr<float>()); // in place
    QVERIFY(relativeError(out, (wide - 3) * -3 + 0.5) < 1e-6);
    const Tensor gates = at::linspace(-12, 12, 37);
    loops->gelu(values.data_ptr<float>(), gates.data_ptr<float>(), 37, out.data_ptr<float>());
    QVERIFY((out - at::gelu(gates.to(at::kDouble)) * wide).abs().max().item<double>() < 1e-5);
}

void KernelsTest::loopsKeepNanAndLargeValues()
{
    const VectorLoops &loops = vectorLoops();
    const std::int64_t count = 2 * loops.lanes + 3; // whole vectors and the rest
    for (const std::int64_t place : {std::int64_t{1}, count - 1}) {
        const Tensor values = randoms({count});
        values[place] = kNan;
        values[place - 1] = 1e30F;
        const Tensor isNan = values.isnan();
        const Tensor out = at::zeros({count});
        for (const bool silu : {false, true}) {
            loops.affine(values.data_ptr<float>(), count, {0.5F, 2.0F, 1.0F, silu}, out.data_ptr<float>());
            QVERIFY(at::equal(out.isnan(), isNan));
            QCOMPARE(out[place - 1].item<float>(), 2e30F);
        }
        QVERIFY(std::isnan(loops.moments(values.data_ptr<float>(), count).mean));

        const Tensor ones = at::ones({count});
        loops.gelu(values.data_ptr<float>(), ones.data_ptr<float>(), count, out.data_ptr<float>());
        QVERIFY(at::equal(out.isnan(), isNan));
        loops.gelu(ones.data_ptr<float>(), values.data_ptr<float>(), count, out.data_ptr<float>());
        QVERIFY(at::equal(out.isnan(), isNan));
        QCOMPARE(out[place - 1].item<float>(), 1e30F);
    }
    const Tensor far = at::full({count}, -1e30F);
    const Tensor out = at::ones({count});
    loops.affine(far.data_ptr<float>(), count, {0.0F, 1.0F, 0.0F, true}, out.data_ptr<float>());
    QVERIFY(out.abs().max().item<float>() < 1e-6F);

    // Of a softmax, the other columns do not see it.
    const Tensor scores = randoms({5, loops.panel}) * 1e9F;
    scores[3][1] = kNan;
    const Tensor largest = at::full({loops.panel}, std::numeric_limits<float>::lowest());
    const Tensor sum = at::zeros({loops.panel});
    const Tensor shrink = at::zeros({loops.panel});
    loops.softmaxBlock(scores.data_ptr<float>(), 5,
                       {largest.data_ptr<float>(), sum.data_ptr<float>(), shrink.data_ptr<float>()});
    QVERIFY(sum[1].isnan().item<bool>());
    QCOMPARE(sum.isnan().sum().item<int>(), 1);
    QVERIFY(sum[0].item<float>() >= 1.0F && sum[0].item<float>() <= 5.0F);
}

void KernelsTest::attentionEqualsTheDefinition_data()
{
    QTest::addColumn<int>("batch");
    QTest::addColumn<int>("queries");
    QTest::addColumn<int>("keys");
    QTest::addColumn<int>("heads");
    QTest::addColumn<int>("width");
    QTest::newRow("one number") << 1 << 1 << 1 << 1 << 1;
    QTest::newRow("one query") << 2 << 1 << 300 << 3 << 40;
    QTest::newRow("one key") << 1 << 70 << 1 << 2 << 8;
    QTest::newRow("odd") << 2 << 67 << 131 << 3 << 7;
    QTest::newRow("self, 40") << 2 << 576 << 576 << 2 << 40;
    QTest::newRow("self, 160") << 1 << 64 << 64 << 8 << 160;
    QTest::newRow("cross") << 2 << 256 << 77 << 4 << 80;
    QTest::newRow("VAE") << 1 << 300 << 300 << 1 << 512;
    QTest::newRow("long") << 1 << 33 << 2500 << 1 << 64;
}

void KernelsTest::attentionEqualsTheDefinition()
{
    QFETCH(int, batch);
    QFETCH(int, queries);
    QFETCH(int, keys);
    QFETCH(int, heads);
    QFETCH(int, width);
    const Tensor q = randoms({batch, queries, heads * width}, 1) * 2;
    const Tensor k = randoms({batch, keys, heads * width}, 2) * 2;
    const Tensor v = randoms({batch, keys, heads * width}, 3);
    const Tensor out = blockedAttention(q, k, v, heads);
    QCOMPARE(out.sizes(), q.sizes());
    QVERIFY(relativeError(out, expected([&] { return plainAttention(q, k, v, heads); })) < 1e-5);
}

void KernelsTest::attentionReadsStridedInput()
{
    const Tensor joined = randoms({2, 50, 3 * 24}); // q, k and v of one product
    const auto parts = joined.chunk(3, -1);
    QVERIFY(relativeError(blockedAttention(parts[0], parts[1], parts[2], 2), plainAttention(parts[0], parts[1], parts[2], 2))
            < 1e-5);
    const Tensor turned = randoms({2, 24, 50}).transpose(1, 2); // pixels as the VAE has them
    QVERIFY(relativeError(blockedAttention(turned, turned, turned, 1), plainAttention(turned, turned, turned, 1)) < 1e-5);
    const Tensor same = randoms({1, 50, 24}).expand({2, 50, 24});
    QVERIFY(relativeError(blockedAttention(same, same, same, 3), plainAttention(same, same, same, 3)) < 1e-5);
}

void KernelsTest::attentionStaysFiniteWithLargeScores()
{
    const Tensor q = randoms({1, 40, 16}, 1) * 1e4;
    const Tensor k = randoms({1, 400, 16}, 2) * 1e4; // scores of 10^9: the largest alone counts
    const Tensor v = randoms({1, 400, 16}, 3);
    QVERIFY(relativeError(blockedAttention(q, k, v, 1), plainAttention(q, k, v, 1)) < 1e-5);
}

void KernelsTest::attentionSpreadsNanToItsQueryOnly()
{
    const Tensor k = randoms({1, 300, 16}, 2);
    const Tensor v = randoms({1, 300, 16}, 3);
    Tensor q = randoms({1, 40, 16}, 1);
    q[0][5][3] = kNan;
    const Tensor isNan = blockedAttention(q, k, v, 1).isnan();
    QVERIFY(isNan[0][5].all().item<bool>());
    QCOMPARE(isNan.sum().item<int>(), 16);

    Tensor badKeys = k.clone();
    badKeys[0][250][0] = kNan; // in the last block
    QVERIFY(blockedAttention(randoms({1, 40, 16}), badKeys, v, 1).isnan().all().item<bool>());
}

void KernelsTest::attentionIgnoresKeysOfMinusInfinity()
{
    const Tensor q = at::ones({1, 3, 2});
    Tensor k = randoms({1, 900, 2}, 2);
    const Tensor v = randoms({1, 900, 2}, 3);
    const Tensor expected = plainAttention(q, k.narrow(1, 800, 100), v.narrow(1, 800, 100), 1);
    k.narrow(1, 0, 800).fill_(-std::numeric_limits<float>::infinity());
    QVERIFY(relativeError(blockedAttention(q, k, v, 1), expected) < 1e-5);
}

void KernelsTest::winogradEqualsTheConvolution_data()
{
    QTest::addColumn<int>("batch");
    QTest::addColumn<int>("in");
    QTest::addColumn<int>("out");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::addColumn<bool>("withBias");
    QTest::newRow("one pixel") << 1 << 1 << 1 << 1 << 1 << true;
    QTest::newRow("one row") << 1 << 5 << 7 << 1 << 37 << true;
    QTest::newRow("one column") << 2 << 5 << 7 << 41 << 1 << false;
    QTest::newRow("odd") << 2 << 33 << 35 << 13 << 19 << true;
    QTest::newRow("one more than patches") << 1 << 64 << 40 << 17 << 33 << true;
    QTest::newRow("one less") << 2 << 64 << 40 << 15 << 31 << false;
    QTest::newRow("8x8") << 2 << 640 << 64 << 8 << 8 << true;
    QTest::newRow("64x64") << 2 << 96 << 320 << 64 << 64 << true;
    QTest::newRow("several chunks") << 2 << 512 << 32 << 80 << 72 << true;
    QTest::newRow("many channels") << 2 << 2560 << 48 << 8 << 8 << true;
}

void KernelsTest::winogradEqualsTheConvolution()
{
    QFETCH(int, batch);
    QFETCH(int, in);
    QFETCH(int, out);
    QFETCH(int, height);
    QFETCH(int, width);
    QFETCH(bool, withBias);
    const Tensor x = randoms({batch, in, height, width}, 1);
    const Tensor weight = randoms({out, in, 3, 3}, 2);
    const Tensor bias = withBias ? randoms({out}, 3) : Tensor();
    const Tensor result = winogradConvolution(x, weight, bias);
    QVERIFY(result.is_contiguous());
    const double error = relativeError(result, expected([&] { return plainConvolution(x, weight, bias); }));
    QVERIFY2(error < kWinogradTolerance, qPrintable(QString::number(error)));
}

void KernelsTest::winogradReadsStridedInput()
{
    const Tensor x = randoms({2, 12, 20, 18}).transpose(2, 3).narrow(1, 2, 9);
    const Tensor weight = randoms({3, 3, 6, 9}).permute({2, 3, 0, 1});
    QVERIFY(!x.is_contiguous() && !weight.is_contiguous());
    QVERIFY(relativeError(winogradConvolution(x, weight, {}), plainConvolution(x, weight, {})) < kWinogradTolerance);
}

void KernelsTest::winogradKeepsScaleAndNan()
{
    Tensor x = randoms({1, 40, 16, 16}) * 1e6 + 1e6;
    const Tensor weight = randoms({8, 40, 3, 3});
    QVERIFY(relativeError(winogradConvolution(x, weight, {}), plainConvolution(x, weight, {})) < kWinogradTolerance);
    x[0][3][9][6] = kNan;
    const Tensor isNan = winogradConvolution(x, weight, {}).isnan();
    QVERIFY(isNan.narrow(2, 8, 3).narrow(3, 5, 3).all().item<bool>());
    QVERIFY(!isNan.narrow(2, 0, 4).any().item<bool>()); // no further than the patches that touch it
}

void KernelsTest::linearEqualsTheDefinition_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("in");
    QTest::addColumn<int>("out");
    QTest::addColumn<bool>("withBias");
    QTest::newRow("one number") << 1 << 1 << 1 << true;
    QTest::newRow("one row") << 1 << 37 << 33 << true;
    QTest::newRow("one result") << 77 << 40 << 1 << false;
    QTest::newRow("odd") << 113 << 259 << 67 << true;
    QTest::newRow("one more than a strip and a panel") << 113 << 321 << 33 << false;
    QTest::newRow("one less") << 111 << 319 << 31 << true;
    QTest::newRow("a power of two") << 128 << 2048 << 64 << true;
    QTest::newRow("several chunks") << 700 << 5120 << 48 << true;
    QTest::newRow("many rows") << 4097 << 64 << 32 << true;
}

void KernelsTest::linearEqualsTheDefinition()
{
    QFETCH(int, rows);
    QFETCH(int, in);
    QFETCH(int, out);
    QFETCH(bool, withBias);
    const Tensor x = randoms({rows, in}, 1);
    const Tensor weight = randoms({out, in}, 2);
    const Tensor bias = withBias ? randoms({out}, 3) : Tensor();
    const Tensor result = blockedLinear(x, weight, bias);
    QVERIFY(result.is_contiguous());
    const double error = relativeError(result, expected([&] { return plainLinear(x, weight, bias); }));
    QVERIFY2(error < 5e-6, qPrintable(QString::number(error)));
}

void KernelsTest::linearReadsStridedInput()
{
    const Tensor x = randoms({3, 70, 2, 41}).select(2, 1).transpose(0, 1);
    const Tensor weight = randoms({90, 41}).t().contiguous().t();
    QVERIFY(!x.is_contiguous() && !weight.is_contiguous());
    const Tensor result = blockedLinear(x, weight, {});
    QCOMPARE(result.sizes().vec(), (std::vector<std::int64_t>{70, 3, 90}));
    QVERIFY(relativeError(result, plainLinear(x, weight, {})) < 5e-6);
}

void KernelsTest::linearKeepsScaleAndNan()
{
    Tensor x = randoms({120, 300}) * 1e6 + 1e6;
    const Tensor weight = randoms({40, 300});
    QVERIFY(relativeError(blockedLinear(x, weight, {}), plainLinear(x, weight, {})) < 5e-6);
    x[60][7] = kNan;
    const Tensor isNan = blockedLinear(x, weight, {}).isnan();
    QVERIFY(isNan[60].all().item<bool>());
    QCOMPARE(isNan.sum().item<std::int64_t>(), std::int64_t{40}); // of its row alone
}

void KernelsTest::linearOfARowIsThatOfTheRowAlone()
{
    const Tensor x = randoms({200, 600});
    const Tensor weight = randoms({72, 600});
    const Tensor bias = randoms({72}, 3);
    const Tensor all = blockedLinear(x, weight, bias);
    for (const std::int64_t row : {0, 111, 112, 199})
        QVERIFY(at::equal(all[row], blockedLinear(x[row], weight, bias)));
}

void KernelsTest::groupNormEqualsTheDefinition_data()
{
    QTest::addColumn<int>("batch");
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("groups");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::newRow("one number a group") << 1 << 4 << 4 << 1 << 1;
    QTest::newRow("one row") << 2 << 6 << 3 << 1 << 5;
    QTest::newRow("odd") << 2 << 21 << 7 << 13 << 17;
    QTest::newRow("UNet") << 2 << 320 << 32 << 32 << 32;
    QTest::newRow("more than a block") << 1 << 4 << 2 << 101 << 103;
}

void KernelsTest::groupNormEqualsTheDefinition()
{
    QFETCH(int, batch);
    QFETCH(int, channels);
    QFETCH(int, groups);
    QFETCH(int, height);
    QFETCH(int, width);
    const Tensor x = randoms({batch, channels, width, height}, 1).transpose(2, 3) * 5 + 3;
    const Tensor weight = randoms({channels}, 2);
    const Tensor bias = randoms({channels}, 3);
    for (const bool silu : {false, true}) {
        const GroupNormOptions options{groups, 1e-5, silu};
        const Tensor out = groupNormSilu(x, weight, bias, options);
        QCOMPARE(out.sizes(), x.sizes());
        QVERIFY(relativeError(out, plainNorm(x, weight, bias, options)) < 2e-6);
    }
}

// Rows of a larger map, as views into it: uneven parts, the first with none of the others' numbers.
void KernelsTest::groupNormTakesAMapInParts()
{
    QFETCH(int, batch);
    QFETCH(int, channels);
    QFETCH(int, groups);
    QFETCH(int, height);
    QFETCH(int, width);
    const Tensor slope = at::arange(height, at::kFloat).reshape({1, 1, height, 1});
    const Tensor x = randoms({batch, channels, height, width}, 1) + slope;
    const Tensor weight = randoms({channels}, 2);
    const Tensor bias = randoms({channels}, 3);
    const GroupNormOptions options{groups, 1e-5, true};
    const std::int64_t middle = (height + 2) / 3;
    std::vector<Tensor> parts{x.narrow(2, 0, middle)};
    if (middle < height)
        parts.push_back(x.narrow(2, middle, height - middle));
    MapMoments moments;
    for (const Tensor &part : parts)
        addMoments(part, groups, moments);
    std::vector<Tensor> out;
    for (const Tensor &part : parts)
        out.push_back(groupNormSilu(part, weight, bias, options, moments));
    QVERIFY(relativeError(at::cat(out, 2), plainNorm(x, weight, bias, options)) < 2e-6);
}

void KernelsTest::groupNormKeepsSmallDifferencesOfLargeNumbers()
{
    Tensor x = randoms({1, 8, 40, 40}) + 4096;
    x[0][0][0][0] = 0; // the first number is no guess at the mean
    const Tensor weight = at::ones({8});
    const Tensor bias = at::zeros({8});
    const GroupNormOptions options{2, 1e-5, false};
    QVERIFY(relativeError(groupNormSilu(x, weight, bias, options), plainNorm(x, weight, bias, options)) < 5e-6);
}

void KernelsTest::groupNormSpreadsNanToItsGroupOnly()
{
    Tensor x = randoms({2, 8, 9, 9});
    x[1][5][4][4] = kNan;
    const Tensor isNan = groupNormSilu(x, at::ones({8}), at::zeros({8}), {4, 1e-5, true}).isnan();
    QVERIFY(isNan[1].narrow(0, 4, 2).all().item<bool>());
    QCOMPARE(isNan.sum().item<int>(), 2 * 81);
}

void KernelsTest::gegluEqualsTheDefinition_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("width");
    QTest::newRow("one number") << 1 << 1;
    QTest::newRow("one row") << 1 << 1280;
    QTest::newRow("odd") << 37 << 45;
    QTest::newRow("UNet") << 256 << 640;
}

void KernelsTest::gegluEqualsTheDefinition()
{
    QFETCH(int, rows);
    QFETCH(int, width);
    const Tensor x = randoms({2, rows, 2 * width}) * 3;
    QCOMPARE(geglu(x).sizes(), at::IntArrayRef({2, rows, width}));
    QVERIFY(relativeError(geglu(x), plainGeglu(x)) < 1e-6);
    const Tensor strided = (randoms({2, 2 * width, rows}) * 3).transpose(1, 2);
    QVERIFY(relativeError(geglu(strided), plainGeglu(strided)) < 1e-6);
}

void KernelsTest::gegluHoldsAtTheEnds()
{
    const Tensor gates = at::tensor({-1e4F, -40.0F, 40.0F, 1e4F, kNan});
    const Tensor out = geglu(at::cat({at::ones({5}), gates}));
    QCOMPARE(out[0].item<float>(), 0.0F);
    QCOMPARE(out[1].item<float>(), 0.0F);
    QCOMPARE(out[2].item<float>(), 40.0F);
    QCOMPARE(out[3].item<float>(), 1e4F);
    QVERIFY(std::isnan(out[4].item<float>()));
}

void KernelsTest::resultsDoNotDependOnThreads()
{
    const Tensor q = randoms({2, 300, 80});
    const Tensor x = randoms({2, 64, 24, 20});
    const Tensor weight = randoms({72, 64, 3, 3});
    const Tensor matrix = randoms({200, 80});
    const int before = at::get_num_threads();
    at::set_num_threads(1);
    const Tensor attended = blockedAttention(q, q, q, 2);
    const Tensor convolved = winogradConvolution(x, weight, {});
    const Tensor multiplied = blockedLinear(q, matrix, {});
    at::set_num_threads(3);
    const Tensor attendedByThree = blockedAttention(q, q, q, 2);
    const Tensor convolvedByThree = winogradConvolution(x, weight, {});
    const Tensor multipliedByThree = blockedLinear(q, matrix, {});
    at::set_num_threads(before);
    QVERIFY(at::equal(attended, attendedByThree));
    QVERIFY(at::equal(convolved, convolvedByThree));
    QVERIFY(at::equal(multiplied, multipliedByThree));
}

CALOTYPE_GUILESS_TEST(KernelsTest)
#include "KernelsTest.moc"
