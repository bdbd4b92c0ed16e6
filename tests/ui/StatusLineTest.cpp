#include "tests/support/TestMain.h"
#include "ui/StatusLine.h"
#include "ui/Theme.h"

#include "tests/ui/AccessibleTree.h"

#include <QLabel>
#include <QMainWindow>
#include <QProgressBar>
#include <QStatusBar>
#include <QtTest>

using namespace calotype;
using namespace calotype::tests;
using namespace calotype::ui;

Q_DECLARE_METATYPE(calotype::Progress)
Q_DECLARE_METATYPE(calotype::LoadProgress)

namespace {

Progress sampling(int step, int totalSteps, double secondsPerStep = 0, double secondsLeft = -1)
{
    Progress progress;
    progress.stage = Stage::Sampling;
    progress.step = step;
    progress.totalSteps = totalSteps;
    progress.secondsPerStep = secondsPerStep;
    progress.secondsLeft = secondsLeft;
    return progress;
}

Progress at(Stage stage)
{
    Progress progress;
    progress.stage = stage;
    progress.totalSteps = 20;
    return progress;
}

Progress ofSeveral(Progress progress, int image, int count)
{
    progress.image = image;
    progress.imageCount = count;
    return progress;
}

} // namespace

/// What is seen, and heard, of a run.
class StatusLineTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void runIsTold_data();
    void runIsTold();
    void loadIsTold_data();
    void loadIsTold();
    void timeLeftGoesOnCounting();
    void barFollowsTheRun();
    void aRestingLineSaysNothing();
    void barWearsTheProgramsColours();
    void whatIsSeenIsHeard();
};

void StatusLineTest::initTestCase()
{
    QLocale::setDefault(QLocale::c());
}

void StatusLineTest::cleanupTestCase()
{
    QLocale::setDefault(QLocale::system());
}

void StatusLineTest::runIsTold_data()
{
    QTest::addColumn<Progress>("progress");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const Progress &progress, const char *text) {
        QTest::newRow(name) << progress << QString::fromUtf8(text);
    };
    row("prompt", at(Stage::EncodingText), "Reading the prompt");
    row("start image", at(Stage::EncodingImage), "Reading the start image");
    row("before the first step", sampling(0, 20), "Sampling");
    row("speed not known yet", sampling(1, 20), "Sampling · step 1 of 20");
    row("speed and time", sampling(7, 20, 1.8, 24), "Sampling · step 7 of 20 · 1.80 s/it · 0:24 left");
    row("slow steps", sampling(7, 20, 12.34, 160), "Sampling · step 7 of 20 · 12.3 s/it · 2:40 left");
    row("hours", sampling(7, 20, 90, 3725), "Sampling · step 7 of 20 · 90.0 s/it · 1:02:05 left");
    row("nearly done", sampling(20, 20, 1.8, 0), "Sampling · step 20 of 20 · 1.80 s/it · 0:00 left");
    row("one of several", ofSeveral(sampling(7, 20, 1.8, 24), 1, 3), "Sampling, picture 2 of 3 · step 7 of 20 · 1.80 s/it · 0:24 left");
    row("decoding", ofSeveral(at(Stage::Decoding), 2, 3), "Developing the picture, picture 3 of 3");
    row("done", ofSeveral(at(Stage::Finished), 2, 3), "Done");
}

void StatusLineTest::runIsTold()
{
    QFETCH(Progress, progress);
    StatusLine line;
    line.showProgress(progress);
    QTEST(line.text(), "text");
}

void StatusLineTest::loadIsTold_data()
{
    QTest::addColumn<LoadProgress>("progress");
    QTest::addColumn<QString>("text");
    QTest::newRow("files") << LoadProgress{LoadStep::FindFiles, 0, 0} << "Loading the model";
    QTest::newRow("bytes") << LoadProgress{LoadStep::ReadWeights, 512'000'000, 2'100'000'000} << "Reading the weights · 512.0 MB of 2.1 GB";
    QTest::newRow("moving") << LoadProgress{LoadStep::MoveToDevice, 0, 0} << "Moving the model to the device";
    QTest::newRow("preparing") << LoadProgress{LoadStep::ApplyOptimisations, 0, 0} << "Preparing the model";
}

void StatusLineTest::loadIsTold()
{
    QFETCH(LoadProgress, progress);
    StatusLine line;
    line.showLoading(progress);
    QTEST(line.text(), "text");
}

void StatusLineTest::timeLeftGoesOnCounting()
{
    StatusLine line;
    line.showProgress(sampling(1, 20, 30, 59));
    const QString before = line.text();
    QVERIFY2(before.endsWith(QStringLiteral("0:59 left")), qPrintable(before));
    QTRY_VERIFY(line.text() != before); // with no event in between
    QVERIFY2(line.text() < before && line.text().endsWith(QStringLiteral(" left")), qPrintable(line.text()));
    line.showProgress(sampling(2, 20)); // it is not known any more
    QCOMPARE(line.text(), QStringLiteral("Sampling · step 2 of 20"));
}

void StatusLineTest::barFollowsTheRun()
{
    StatusLine line;
    const auto *const bar = line.findChild<QProgressBar *>();
    line.showProgress(at(Stage::EncodingText));
    QCOMPARE(bar->maximum(), 0); // busy, without an end
    line.showProgress(ofSeveral(sampling(7, 20), 1, 3));
    QCOMPARE(bar->maximum(), 1000);
    QCOMPARE(bar->value(), 450); // 27 of 60 steps
    line.showProgress(ofSeveral(at(Stage::Finished), 2, 3));
    QCOMPARE(bar->value(), 1000);
    line.showLoading({LoadStep::ReadWeights, 1, 4});
    QCOMPARE(bar->value(), 250);
}

void StatusLineTest::aRestingLineSaysNothing()
{
    StatusLine line;
    line.setDevice(QStringLiteral("cpu"));
    line.showProgress(sampling(7, 20, 1.8, 24));
    line.showState({}, false);
    QCOMPARE(line.text(), QStringLiteral("cpu"));
    QCOMPARE(line.findChild<QProgressBar *>()->value(), 0);
}

void StatusLineTest::barWearsTheProgramsColours()
{
    const auto back = qScopeGuard([before = QApplication::palette()] { QApplication::setPalette(before); });
    QMainWindow window;
    auto *const line = new StatusLine;
    window.statusBar()->addPermanentWidget(line, 1);
    QApplication::setPalette(themePalette(false));
    window.resize(400, 100);
    window.show();
    line->showProgress(at(Stage::Finished)); // the whole bar
    const auto colour = [&] { return line->grab().toImage().pixelColor(20, 1); };
    QCOMPARE(colour(), themePalette(false).color(QPalette::Highlight));
    QApplication::setPalette(themePalette(true));
    QTRY_COMPARE(colour(), themePalette(true).color(QPalette::Highlight));
}

void StatusLineTest::whatIsSeenIsHeard()
{
    StatusLine line;
    line.setDevice(QStringLiteral("cpu"));
    line.showProgress(sampling(7, 20, 1.8, 24));
    QStringList heard;
    for (QLabel *const label : line.findChildren<QLabel *>())
        heard << accessibleOf(label)->text(QAccessible::Name);
    QCOMPARE(heard, (QStringList{QStringLiteral("Stage: Sampling"), QStringLiteral("Step: step 7 of 20"), QStringLiteral("Speed: 1.80 s/it"),
                                 QStringLiteral("Time left: 0:24 left"), QStringLiteral("Device: cpu")}));
}

CALOTYPE_TEST(StatusLineTest)
#include "StatusLineTest.moc"
