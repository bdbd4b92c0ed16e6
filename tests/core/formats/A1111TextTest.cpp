#include "core/formats/A1111Text.h"
#include "tests/support/TestMain.h"

#include <nlohmann/json.hpp>

#include <QDir>
#include <QFile>
#include <QTest>

#include <optional>

using namespace calotype::formats;
using nlohmann::json;

/// Holds the writer to the lines that the web UI's own code gave for the same requests.
class A1111TextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textEqualsTheReference_data()
    {
        QTest::addColumn<QString>("file");
        const QDir dir(QStringLiteral(CALOTYPE_TEST_DATA "/metadata/writer"));
        const QStringList names = dir.entryList({QStringLiteral("*.json")});
        QCOMPARE(names.size(), 20);
        for (const QString &name : names)
            QTest::newRow(qPrintable(name)) << dir.filePath(name);
    }

    void textEqualsTheReference()
    {
        QFETCH(QString, file);
        const json golden = load(file);
        json request = golden["request"];
        const A1111Values values = valuesOf(request);
        const A1111Parameters parameters{taken(request, "prompt"), taken(request, "negative_prompt"), a1111Settings(values)};
        QVERIFY2(request.empty(), request.dump().c_str()); // nothing was passed over
        const std::string expected = golden.contains("infotext_with_empty_negative_line")
                                         ? golden["infotext_with_empty_negative_line"]
                                         : golden["infotext"];
        QCOMPARE(QString::fromStdString(a1111Text(parameters)), QString::fromStdString(expected));
    }

    void numbersAreShortest()
    {
        QCOMPARE(shortestNumber(7), std::string("7"));
        QCOMPARE(shortestNumber(7.5), std::string("7.5"));
        QCOMPARE(shortestNumber(12.25), std::string("12.25"));
        QCOMPARE(shortestNumber(0.1), std::string("0.1"));
    }

    void invalidUtf8InAQuotedValueDoesNotThrow()
    {
        const std::string text = a1111Text({"p", "n", {{"Model", "a,\xff"}}});
        QVERIFY(text.find("Model: \"a,") != std::string::npos);
    }

private:
    // Takes a field out of the request; a default-made value where there is none.
    template<typename T = std::string>
    static T taken(json &request, const char *name)
    {
        const T value = request.contains(name) ? request[name].get<T>() : T{};
        request.erase(name);
        return value;
    }

    template<typename T>
    static std::optional<T> takenIf(json &request, const char *name)
    {
        return request.contains(name) ? std::optional<T>(taken<T>(request, name)) : std::nullopt;
    }

    static A1111Values valuesOf(json &request)
    {
        A1111Values values;
        values.steps = taken<int>(request, "steps");
        values.sampler = taken(request, "sampler");
        values.schedule = taken(request, "schedule");
        values.guidance = taken<double>(request, "guidance");
        values.seed = taken<std::int64_t>(request, "seed");
        values.width = taken<int>(request, "width");
        values.height = taken<int>(request, "height");
        values.model = taken(request, "model");
        values.modelHash = taken(request, "model_hash");
        values.vae = taken(request, "vae");
        values.vaeHash = taken(request, "vae_hash");
        values.variationSeed = takenIf<std::int64_t>(request, "variation_seed");
        values.variationStrength = takenIf<double>(request, "variation_seed_strength");
        values.seedResizeFrom = taken(request, "seed_resize_from");
        values.strength = takenIf<double>(request, "strength");
        values.clipSkip = taken<int>(request, "clip_skip");
        values.seedDelta = takenIf<std::int64_t>(request, "ensd");
        values.initImageHash = taken(request, "init_image_hash");
        values.rng = taken(request, "rng");
        values.tiling = taken<bool>(request, "tiling");
        values.mask = {taken(request, "mask_mode"), takenIf<int>(request, "mask_blur"), taken(request, "inpaint_area"),
                       takenIf<int>(request, "masked_area_padding"), taken(request, "masked_content")};
        values.hires.sampler = taken(request, "hires_sampler");
        values.hires.prompt = taken(request, "hires_prompt");
        values.hires.negativePrompt = taken(request, "hires_negative_prompt");
        values.hires.upscale = takenIf<double>(request, "hires_upscale");
        values.hires.width = taken<int>(request, "hires_width");
        values.hires.height = taken<int>(request, "hires_height");
        values.hires.steps = taken<int>(request, "hires_steps");
        values.hires.upscaler = taken(request, "hires_upscaler");
        for (const json &lora : taken<json>(request, "loras"))
            values.loraHashes.emplace_back(lora["name"], lora["hash"]);
        const std::string refiner = taken(request, "refiner");
        const std::string refinerHash = taken(request, "refiner_hash");
        values.refiner = refiner.empty() ? "" : refiner + " [" + refinerHash + "]";
        values.refinerSwitchAt = takenIf<double>(request, "refiner_switch_at");
        values.eta = takenIf<double>(request, "eta");
        values.version = "v1.10.1";
        return values;
    }

    static json load(const QString &path)
    {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("cannot open %s", qPrintable(path));
        return json::parse(file.readAll().toStdString());
    }
};

CALOTYPE_GUILESS_TEST(A1111TextTest)
#include "A1111TextTest.moc"
