#include "core/diffusion/preview/PreviewMaker.h"

#include "core/diffusion/preview/LatentRgb.h"
#include "tests/core/diffusion/pipelines/TinyNetworks.h"
#include "tests/support/TestMain.h"

#include <QTest>

using namespace calotype;
using namespace calotype::diffusion;
using namespace calotype::tests;

class PreviewMakerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void modelTakesTheFactorsOfItsLatents_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<bool>("isXl");
        QTest::newRow("SD 1") << "sd15-tiny" << false;
        QTest::newRow("SD 2") << "sd21-tiny" << false;
        QTest::newRow("SDXL") << "sdxl-tiny" << true;
    }

    void modelTakesTheFactorsOfItsLatents()
    {
        QFETCH(QString, model);
        QFETCH(bool, isXl);
        const auto networks = tinyNetworks(model.toStdString());
        GenerationRequest request;
        request.preview = PreviewMethod::LatentRgb;
        const Tensor latents = torch::arange(4 * 6 * 5, torch::kFloat32).sin().reshape({1, 4, 6, 5});
        const Image sd = latentRgb(latents, coloursOf(LatentSpace::Sd));
        const Image sdxl = latentRgb(latents, coloursOf(LatentSpace::Sdxl));
        QVERIFY(sd != sdxl);
        QVERIFY(*PreviewMaker(*networks, request).make(latents) == (isXl ? sdxl : sd));
    }

    void coloursThatTheModelBringsComeFirst()
    {
        const auto networks = tinyNetworks("sd15-tiny");
        networks->description.latentColours.emplace();
        networks->description.latentColours->rgbOfChannel[2] = {1, 0, -1};
        GenerationRequest request;
        request.preview = PreviewMethod::LatentRgb;
        Tensor latents = torch::zeros({1, 4, 1, 1});
        latents[0][2] = 0.5;
        const auto preview = PreviewMaker(*networks, request).make(latents);
        QVERIFY(preview->pixels == (std::vector<std::uint8_t>{191, 128, 64})); // (±0.5 / 2 + 0.5) · 255
    }

    void decodedPreviewsTakeTheirShareOfTheTime_data()
    {
        QTest::addColumn<double>("step");
        QTest::addColumn<double>("decoding");
        QTest::addColumn<QString>("seen"); ///< S: decoded, r: the latents' colours, -: nothing
        QTest::newRow("cheap") << 10.0 << 0.4 << "SSSSSSSSSSSS";
        QTest::newRow("a fifth of a step") << 10.0 << 2.0 << "SSrrrrrSrrrS"; // the second may take what the first did not
        QTest::newRow("as long as a step") << 10.0 << 10.0 << "SSrrrrrrrrrr";
        QTest::newRow("too soon to be seen less sharp") << 0.02 << 0.004 << "SS-----S---S";
    }

    void decodedPreviewsTakeTheirShareOfTheTime()
    {
        QFETCH(double, step);
        QFETCH(double, decoding);
        QFETCH(QString, seen);
        double now = 1000;
        double spent = 0;
        GenerationRequest request;
        request.preview = PreviewMethod::Taesd;
        const auto decode = [&](const Tensor &latents) {
            now += decoding;
            spent += decoding;
            return torch::zeros({1, 3, latents.size(2) * 8, latents.size(3) * 8});
        };
        PreviewMaker maker(request, coloursOf(LatentSpace::Sd), decode, [&] { return now; });
        const Tensor latents = torch::zeros({1, 4, 2, 3});
        now += 500; // the prompt is read
        maker.begin();
        const double began = now;
        QString made;
        for (int done = 1; done <= seen.size(); ++done) {
            now += step;
            QVERIFY(maker.isDue(done));
            const auto preview = maker.make(latents);
            made += !preview ? u'-' : preview->width == 24 ? u'S' : u'r';
        }
        QCOMPARE(made, seen);
        QVERIFY(spent - 2 * decoding <= 0.05 * (now - began)); // but for the first two, whose cost nobody knew

        maker.begin(); // the next picture's time is its own
        now += step;
        const auto next = maker.make(latents);
        QVERIFY(next); // no picture before it stays in its place
        QCOMPARE(next->width, decoding <= 0.05 * step ? 24 : 3);
    }

    void withoutADecoderTheColoursAreShown()
    {
        GenerationRequest request;
        request.preview = PreviewMethod::Taesd;
        PreviewMaker maker(request, coloursOf(LatentSpace::Sd), {}, [] { return 0.0; });
        QCOMPARE(maker.make(torch::zeros({1, 4, 2, 3}))->width, 3);
    }
};

CALOTYPE_GUILESS_TEST(PreviewMakerTest)
#include "PreviewMakerTest.moc"
