#include "core/diffusion/kernels/BlockedAttention.h"
#include "core/diffusion/kernels/BlockedLinear.h"
#include "core/diffusion/kernels/Geglu.h"
#include "core/diffusion/kernels/GroupNormSilu.h"
#include "core/diffusion/kernels/KernelTable.h"
#include "core/diffusion/kernels/WinogradConvolution.h"
#include "core/diffusion/modules/Conv2d.h"
#include "core/diffusion/modules/FeedForward.h"
#include "core/diffusion/modules/Linear.h"
#include "core/diffusion/modules/Norms.h"
#include "core/diffusion/modules/ScaledDotProduct.h"
#include "core/diffusion/weights/Weights.h"
#include "tests/support/TestMain.h"

#include <QTest>

#include <functional>

using namespace calotype::diffusion;

namespace {

Weights inventedWeights()
{
    return {[](const std::string &, at::IntArrayRef shape) { return at::randn(shape) * 0.3; }, torch::kCPU, torch::kFloat32};
}

// By the library alone.
Tensor libraryAttention(const Tensor &q, const Tensor &k, const Tensor &v, const AttentionOptions &options)
{
#if TORCH_VERSION_MAJOR >= 2
    const auto split = [&](const Tensor &x) {
        return x.reshape({x.size(0), x.size(1), options.heads, x.size(2) / options.heads}).transpose(1, 2);
    };
    return at::scaled_dot_product_attention(split(q), split(k), split(v), {}, 0.0, options.causal)
        .transpose(1, 2)
        .reshape(q.sizes());
#else
    return scaledDotProductInBlocks(q, k, v, options, 64 << 20);
#endif
}

} // namespace

/// The modules compute with the kernels where the table says so, and with the library elsewhere: bit for bit.
class KernelUseTest final : public QObject
{
    Q_OBJECT

private:
    using Work = std::function<Tensor()>;

    static Tensor with(const KernelSet &kernels, const Work &work)
    {
        enableKernels(kernels);
        return work();
    }

    /// @param module   the module's answer
    /// @param ours     the kernel's
    /// @param library  the answer without it
    static void compare(const Work &module, const Tensor &ours, const Tensor &library)
    {
        QVERIFY2(!at::equal(ours, library), "nothing would tell them apart");
        QVERIFY(at::equal(with(KernelSet::all(), module), ours));
        QVERIFY(at::equal(with(KernelSet::none(), module), library));
    }

private Q_SLOTS:
    void init()
    {
        m_before = enabledKernels();
        torch::manual_seed(9);
    }
    void cleanup() { enableKernels(m_before); }

