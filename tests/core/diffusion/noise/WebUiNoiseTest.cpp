#include "core/diffusion/noise/ImageNoise.h"
#include "core/diffusion/noise/Philox.h"
#include "core/diffusion/noise/SeedSequence.h"
#include "core/diffusion/noise/Slerp.h"
#include "tests/support/TestMain.h"
#include "tests/support/TorchGolden.h"

#include <QtTest>

using namespace calotype;
using namespace calotype::diffusion;
using namespace calotype::tests;

namespace {

constexpr double kPhiloxTolerance = 1e-6;
constexpr double kTolerance = 1e-5;
constexpr std::int64_t kShape[] = {1, 4, 5, 3};

NoiseMode modeOf(const std::string &source)
{
    return source == "NV" ? NoiseMode::Nv : NoiseMode::PerImage;
}

} // namespace

/// The noises of AUTOMATIC1111's web UI: its source "NV", and variations.
class WebUiNoiseTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void philoxWordsEqualTheReference();
    void philoxGaussiansEqualTheReference_data();
    void philoxGaussiansEqualTheReference();
    void slerpEqualsTheReference_data();
    void slerpEqualsTheReference();
    void pictureNoiseEqualsTheReference_data();
    void pictureNoiseEqualsTheReference();
    void variationLeavesTheStreamAlone();
    void variationOfABatchIsOneDraw();
    void posteriorLeavesPhiloxAlone();
    void philoxServesTheBrownianTree();
    void pictureIsTheOneMadeAlone_data();
    void pictureIsTheOneMadeAlone();
};

void WebUiNoiseTest::philoxWordsEqualTheReference()
{
    const auto rows = loadJson("rng/philox.json")["raw"];
    QVERIFY(rows.size() > 10);
    for (const auto &row : rows) {
        const Philox philox(row["seed"].get<std::uint64_t>());
        const auto words = philox.words(row["offset"].get<std::uint32_t>(), row["index"].get<std::uint32_t>());
        QVERIFY2((words == row["words"].get<std::array<std::uint32_t, 4>>()), row.dump().c_str());
    }
}

void WebUiNoiseTest::philoxGaussiansEqualTheReference_data()
{
    QTest::addColumn<int>("index");
    const auto rows = loadJson("rng/philox.json")["rows"];
    QVERIFY(rows.size() > 50);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        QTest::addRow("seed %s, shape %s, call %d", rows[i]["seed"].dump().c_str(), rows[i]["shape"].dump().c_str(),
            rows[i]["call"].get<int>())
            << static_cast<int>(i);
    }
}

void WebUiNoiseTest::philoxGaussiansEqualTheReference()
{
    QFETCH(int, index);
    static const auto rows = loadJson("rng/philox.json")["rows"];
    static const Golden golden("rng/philox.safetensors");
    const auto &row = rows[static_cast<std::size_t>(index)];
    const auto shape = row["shape"].get<std::vector<std::int64_t>>();
    PictureNoise noise(static_cast<std::int64_t>(row["seed"].get<std::uint64_t>()), PictureNoise::Kind::Philox);
    torch::Tensor draw;
    for (int call = 0; call <= row["call"].get<int>(); ++call)
        draw = noise.draw(shape);
    QCOMPARE(draw.sizes(), at::IntArrayRef(shape));

    const auto flat = draw.to(torch::kFloat64).flatten();
    const auto first = row["first8"].get<std::vector<double>>();
    const auto last = row["last8"].get<std::vector<double>>();
    const auto firstDrawn = flat.slice(0, 0, static_cast<std::int64_t>(first.size()));
    const auto lastDrawn = flat.slice(0, flat.numel() - static_cast<std::int64_t>(last.size()));
    COMPARE_TENSORS(firstDrawn, torch::tensor(first, torch::kFloat64), kPhiloxTolerance);
    COMPARE_TENSORS(lastDrawn, torch::tensor(last, torch::kFloat64), kPhiloxTolerance);
    const auto allowed = kPhiloxTolerance * static_cast<double>(flat.numel());
    QVERIFY(std::abs(flat.sum().item<double>() - row["sum_f64"].get<double>()) < allowed);
    QVERIFY(std::abs(flat.square().sum().item<double>() - row["sumsq_f64"].get<double>()) < 10 * allowed);
    if (row["key"].is_string())
        COMPARE_TENSORS(draw, golden[row["key"].get<std::string>()], kPhiloxTolerance);
}

void WebUiNoiseTest::slerpEqualsTheReference_data()
{
    QTest::addColumn<QString>("prefix");
    QTest::addColumn<double>("strength");
    for (const char *prefix : {"", "parallel_"}) {
        for (const double strength : {0.0, 0.1, 0.5, 0.9, 1.0})
            QTest::addRow("%s%.1f", prefix, strength) << prefix << strength;
    }
}

void WebUiNoiseTest::slerpEqualsTheReference()
{
    QFETCH(QString, prefix);
    QFETCH(double, strength);
    const Golden golden("rng/slerp.safetensors");
    const QString key = QStringLiteral("%1slerp%2").arg(prefix).arg(strength, 0, 'f', 1);
    const auto mixed = slerp(strength, golden["low"], golden[prefix.toStdString() + "high"]);
    COMPARE_TENSORS(mixed, golden[key.toStdString()], kTolerance);
}

