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
        const Image sd = latentRgb(latents, LatentSpace::Sd);
        const Image sdxl = latentRgb(latents, LatentSpace::Sdxl);
        QVERIFY(sd != sdxl);
        QVERIFY(*PreviewMaker(*networks, request).make(latents) == (isXl ? sdxl : sd));
    }
};

CALOTYPE_GUILESS_TEST(PreviewMakerTest)
#include "PreviewMakerTest.moc"
