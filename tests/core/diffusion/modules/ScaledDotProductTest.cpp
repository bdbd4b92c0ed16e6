#include "core/diffusion/modules/ScaledDotProduct.h"

#include "tests/support/TestMain.h"
#include "tests/support/TorchGolden.h"

#include <QtTest>

#include <cmath>

using namespace calotype;
using namespace calotype::diffusion;
using namespace calotype::tests;

namespace {

constexpr std::int64_t kHeads = 3;
constexpr std::int64_t kWidth = 5; // of a head

// By the definition, in double precision, one score at a time.
Tensor byDefinition(const Tensor &q, const Tensor &k, const Tensor &v, bool causal)
{
    const Tensor out = torch::zeros(q.sizes(), torch::kFloat64);
    for (std::int64_t b = 0; b < q.size(0); ++b) {
        for (std::int64_t head = 0; head < kHeads; ++head) {
            for (std::int64_t i = 0; i < q.size(1); ++i) {
                const auto part = [&](const Tensor &x, std::int64_t row) {
                    return x[b][row].narrow(0, head * kWidth, kWidth).to(torch::kFloat64);
                };
                const auto seen = causal ? i + 1 : k.size(1);
                double total = 0;
                Tensor sum = torch::zeros({kWidth}, torch::kFloat64);
                for (std::int64_t j = 0; j < seen; ++j) {
                    const double weight = std::exp(part(q, i).dot(part(k, j)).item<double>() / std::sqrt(double(kWidth)));
                    total += weight;
                    sum += weight * part(v, j);
                }
                out[b][i].narrow(0, head * kWidth, kWidth).copy_(sum / total);
            }
        }
    }
    return out;
}

} // namespace

class ScaledDotProductTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalsTheDefinition_data();
    void equalsTheDefinition();
    void upcastKeepsTheTypeAndLargeScoresFinite();
};

void ScaledDotProductTest::equalsTheDefinition_data()
{
    QTest::addColumn<int>("keys");
    QTest::addColumn<bool>("causal");
    QTest::addColumn<int>("scoreBytes"); // 0: the way that pictures are made
    for (const bool causal : {false, true}) {
        const int keys = causal ? 7 : 11;
        const char *kind = causal ? "causal" : "cross";
        QTest::addRow("%s", kind) << keys << causal << 0;
        QTest::addRow("%s, all heads in one block", kind) << keys << causal << (1 << 20);
        QTest::addRow("%s, two heads in a block", kind) << keys << causal << 2 * 7 * keys * 4;
        QTest::addRow("%s, a head in uneven blocks", kind) << keys << causal << 3 * keys * 4;
        QTest::addRow("%s, a query at a time", kind) << keys << causal << 1;
    }
}

void ScaledDotProductTest::equalsTheDefinition()
{
    QFETCH(int, keys);
    QFETCH(bool, causal);
    QFETCH(int, scoreBytes);
    torch::manual_seed(5);
    const Tensor q = torch::randn({2, 7, kHeads * kWidth});
    const Tensor k = torch::randn({2, keys, kHeads * kWidth});
    const Tensor v = torch::randn({2, keys, kHeads * kWidth});
    AttentionOptions options;
    options.heads = kHeads;
    options.causal = causal;
    const Tensor out = scoreBytes == 0 ? scaledDotProduct(q, k, v, options)
                                       : scaledDotProductInBlocks(q, k, v, options, scoreBytes);
    COMPARE_TENSORS(out, byDefinition(q, k, v, causal), 2e-6);
}

// Two equal keys share the weight, whatever the size of the scores.
void ScaledDotProductTest::upcastKeepsTheTypeAndLargeScoresFinite()
{
    AttentionOptions options;
    options.heads = 1;
    options.upcast = true;
    const Tensor q = torch::full({1, 1, 4}, 300.0).to(torch::kFloat16);
    const Tensor v = torch::tensor({{{1.0, 2.0, 3.0, 4.0}, {3.0, 4.0, 5.0, 6.0}}}).to(torch::kFloat16);
    const Tensor out = scaledDotProduct(q, q.expand({1, 2, 4}), v, options); // scores of 180000: infinite as float16
    QVERIFY(out.scalar_type() == torch::kFloat16);
    COMPARE_TENSORS(out, torch::tensor({{{2.0, 3.0, 4.0, 5.0}}}), 0.0);
}

CALOTYPE_GUILESS_TEST(ScaledDotProductTest)
#include "ScaledDotProductTest.moc"
