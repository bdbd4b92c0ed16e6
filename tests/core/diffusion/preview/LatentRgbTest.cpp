#include "core/diffusion/pipelines/Guidance.h"
#include "core/diffusion/preview/LatentRgb.h"
#include "tests/support/TestMain.h"

#include <QTest>

#include <array>

using namespace calotype;
using namespace calotype::diffusion;

class LatentRgbTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emptyLatentsAreMidGrey()
    {
        const Image image = latentRgb(torch::zeros({1, 4, 2, 3}), coloursOf(LatentSpace::Sd));
        QCOMPARE(image.width, 3);
        QCOMPARE(image.height, 2);
        for (const auto value : image.pixels)
            QCOMPARE(int{value}, 128); // 127.5, half to even
    }

    // The published factors: the value of a pixel is round((x · factor / 2 + 0.5) · 255).
    void eachChannelHasItsColour_data()
    {
        QTest::addColumn<bool>("isXl");
        QTest::addColumn<int>("channel");
        QTest::addColumn<int>("red");
        QTest::addColumn<int>("green");
        QTest::addColumn<int>("blue");
        QTest::newRow("SD, first") << false << 0 << 172 << 157 << 169;
        QTest::newRow("SD, second") << false << 1 << 169 << 191 << 157;
        QTest::newRow("SD, third") << false << 2 << 91 << 150 << 162;
        QTest::newRow("SD, last") << false << 3 << 100 << 94 << 36;
        QTest::newRow("SDXL, first") << true << 0 << 188 << 179 << 183;
        QTest::newRow("SDXL, second") << true << 1 << 109 << 125 << 141;
        QTest::newRow("SDXL, third") << true << 2 << 155 << 139 << 123;
        QTest::newRow("SDXL, last") << true << 3 << 101 << 93 << 99;
    }

    void eachChannelHasItsColour()
    {
        QFETCH(bool, isXl);
        QFETCH(int, channel);
        QFETCH(int, red);
        QFETCH(int, green);
        QFETCH(int, blue);
        Tensor latents = torch::zeros({1, 4, 1, 1});
        latents[0][channel][0][0] = 1.0;
        const Image image = latentRgb(latents, coloursOf(isXl ? LatentSpace::Sdxl : LatentSpace::Sd));
        const std::array expected{red, green, blue};
        for (std::size_t i = 0; i < 3; ++i)
            QCOMPARE(int{image.pixels[i]}, expected[i]);
    }

    void denoisedEstimateUndoesTheNoising_data()
    {
        QTest::addColumn<QString>("type");
        QTest::newRow("epsilon") << "epsilon";
        QTest::newRow("v") << "v_prediction";
        QTest::newRow("sample") << "sample";
    }

    void denoisedEstimateUndoesTheNoising()
    {
        QFETCH(QString, type);
        const Tensor alphas = torch::linspace(0.99, 0.01, 1000, torch::kFloat32);
        const auto generator = at::detail::createCPUGenerator(3);
        const Tensor clean = torch::randn({1, 4, 2, 2}, generator);
        const Tensor noise = torch::randn({1, 4, 2, 2}, generator);
        const double alpha = alphas[400].item<double>();
        const Tensor noised = std::sqrt(alpha) * clean + std::sqrt(1 - alpha) * noise;
        const Tensor output = type == QLatin1String("epsilon")        ? noise
                              : type == QLatin1String("v_prediction") ? std::sqrt(alpha) * noise - std::sqrt(1 - alpha) * clean
                                                                      : clean;
        const Tensor estimate = denoisedEstimate(noised, output, 400, alphas, type.toStdString());
        QVERIFY((estimate - clean).abs().max().item<double>() < 1e-5);
    }
};

CALOTYPE_GUILESS_TEST(LatentRgbTest)
#include "LatentRgbTest.moc"