void WebUiNoiseTest::pictureNoiseEqualsTheReference_data()
{
    QTest::addColumn<int>("index");
    const auto rows = loadJson("rng/image_rng.json")["rows"];
    int used = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto &row = rows[i];
        const bool hasEveryVariation = row["subseeds"].is_null() || row["subseeds"].size() == row["seeds"].size();
        if (row["eta_noise_seed_delta"] != 0 || row["seed_resize_from_h"] != 0 || !hasEveryVariation)
            continue; // no settings of ours
        QTest::newRow(row["key"].get<std::string>().c_str()) << static_cast<int>(i);
        ++used;
    }
    QCOMPARE(used, 16);
}

void WebUiNoiseTest::pictureNoiseEqualsTheReference()
{
    QFETCH(int, index);
    static const auto rows = loadJson("rng/image_rng.json")["rows"];
    const auto &row = rows[static_cast<std::size_t>(index)];
    std::vector<std::int64_t> shape = row["shape"].get<std::vector<std::int64_t>>();
    shape.insert(shape.begin(), 1);
    ImageNoise::Options options;
    if (!row["subseeds"].is_null())
        options.variation = Variation{row["subseeds"][0].get<std::int64_t>(), row["subseed_strength"].get<double>()};
    ImageNoise noise(row["seeds"].get<std::vector<std::int64_t>>(), modeOf(row["source"]), shape, options);

    const Golden golden("rng/image_rng.safetensors");
    const auto expected = golden[row["key"].get<std::string>()];
    for (std::int64_t draw = 0; draw < row["draws"].get<std::int64_t>(); ++draw) {
        const auto drawn = draw == 0 ? noise.initial() : noise.next();
        COMPARE_TENSORS(drawn, expected[draw], kTolerance);
    }
}

void WebUiNoiseTest::variationLeavesTheStreamAlone()
{
    for (const NoiseMode mode : {NoiseMode::PerImage, NoiseMode::Batch, NoiseMode::Nv}) {
        ImageNoise plain({21, 22}, mode, kShape);
        ImageNoise varied({21, 22}, mode, kShape, {{}, Variation{5, 0.4}});
        ImageNoise none({21, 22}, mode, kShape, {{}, Variation{5, 0.0}});
        const auto initial = plain.initial();
        QVERIFY(!torch::equal(varied.initial(), initial));
        QVERIFY(torch::equal(none.initial(), initial));
        const auto later = plain.next();
        QVERIFY(torch::equal(varied.next(), later));
        QVERIFY(!torch::equal(initial, later));
    }
}

void WebUiNoiseTest::variationOfABatchIsOneDraw()
{
    ImageNoise varied({10, 11}, NoiseMode::Batch, kShape, {{}, Variation{5, 0.4}});
    const auto own = PictureNoise(10).draw({2, 4, 5, 3});
    const auto other = PictureNoise(5).draw({2, 4, 5, 3});
    QVERIFY(torch::equal(varied.initial(), torch::stack({slerp(0.4, own[0], other[0]), slerp(0.4, own[1], other[1])})));
}

void WebUiNoiseTest::posteriorLeavesPhiloxAlone()
{
    ImageNoise noise({21, 22}, NoiseMode::Nv, kShape);
    const auto posterior = noise.posterior();
    QVERIFY(torch::equal(posterior, torch::cat({PictureNoise(21).draw(kShape), PictureNoise(22).draw(kShape)}, 0)));
    ImageNoise fresh({21, 22}, NoiseMode::Nv, kShape);
    QVERIFY(torch::equal(noise.initial(), fresh.initial()));
    QVERIFY(!torch::equal(noise.posterior(), posterior));
    QVERIFY(torch::equal(noise.next(), fresh.next()));
}

void WebUiNoiseTest::philoxServesTheBrownianTree()
{
    // A tree of one piece: the noise of its seed, over the root of its length.
    ImageNoise noise({9}, NoiseMode::Nv, kShape);
    const auto whole = noise.brownian(4.0, 1.0, 1.0, 4.0);
    const auto seed = SeedSequence(9, {}, 24).generateState(1).front();
    COMPARE_TENSORS(whole, -PictureNoise(seed, PictureNoise::Kind::Philox).draw(kShape), 2e-6);
}

void WebUiNoiseTest::pictureIsTheOneMadeAlone_data()
{
    QTest::addColumn<NoiseMode>("mode");
    QTest::newRow("CPU") << NoiseMode::PerImage;
    QTest::newRow("NV") << NoiseMode::Nv;
}

void WebUiNoiseTest::pictureIsTheOneMadeAlone()
{
    QFETCH(NoiseMode, mode);
    ImageNoise three({10, 11, 12}, mode, kShape, {{}, Variation{4294967295, 0.3}});
    ImageNoise alone({11}, mode, kShape, {{}, Variation{0, 0.3}}); // behind the last seed comes the first
    QVERIFY(torch::equal(three.posterior().narrow(0, 1, 1), alone.posterior()));
    QVERIFY(torch::equal(three.initial().narrow(0, 1, 1), alone.initial()));
    QVERIFY(torch::equal(three.next().narrow(0, 1, 1), alone.next()));
    QVERIFY(torch::equal(three.brownian(9.0, 4.0, 0.03, 14.6).narrow(0, 1, 1), alone.brownian(9.0, 4.0, 0.03, 14.6)));
}

CALOTYPE_GUILESS_TEST(WebUiNoiseTest)
#include "WebUiNoiseTest.moc"
