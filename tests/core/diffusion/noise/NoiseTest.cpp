#include "core/diffusion/noise/ImageNoise.h"
#include "core/diffusion/noise/PictureNoise.h"
#include "tests/support/TestMain.h"
#include "tests/support/TorchGolden.h"

#include <torch/version.h>

#include <QCryptographicHash>
#include <QtTest>

using namespace calotype;
using namespace calotype::diffusion;
using namespace calotype::tests;

namespace {

constexpr bool kHalfIsComparable = TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 6);

torch::ScalarType typeNamed(const std::string &name)
{
    if (name == "float64")
        return torch::kFloat64;
    return name == "float16" ? torch::kFloat16 : torch::kFloat32;
}

QByteArray sha256(const torch::Tensor &tensor)
{
    const auto bytes = QByteArray::fromRawData(static_cast<const char *>(tensor.data_ptr()),
        static_cast<qsizetype>(tensor.nbytes())); // little-endian machines
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

} // namespace

class NoiseTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void drawsEqualTheReference_data();
    void drawsEqualTheReference();
    void wholeTensorsEqualTheReference();
    void globalSeedTakesNoPart();
    void eachPictureIsTheOneItsSeedMakes();
    void batchIsOneDrawOfOneGenerator();
    void posteriorOfOneGeneratorIsRepeated();
    void allDrawsShareOneStream();
};

void NoiseTest::drawsEqualTheReference_data()
{
    QTest::addColumn<int>("index");
    const auto rows = loadJson("rng/randn.json")["rows"];
    QVERIFY(rows.size() > 50);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto &row = rows[i];
        if (kHalfIsComparable || row["dtype"] != "float16") {
            QTest::addRow("seed %s, shape %s, %s, call %d", row["seed"].dump().c_str(), row["shape"].dump().c_str(),
                row["dtype"].get<std::string>().c_str(), row["call"].get<int>())
                << static_cast<int>(i);
        }
    }
}

void NoiseTest::drawsEqualTheReference()
{
    QFETCH(int, index);
    static const auto rows = loadJson("rng/randn.json")["rows"];
    const auto &row = rows[static_cast<std::size_t>(index)];
    const auto shape = row["shape"].get<std::vector<std::int64_t>>();
    const auto dtype = typeNamed(row["dtype"].get<std::string>());

    PictureNoise noise(row["seed"].get<std::int64_t>());
    torch::Tensor draw;
    for (int call = 0; call <= row["call"].get<int>(); ++call)
        draw = noise.draw(shape, dtype);

    // The reference lists values in float32, whatever the draw was; sum and bytes are the draw's.
    const auto flat = draw.to(torch::kFloat32).to(torch::kFloat64).flatten();
    const auto first = row["first8"].get<std::vector<double>>();
    const auto last = row["last8"].get<std::vector<double>>();
    for (std::size_t i = 0; i < first.size(); ++i)
        QCOMPARE(flat[static_cast<std::int64_t>(i)].item<double>(), first[i]);
    for (std::size_t i = 0; i < last.size(); ++i)
        QCOMPARE(flat[flat.numel() - static_cast<std::int64_t>(last.size() - i)].item<double>(), last[i]);
    QVERIFY(std::abs(draw.to(torch::kFloat64).sum().item<double>() - row["sum_f64"].get<double>()) < 1e-6);
    QCOMPARE(sha256(draw), QByteArray::fromStdString(row["sha256_le_bytes"].get<std::string>()));
}

void NoiseTest::wholeTensorsEqualTheReference()
{
    const Golden golden("rng/randn.safetensors");
    const auto rows = loadJson("rng/randn.json")["rows"];
    int compared = 0;
    for (const auto &row : rows) {
        if (!row["key"].is_string()) // too large to be kept whole
            continue;
        const auto key = row["key"].get<std::string>();
        if (!golden.has(key) || (row["dtype"] == "float16" && !kHalfIsComparable) || row["call"] != 0)
            continue;
        PictureNoise noise(row["seed"].get<std::int64_t>());
        const auto draw
            = noise.draw(row["shape"].get<std::vector<std::int64_t>>(), typeNamed(row["dtype"].get<std::string>()));
        QVERIFY2(torch::equal(draw, golden[key]), key.c_str());
        ++compared;
    }
    QVERIFY(compared > 10);
}

void NoiseTest::globalSeedTakesNoPart()
{
    torch::manual_seed(1);
    const auto one = PictureNoise(5).draw({20});
    torch::manual_seed(2);
    const auto other = PictureNoise(5).draw({20});
    QVERIFY(torch::equal(one, other));
}

void NoiseTest::eachPictureIsTheOneItsSeedMakes()
{
    ImageNoise three({10, 11, 12}, NoiseMode::PerImage, {1, 4, 5, 3});
    ImageNoise alone({11}, NoiseMode::PerImage, {1, 4, 5, 3});
    for (int draw = 0; draw < 3; ++draw) {
        const auto all = three.next();
        QCOMPARE(all.sizes(), at::IntArrayRef({3, 4, 5, 3}));
        QCOMPARE(all.scalar_type(), torch::kFloat32);
        QVERIFY(torch::equal(all.narrow(0, 1, 1), alone.next()));
    }
}

void NoiseTest::batchIsOneDrawOfOneGenerator()
{
    ImageNoise batch({10, 11, 12}, NoiseMode::Batch, {1, 4, 5, 3});
    PictureNoise one(10);
    QVERIFY(torch::equal(batch.next(), one.draw({3, 4, 5, 3})));
    QVERIFY(torch::equal(batch.draw({1, 2, 2}), one.draw({3, 2, 2})));
}

void NoiseTest::posteriorOfOneGeneratorIsRepeated()
{
    ImageNoise batch({10, 11}, NoiseMode::Batch, {1, 4, 5, 3});
    PictureNoise one(10);
    const auto draw = one.draw({1, 4, 5, 3});
    QVERIFY(torch::equal(batch.posterior(), torch::cat({draw, draw}, 0)));
    QVERIFY(torch::equal(batch.next(), one.draw({2, 4, 5, 3})));

    ImageNoise each({10, 11}, NoiseMode::PerImage, {1, 4, 5, 3});
    QVERIFY(torch::equal(each.posterior(), torch::cat({draw, PictureNoise(11).draw({1, 4, 5, 3})}, 0)));
}

void NoiseTest::allDrawsShareOneStream()
{
    ImageNoise noise({21}, NoiseMode::PerImage, {1, 4, 5, 3});
    PictureNoise stream(21);
    QVERIFY(torch::equal(noise.posterior(), stream.draw({1, 4, 5, 3})));
    QVERIFY(torch::equal(noise.next(), stream.draw({1, 4, 5, 3})));
    QVERIFY(torch::equal(noise.draw({1, 2}), stream.draw({1, 2})));
    noise.brownian(2.0, 1.0, 0.03, 14.6); // has seeds of its own
    QVERIFY(torch::equal(noise.next(), stream.draw({1, 4, 5, 3})));
}

CALOTYPE_GUILESS_TEST(NoiseTest)
#include "NoiseTest.moc"
