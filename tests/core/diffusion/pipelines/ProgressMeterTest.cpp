#include "core/diffusion/pipelines/ProgressMeter.h"
#include "tests/support/TestMain.h"

#include <QTest>

using namespace calotype;
using namespace calotype::diffusion;

class ProgressMeterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void evaluationsAreMappedToSteps_data()
    {
        QTest::addColumn<int>("steps");
        QTest::addColumn<int>("evaluations");
        QTest::newRow("first order") << 20 << 20;
        QTest::newRow("second order") << 20 << 39;
        QTest::newRow("one more") << 8 << 9; // PNDM
        QTest::newRow("one") << 1 << 1;
    }

    void evaluationsAreMappedToSteps()
    {
        QFETCH(int, steps);
        QFETCH(int, evaluations);
        int last = 0;
        const ProgressSink sink = [&](const Progress &progress) {
            QVERIFY(progress.step - last <= 1);
            QVERIFY(progress.step >= last);
            last = progress.step;
        };
        ProgressMeter meter(sink, 1, steps, evaluations);
        meter.stage(Stage::Sampling, 0);
        for (int i = 0; i < evaluations; ++i)
            meter.evaluated(i, 0, 1, {}, {});
        QCOMPARE(last, steps);
        QCOMPARE(meter.stepSeconds().size(), static_cast<std::size_t>(steps));
    }

    void timeLeftEndsAtZero()
    {
        double left = -2;
        const ProgressSink sink = [&left](const Progress &progress) { left = progress.secondsLeft; };
        ProgressMeter meter(sink, 1, 2, 2);
        meter.stage(Stage::Sampling, 0);
        QCOMPARE(left, -1.0); // not known yet
        meter.evaluated(0, 0, 1, {}, {});
        QVERIFY(left > 0);
        meter.evaluated(1, 0, 1, {}, {});
        QCOMPARE(left, 0.0);
        meter.finished();
        QCOMPARE(left, 0.0);
    }

    void timeLeftCountsThePicturesToCome()
    {
        double left = 0;
        double perStep = 0;
        const ProgressSink sink = [&](const Progress &progress) {
            left = progress.secondsLeft;
            perStep = progress.secondsPerStep;
        };
        ProgressMeter meter(sink, 3, 4, 4);
        meter.stage(Stage::Sampling, 0);
        meter.evaluated(0, 0, 1, {}, {});
        QVERIFY(std::abs(left - 11 * perStep) < 1e-9); // 3 left of this picture, 8 of two more
    }

    void runThatGoesOnCountsOnlyWhatItDoes()
    {
        int step = -1;
        double left = 0;
        double perStep = 0;
        const ProgressSink sink = [&](const Progress &progress) {
            step = progress.step;
            left = progress.secondsLeft;
            perStep = progress.secondsPerStep;
        };
        ProgressMeter meter(sink, 3, 4, 7, 1); // two evaluations a step, the first picture is done
        meter.stage(Stage::Sampling, 1, 5);
        QCOMPARE(step, 2);
        meter.evaluated(5, 1, 1, {}, {});
        QCOMPARE(step, 3);
        QVERIFY(std::abs(left - 5 * perStep) < 1e-9); // 1 left of this picture, 4 of one more
        meter.evaluated(6, 1, 1, {}, {});
        QCOMPARE(step, 4);
        QCOMPARE(meter.stepSeconds().size(), std::size_t{2});
    }

    void pointIsSentWithItsStep()
    {
        std::shared_ptr<const ResumePoint> sent;
        const ProgressSink sink = [&sent](const Progress &progress) { sent = progress.resumePoint; };
        ProgressMeter meter(sink, 1, 2, 2);
        meter.stage(Stage::Sampling, 0);
        QVERIFY(!sent);
        const auto point = std::make_shared<ResumePoint>();
        meter.evaluated(0, 0, 1, {}, {}, point);
        QVERIFY(sent == point);
    }

    void withoutASinkNothingIsSent()
    {
        const ProgressSink none;
        ProgressMeter meter(none, 1, 1, 1);
        meter.stage(Stage::Sampling, 0);
        meter.evaluated(0, 0, 1, {}, {});
        meter.finished();
        QCOMPARE(meter.stepSeconds().size(), std::size_t{1});
    }
};

CALOTYPE_GUILESS_TEST(ProgressMeterTest)
#include "ProgressMeterTest.moc"
