#include "core/diffusion/modules/TimestepEmbedding.h"

#include "tests/support/TestMain.h"
#include "tests/support/TinyModels.h"

#include <QtTest>

using namespace calotype;
using namespace calotype::diffusion;
using namespace calotype::tests;

class TimestepEmbeddingTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sinusoidEqualsTheReference_data();
    void sinusoidEqualsTheReference();
    void sinesComeFirstUnlessFlipped();
    void shiftMovesTheLowestFrequency();
    void oddWidthEndsInZero();
};

void TimestepEmbeddingTest::sinusoidEqualsTheReference_data()
{
    QTest::addColumn<int>("dim");
    QTest::newRow("of the tiny models") << 32;
    QTest::newRow("of SD") << 320;
}

void TimestepEmbeddingTest::sinusoidEqualsTheReference()
{
    QFETCH(int, dim);
    const Golden golden("forward/timestep_embedding.safetensors");
    const Tensor out = sinusoidalEmbedding(golden["timesteps"], dim, true, 0);
    QVERIFY(out.scalar_type() == torch::kFloat32);
    COMPARE_TENSORS(out, golden["dim" + std::to_string(dim) + "_flip_shift0"], 1e-6);
}

void TimestepEmbeddingTest::sinesComeFirstUnlessFlipped()
{
    const Tensor steps = torch::tensor({3.0, 401.0});
    const Tensor flipped = sinusoidalEmbedding(steps, 8, true, 0);
    const Tensor plain = sinusoidalEmbedding(steps, 8, false, 0);
    COMPARE_TENSORS(plain.narrow(1, 0, 4), flipped.narrow(1, 4, 4), 0.0);
    COMPARE_TENSORS(plain.narrow(1, 4, 4), flipped.narrow(1, 0, 4), 0.0);
    QVERIFY(!torch::equal(plain, flipped));
}

// With a shift of 1 the frequencies of a width of 4 are 1 and 1/10000.
void TimestepEmbeddingTest::shiftMovesTheLowestFrequency()
{
    const Tensor out = sinusoidalEmbedding(torch::tensor({2.0}), 4, false, 1);
    const Tensor expected = torch::tensor({{std::sin(2.0), std::sin(2e-4), std::cos(2.0), std::cos(2e-4)}});
    COMPARE_TENSORS(out, expected, 1e-6);
}

void TimestepEmbeddingTest::oddWidthEndsInZero()
{
    const Tensor out = sinusoidalEmbedding(torch::tensor({7.0}), 5, true, 0);
    COMPARE_TENSORS(out.narrow(1, 0, 4), sinusoidalEmbedding(torch::tensor({7.0}), 4, true, 0), 0.0);
    QCOMPARE(out[0][4].item<float>(), 0.0F);
}

CALOTYPE_GUILESS_TEST(TimestepEmbeddingTest)
#include "TimestepEmbeddingTest.moc"
