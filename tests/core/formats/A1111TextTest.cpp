#include "core/formats/A1111Text.h"

#include <nlohmann/json.hpp>

#include <QDir>
#include <QFile>
#include <QTest>

#include <set>

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
        const std::set<std::string> known{"steps", "sampler", "schedule", "guidance", "seed", "width", "height", "model",
                                          "model_hash", "prompt", "negative_prompt", "strength", "clip_skip", "rng", "eta"};
        const QDir dir(QStringLiteral(CALOTYPE_TEST_DATA "/metadata/writer"));
        int rows = 0;
        for (const QString &name : dir.entryList({QStringLiteral("*.json")})) {
            const json request = load(dir.filePath(name))["request"];
            bool all = true;
            for (const auto &[key, value] : request.items())
                all = all && known.count(key) > 0;
            if (all) {
                QTest::newRow(qPrintable(name)) << dir.filePath(name);
                ++rows;
            }
        }
        QVERIFY(rows >= 9);
    }

    void textEqualsTheReference()
    {
        QFETCH(QString, file);
        const json golden = load(file);
        const json &request = golden["request"];
        A1111Values values;
        values.steps = request["steps"];
        values.sampler = request["sampler"];
        values.schedule = request["schedule"];
        values.guidance = request["guidance"];
        values.seed = request["seed"];
        values.width = request["width"];
        values.height = request["height"];
        values.model = request["model"];
        values.modelHash = request["model_hash"];
        if (request.contains("strength"))
            values.strength = request["strength"].get<double>();
        values.clipSkip = request.value("clip_skip", 1);
        values.version = "v1.10.1";
        const A1111Parameters parameters{request["prompt"], request["negative_prompt"], a1111Settings(values)};
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
    static json load(const QString &path)
    {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("cannot open %s", qPrintable(path));
        return json::parse(file.readAll().toStdString());
    }
};

QTEST_GUILESS_MAIN(A1111TextTest)
#include "A1111TextTest.moc"
