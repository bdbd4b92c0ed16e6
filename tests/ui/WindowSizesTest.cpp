#include "core/jobs/JobQueue.h"
#include "tests/support/TestMain.h"
#include "tests/ui/PageWalk.h"
#include "tests/ui/SeenWords.h"
#include "ui/Language.h"
#include "ui/StatusLine.h"
#include "ui/gallery/FilterBar.h"
#include "ui/inpaint/MaskEditor.h"
#include "ui/preferences/PreferencesDialog.h"

#include <QAbstractButton>
#include <QListWidget>
#include <QToolBar>
#include <QtTest>

using namespace calotype;
using namespace calotype::tests;
using Bench = PicturesBench;

namespace {

constexpr QSize kSmall(960, 640);
constexpr QSize kUsual(1280, 860);

/// Layouts whose heights come with their widths ask again once they have been given a width.
void settle()
{
    for (int round = 0; round < 3; ++round) {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
        QCoreApplication::processEvents();
    }
}

QByteArray told(const QStringList &clipped)
{
    return clipped.join(u'\n').toUtf8();
}

/// Many filters at once, of long words.
gallery::GalleryFilter longFilter()
{
    gallery::GalleryFilter filter;
    filter.text = QStringLiteral("fox");
    filter.model = QStringLiteral("a model with quite a long name");
    filter.sampler = QStringLiteral("DPM++ 2S Ancestral");
    filter.tag = QStringLiteral("a tag of several words, cut off");
    filter.minRating = 4;
    filter.madeFromImage = true;
    filter.from = QDate(2024, 1, 1);
    filter.to = QDate(2024, 12, 31);
    return filter;
}

} // namespace

/// The window on a small screen and in its usual size: it fits, and nothing in it is cut off.
class WindowSizesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { speak(*qApp, QStringLiteral("en")); }

    void nothingOfTheWindowIsClipped_data();
    void nothingOfTheWindowIsClipped();
    void nothingIsClippedWhilePicturesAreMade_data() { addLanguages(); }
    void nothingIsClippedWhilePicturesAreMade();
    void nothingOfThePreferencesIsClipped_data() { addLanguages(); }
    void nothingOfThePreferencesIsClipped();

private:
    static void addLanguages();
};

void WindowSizesTest::addLanguages()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("English") << "en";
    QTest::newRow("German") << "de";
}

void WindowSizesTest::nothingOfTheWindowIsClipped_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("docks"); // they need the room of the usual size
    QTest::newRow("English, small") << "en" << kSmall << false;
    QTest::newRow("German, small") << "de" << kSmall << false;
    QTest::newRow("English, usual") << "en" << kUsual << true;
    QTest::newRow("German, usual") << "de" << kUsual << true;
}

void WindowSizesTest::nothingOfTheWindowIsClipped()
{
    QFETCH(QString, language);
    QFETCH(QSize, size);
    QFETCH(bool, docks);
    QVERIFY(speak(*qApp, language));
    Bench bench(2);
    fillWindow(bench,
               QStringLiteral("A sentence that is long enough to need a second line beside the buttons of the message, in "
                              "a window that is not very wide, and to show that it gets one."),
               docks);
    if (QTest::currentTestFailed())
        return;
    bench.window->resize(size);
    // What is told by other threads is laid out in the turn after it.
    const auto clipped = [&] {
        QStringList words;
        (void)QTest::qWaitFor([&] {
            settle();
            words = clippedWords(*bench.window);
            return words.isEmpty();
        });
        return told(words);
    };

    for (const QAbstractButton *const button : bench.part<QToolBar>("toolBar")->findChildren<QAbstractButton *>()) {
        if (button->objectName() != QStringLiteral("qt_toolbar_ext_button"))
            QVERIFY2(button->isVisible(), qPrintable(button->text())); // and not behind the bar's arrow
    }
    walkPages(bench, [&](WindowPages::Page) {
        QCOMPARE(clipped(), QByteArray());
        QCOMPARE(bench.window->size(), size);
    });
    if (QTest::currentTestFailed())
        return;
    bench.pages().setPage(WindowPages::Gallery);
    bench.pages().galleryPage()->filterBar().setFilter(longFilter());
    QTRY_COMPARE(bench.model().pictureCount(), 0);
    QCOMPARE(clipped(), QByteArray());
    QCOMPARE(bench.window->size(), size);

    bench.pages().setPage(WindowPages::Create);
    bench.part<QAbstractButton>("paintMask")->click();
    QTRY_VERIFY(!bench.part<MaskEditor>("maskEditor")->view()->isEmpty());
    QCOMPARE(clipped(), QByteArray());
    QCOMPARE(bench.window->size(), size);
}

void WindowSizesTest::nothingIsClippedWhilePicturesAreMade()
{
    QFETCH(QString, language);
    QVERIFY(speak(*qApp, language));
    Bench bench(0);
    bench.window->resize(kSmall);
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setCount(12);
    bench.script->stepGate.close();
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.phase(), Phase::Running);
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.window->queue().waitingCount(), 1);
    QTRY_COMPARE(bench.script->stepGate.waiting(), 1);
    settle();
    Progress longest;
    longest.stage = Stage::Decoding;
    longest.image = 11;
    longest.imageCount = 12;
    longest.step = longest.totalSteps = 150;
    longest.secondsPerStep = 112.5;
    longest.secondsLeft = 5000;
    bench.part<StatusLine>("statusLine")->showProgress(longest);
    settle();
    QTRY_VERIFY2(clippedWords(*bench.window).isEmpty(), told(clippedWords(*bench.window)));
    QCOMPARE(bench.window->size(), kSmall);
    bench.script->stepGate.open();
    bench.action("stop")->trigger();
    QTRY_COMPARE(bench.phase(), Phase::Idle);
}

void WindowSizesTest::nothingOfThePreferencesIsClipped()
{
    QFETCH(QString, language);
    QVERIFY(speak(*qApp, language));
    WindowBench bench;
    bench.action("preferences")->trigger();
    auto *const dialog = bench.window->findChild<PreferencesDialog *>();
    QVERIFY(dialog);
    auto *const list = dialog->findChild<QListWidget *>(QStringLiteral("preferencePages"));
    QVERIFY(list && list->count() == 8);
    for (int row = 0; row < list->count(); ++row) {
        list->setCurrentRow(row);
        settle();
        const QStringList clipped = clippedWords(*dialog);
        QVERIFY2(clipped.isEmpty(), told(clipped));
        QVERIFY2(dialog->width() <= kSmall.width() && dialog->height() <= kSmall.height(), qPrintable(list->currentItem()->text()));
    }
}

CALOTYPE_TEST(WindowSizesTest)
#include "WindowSizesTest.moc"
