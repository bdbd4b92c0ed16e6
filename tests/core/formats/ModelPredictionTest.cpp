#include "core/formats/ModelDescription.h"
#include "tests/support/ModelFixtures.h"
#include "tests/support/TestMain.h"

#include <QTemporaryDir>
#include <QTest>

using namespace calotype;
using namespace calotype::formats;
using namespace calotype::tests;
namespace fs = std::filesystem;

/// What a model predicts, where that is read from, and what follows from it.
class ModelPredictionTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void predictionOfSd2Files_data();
    void predictionOfSd2Files();
    void inpaintingSd2FilePredictsEpsilon();
    void markersOfSdxlFilesAreRead();
    void usersChoiceWins();
    void nativeSizeOfFolders();

private:
    fs::path temp(const std::string &name = {}) const { return fs::path(m_temp->path().toStdString()) / name; }
    static std::vector<TensorView> tensorsOf(const std::string &model)
    {
        static std::map<std::string, std::shared_ptr<const TensorFile>> open;
        auto &file = open[model];
        if (!file)
            file = openTensorFile(modelData(model));
        return file->tensors();
    }

    std::unique_ptr<QTemporaryDir> m_temp;
};

void ModelPredictionTest::init()
{
    m_temp = std::make_unique<QTemporaryDir>();
    QVERIFY(m_temp->isValid());
}

void ModelPredictionTest::cleanup()
{
    m_temp.reset();
}

void ModelPredictionTest::predictionOfSd2Files_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("prediction");
    QTest::addColumn<QString>("source");
    QTest::addColumn<int>("size");
    QTest::addColumn<bool>("warns");
    QTest::newRow("nothing said") << "" << "" << "v_prediction" << "heuristic" << 768 << true;
    QTest::newRow("2.0 base") << "global_step" << "875000" << "epsilon" << "heuristic" << 512 << false;
    QTest::newRow("2.1") << "global_step" << "110000" << "v_prediction" << "heuristic" << 768 << false;
    QTest::newRow("other steps") << "global_step" << "140000" << "v_prediction" << "heuristic" << 768 << true;
    QTest::newRow("metadata v") << "modelspec.prediction_type" << "v" << "v_prediction" << "metadata" << 768 << false;
    QTest::newRow("metadata epsilon") << "modelspec.prediction_type" << "epsilon" << "epsilon" << "metadata" << 512 << false;
    QTest::newRow("metadata unknown") << "modelspec.prediction_type" << "flow" << "v_prediction" << "heuristic" << 768 << true;
    QTest::newRow("zero SNR") << "ss_zero_terminal_snr" << "True" << "v_prediction" << "metadata" << 768 << false;
}

void ModelPredictionTest::predictionOfSd2Files()
{
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(QString, prediction);
    QFETCH(QString, source);
    QFETCH(int, size);
    QFETCH(bool, warns);
    std::map<std::string, std::string> metadata;
    if (!key.isEmpty())
        metadata[key.toStdString()] = value.toStdString();
    writeSafetensors(temp("sd2.safetensors"), tensorsOf("sd21-tiny.ckpt"), metadata);
    const auto model = describeModel(temp("sd2.safetensors"));
    QCOMPARE(QString(predictionTypeName(model.info.prediction)), prediction);
    QCOMPARE(QString::fromStdString(model.info.predictionSource), source);
    QCOMPARE(model.info.nativeWidth, size);
    QCOMPARE(model.info.nativeHeight, size);
    QCOMPARE(!model.info.warnings.empty(), warns);
    QCOMPARE(model.unet.upcastAttention, prediction == "v_prediction");
    const auto scheduler = nlohmann::json::parse(model.schedulerConfigJson);
    QCOMPARE(QString::fromStdString(scheduler["prediction_type"].get<std::string>()), prediction);
    QCOMPARE(scheduler.value("rescale_betas_zero_snr", false), key == "ss_zero_terminal_snr");
}

void ModelPredictionTest::inpaintingSd2FilePredictsEpsilon()
{
    auto tensors = tensorsOf("sd21-tiny.ckpt");
    for (TensorView &view : tensors) {
        if (view.name.ends_with("input_blocks.0.0.weight"))
            view = zeros(view.name, {32, 9, 3, 3});
    }
    writeSafetensors(temp("inpaint.safetensors"), tensors);
    const auto info = inspectModel(temp("inpaint.safetensors"));
    QVERIFY(info.inpainting);
    QVERIFY(info.prediction == PredictionType::Epsilon);
    QCOMPARE(info.nativeWidth, 512);
}

void ModelPredictionTest::markersOfSdxlFilesAreRead()
{
    auto tensors = tensorsOf("sdxl-tiny.safetensors");
    tensors.push_back(zeros("v_pred", {0}));
    writeSafetensors(temp("v.safetensors"), tensors);
    const auto v = describeModel(temp("v.safetensors"));
    QVERIFY(v.info.prediction == PredictionType::VPrediction);
    QCOMPARE(v.info.predictionSource, std::string("metadata"));
    QCOMPARE(v.info.nativeWidth, 1024);
    QVERIFY(!nlohmann::json::parse(v.schedulerConfigJson).contains("rescale_betas_zero_snr"));

    tensors.push_back(zeros("ztsnr", {0}));
    writeSafetensors(temp("z.safetensors"), tensors);
    const auto scheduler = nlohmann::json::parse(describeModel(temp("z.safetensors")).schedulerConfigJson);
    QVERIFY(scheduler["rescale_betas_zero_snr"].get<bool>());
    QCOMPARE(scheduler["timestep_spacing"].get<std::string>(), std::string("trailing"));
    QCOMPARE(scheduler["_class_name"].get<std::string>(), std::string("EulerDiscreteScheduler"));
}

void ModelPredictionTest::usersChoiceWins()
{
    const auto file = describeModel(modelData("sd21-tiny.ckpt"), PredictionType::Epsilon);
    QVERIFY(file.info.prediction == PredictionType::Epsilon);
    QCOMPARE(file.info.predictionSource, std::string("user"));
    QCOMPARE(file.info.nativeWidth, 512);
    QCOMPARE(nlohmann::json::parse(file.schedulerConfigJson)["prediction_type"].get<std::string>(), std::string("epsilon"));

    const auto folder = describeModel(modelData("sd15-tiny"), PredictionType::VPrediction);
    QCOMPARE(folder.info.predictionSource, std::string("user"));
    const auto scheduler = nlohmann::json::parse(folder.schedulerConfigJson);
    QCOMPARE(scheduler["prediction_type"].get<std::string>(), std::string("v_prediction"));
    QCOMPARE(scheduler["_class_name"].get<std::string>(), std::string("PNDMScheduler"));
}

void ModelPredictionTest::nativeSizeOfFolders()
{
    QCOMPARE(inspectModel(modelData("sd15-tiny")).nativeWidth, 64);
    const auto folder = copyModel("sd15-tiny", temp());
    editJson(folder / "unet" / "config.json", "sample_size", nullptr);
    QCOMPARE(inspectModel(folder).nativeHeight, 512);
    editJson(folder / "unet" / "config.json", "sample_size", {96, 96});
    QCOMPARE(inspectModel(folder).nativeHeight, 768);
}

CALOTYPE_GUILESS_TEST(ModelPredictionTest)
#include "ModelPredictionTest.moc"