    void convolution_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("side");
        QTest::addColumn<bool>("isChosen");
        QTest::newRow("as the table has it") << 32 << 16 << true;
        QTest::newRow("few channels") << 31 << 16 << false;
        QTest::newRow("few patches") << 32 << 8 << false;
    }

    void convolution()
    {
        QFETCH(int, channels);
        QFETCH(int, side);
        QFETCH(bool, isChosen);
        const Conv2d conv(inventedWeights(), channels, 40);
        const Tensor x = at::randn({2, channels, side, side});
        const Tensor ours = winogradConvolution(x, conv.weight, conv.bias);
        const Tensor library = at::conv2d(x, conv.weight, conv.bias, 1, 1);
        const Work module = [&] { return conv.forward(x); };
        QVERIFY2(!at::equal(ours, library), "nothing would tell them apart");
        QVERIFY(at::equal(with(KernelSet::all(), module), isChosen ? ours : library));
        QVERIFY(at::equal(with(KernelSet::all().ofAnySize(), module), ours));
        QVERIFY(at::equal(with(KernelSet::none().ofAnySize(), module), library));
    }

    void convolutionsOfOtherKindsAreTheLibrarys_data()
    {
        QTest::addColumn<int>("kernel");
        QTest::addColumn<int>("stride");
        QTest::addColumn<int>("padding");
        QTest::newRow("pointwise") << 1 << 1 << 0;
        QTest::newRow("stride") << 3 << 2 << 1;
        QTest::newRow("no padding") << 3 << 1 << 0;
    }

    void convolutionsOfOtherKindsAreTheLibrarys()
    {
        QFETCH(int, kernel);
        QFETCH(int, stride);
        QFETCH(int, padding);
        const Conv2d conv(inventedWeights(), 40, 40, {kernel, stride, padding, true});
        const Tensor x = at::randn({2, 40, 20, 20});
        const Tensor library = at::conv2d(x, conv.weight, conv.bias, conv.stride, conv.padding);
        for (const KernelSet &kernels : {KernelSet::all(), KernelSet::all().ofAnySize(), KernelSet::none()})
            QVERIFY(at::equal(with(kernels, [&] { return conv.forward(x); }), library));
    }

    void weightsThatRestInHalfPrecisionMeetTheKernelWidened()
    {
        Conv2d conv(inventedWeights(), 40, 40);
        conv.weight = conv.weight.to(torch::kFloat16);
        const Tensor x = at::randn({2, 40, 20, 20});
        const Tensor widened = conv.weight.to(torch::kFloat32);
        compare([&] { return conv.forward(x); }, winogradConvolution(x, widened, conv.bias),
                at::conv2d(x, widened, conv.bias, 1, 1));
    }

    void linear_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("in");
        QTest::addColumn<bool>("isChosen");
        QTest::newRow("as the table has it") << 96 << 64 << true;
        QTest::newRow("few rows") << 95 << 64 << false;
        QTest::newRow("narrow") << 96 << 63 << false;
    }

    void linear()
    {
        QFETCH(int, rows);
        QFETCH(int, in);
        QFETCH(bool, isChosen);
        Linear layer(inventedWeights(), in, 80);
        layer.weight = layer.weight.to(torch::kFloat16); // widened for it
        const Tensor x = at::randn({1, rows, in});
        const Tensor matrix = layer.weight.to(torch::kFloat32);
        const Tensor ours = blockedLinear(x, matrix, layer.bias);
        const Tensor library = at::linear(x, matrix, layer.bias);
        const Work module = [&] { return layer.forward(x); };
        QVERIFY2(!at::equal(ours, library), "nothing would tell them apart");
        QVERIFY(at::equal(with(KernelSet::all(), module), isChosen ? ours : library));
        QVERIFY(at::equal(with(KernelSet::all().ofAnySize(), module), ours));
        QVERIFY(at::equal(with(KernelSet::none().ofAnySize(), module), library));
    }

    void groupNorm()
    {
        const GroupNorm norm(inventedWeights(), 64, 32, 1e-5);
        const Tensor x = at::randn({2, 64, 13, 11}) * 3 + 1;
        const Tensor library = at::group_norm(x, 32, norm.weight, norm.bias, 1e-5);
        compare([&] { return norm.forward(x); }, groupNormSilu(x, norm.weight, norm.bias, {32, 1e-5, false}), library);
        compare([&] { return norm.forwardSilu(x); }, groupNormSilu(x, norm.weight, norm.bias, {32, 1e-5, true}),
                at::silu(library));
    }

    void feedForward()
    {
        const FeedForward layer(inventedWeights(), 48);
        const Tensor x = at::randn({2, 25, 48});
        const Tensor both = layer.proj.forward(x);
        const auto halves = both.chunk(2, -1);
        compare([&] { return layer.forward(x); }, layer.out.forward(geglu(both)),
                layer.out.forward(at::gelu(halves[1]).mul_(halves[0])));
    }

    void attention()
    {
        AttentionOptions options;
        options.heads = 3;
        const Tensor q = at::randn({2, 21, 48});
        const Tensor k = at::randn({2, 77, 48});
        const Tensor v = at::randn({2, 77, 48});
        compare([&] { return scaledDotProduct(q, k, v, options); }, blockedAttention(q, k, v, 3),
                libraryAttention(q, k, v, options));
    }

    void causalAttentionIsTheLibrarys()
    {
        AttentionOptions options;
        options.heads = 3;
        options.causal = true;
        const Tensor q = at::randn({2, 21, 48});
        for (const KernelSet &kernels : {KernelSet::all(), KernelSet::none()})
            QVERIFY(at::equal(with(kernels, [&] { return scaledDotProduct(q, q, q, options); }), libraryAttention(q, q, q, options)));
    }

private:
    KernelSet m_before;
};

CALOTYPE_GUILESS_TEST(KernelUseTest)
#include "KernelUseTest.moc"
