#include "tests/support/TestMain.h"
#include "ui/viewer/ComparePage.h"

#include "PictureFolder.h"
#include "ui/ImageView.h"
#include "ui/viewer/CompareDivider.h"
#include "ui/viewer/DifferenceModel.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QAction>
#include <QFileInfo>
#include <QLabel>
#include <QSignalSpy>
#include <QTableView>
#include <QtTest>

#include <atomic>

using namespace calotype;
using namespace calotype::ui;

namespace {

PictureWord word(const char *name, const QVariant &value)
{
    return {QLatin1String(name), value, WordState::Restored, {}};
}

/// What the pictures of this test say, by the names of their files.
Result<PictureWords> readWords(const QString &path)
{
    PictureWords words;
    const QString name = QFileInfo(path).baseName();
    if (name == QLatin1String("damaged"))
        return Error{ErrorCode::Damaged, "The words are cut.", {}};
    if (name == QLatin1String("silent"))
        return words;
    words.fields = {word("prompt", QStringLiteral("p")), word("steps", qint64{20}), word("seed", qint64{name == QLatin1String("a") ? 1 : 2}),
                    word("guidance", 7.0)};
    if (name == QLatin1String("b"))
        words.fields.append(word("clip_skip", qint64{2}));
    return words;
}

} // namespace

class ComparePageTest : public QObject
{
    Q_OBJECT

private:
    struct Fixture {
        Fixture()
        {
            folder.add("a.png", Qt::red);
            folder.add("b.png", Qt::blue);
            folder.add("c.png", Qt::green);
            folder.add("silent.png", Qt::gray);
            folder.add("damaged.png", Qt::gray);
            page.resize(900, 700);
            page.show();
            page.activateWindow();
            if (!QTest::qWaitForWindowActive(&page))
                qFatal("The window does not become active.");
            page.setFocus();
        }
        void show(const QString &left, const QString &right)
        {
            page.setPictures(folder.path(left), folder.path(right));
            QTRY_VERIFY(!page.view()->view(CompareView::Left)->isEmpty() && !page.view()->view(CompareView::Right)->isEmpty());
            QTRY_VERIFY(!note().startsWith(QLatin1String("Reading")));
        }
        QString note() const { return page.findChild<QLabel *>("compareNote")->text(); }
        QStringList rows() const
        {
            QStringList out;
            const DifferenceModel &model = *page.differences();
            for (int row = 0; row < model.rowCount(); ++row) {
                QStringList cells;
                for (int column = 0; column < model.columnCount(); ++column)
                    cells.append(model.index(row, column).data().toString());
                out.append(cells.join(u'|'));
            }
            return out;
        }
        QColor colour(CompareView::Side side) const { return page.view()->view(side)->picture().pixelColor(1, 1); }

        PictureFolder folder;
        ComparePage page{[](const QString &path) { return readWords(path); }};
    };

private Q_SLOTS:
    void bothPicturesAreShown();
    void tableShowsExactlyWhatDiffers();
    void swapChangesPicturesNamesAndTable();
    void sameOrSilentPicturesAreSaidToBe();
    void faultsAreSaid();
    void newPicturesTakeThePlaceOfTheOld();
    void keysChangeModeAndZoom();
    void onePictureComparedWithItself();
    void everyControlHasAName();
    void deletedWhileReading();
};

void ComparePageTest::bothPicturesAreShown()
{
    Fixture f;
    f.show("a.png", "b.png");
    QCOMPARE(f.colour(CompareView::Left), QColor(Qt::red));
    QCOMPARE(f.colour(CompareView::Right), QColor(Qt::blue));
    QCOMPARE(f.page.findChild<QLabel *>("compareLeftName")->text(), QStringLiteral("a.png"));
    QCOMPARE(f.page.findChild<QLabel *>("compareRightName")->text(), QStringLiteral("b.png"));
}

void ComparePageTest::tableShowsExactlyWhatDiffers()
{
    Fixture f;
    QAbstractItemModelTester tester(f.page.differences());
    f.show("a.png", "b.png");
    QCOMPARE(f.rows(), QStringList({"Seed|1|2", "Clip skip|—|2"}));
    QVERIFY(f.page.findChild<QTableView *>("compareTable")->isVisible());
    QTest::keyClick(f.page.view()->view(CompareView::Left), Qt::Key_D);
    QVERIFY(!f.page.findChild<QTableView *>("compareTable")->isVisible());
}

void ComparePageTest::swapChangesPicturesNamesAndTable()
{
    Fixture f;
    f.show("a.png", "b.png");
    QTest::keyClick(f.page.view()->view(CompareView::Left), Qt::Key_C);
    QCOMPARE(f.colour(CompareView::Left), QColor(Qt::blue));
    QCOMPARE(f.colour(CompareView::Right), QColor(Qt::red));
    QCOMPARE(f.page.findChild<QLabel *>("compareLeftName")->text(), QStringLiteral("b.png"));
    QCOMPARE(f.rows(), QStringList({"Seed|2|1", "Clip skip|2|—"}));
    QCOMPARE(f.page.path(CompareView::Left), f.folder.path("b.png"));
}

void ComparePageTest::sameOrSilentPicturesAreSaidToBe()
{
    Fixture f;
    f.show("silent.png", "silent.png");
    QVERIFY(f.note().contains(QLatin1String("Neither")));
    f.show("c.png", "c.png");
    QVERIFY(f.note().contains(QLatin1String("same settings")));
    QVERIFY(f.rows().isEmpty());
    f.show("silent.png", "a.png");
    QCOMPARE(f.rows().size(), 4);
    QVERIFY(f.note().isEmpty());
}

void ComparePageTest::faultsAreSaid()
{
    Fixture f;
    f.show("a.png", "damaged.png");
    QCOMPARE(f.note(), QStringLiteral("The words are cut."));
    QSignalSpy failed(&f.page, &ComparePage::failed);
    f.page.setPictures(f.folder.path("a.png"), f.folder.path("none.png"));
    QVERIFY(failed.wait());
    QVERIFY(f.page.view()->view(CompareView::Right)->isEmpty());
    QTRY_VERIFY(!f.page.view()->view(CompareView::Left)->isEmpty());
    f.page.setPictures({}, {});
    QVERIFY(f.page.view()->view(CompareView::Left)->isEmpty());
    QVERIFY(f.note().contains(QLatin1String("Choose two")));
}

void ComparePageTest::newPicturesTakeThePlaceOfTheOld()
{
    Fixture f;
    f.page.setPictures(f.folder.path("b.png"), f.folder.path("b.png"));
    f.show("a.png", "c.png");
    QCOMPARE(f.colour(CompareView::Left), QColor(Qt::red));
    QCOMPARE(f.colour(CompareView::Right), QColor(Qt::green));
    QTRY_COMPARE(f.rows(), QStringList({"Seed|1|2"}));
}

void ComparePageTest::keysChangeModeAndZoom()
{
    Fixture f;
    f.show("a.png", "b.png");
    ImageView *const left = f.page.view()->view(CompareView::Left);
    QTest::keyClick(left, Qt::Key_M);
    QCOMPARE(f.page.view()->mode(), CompareView::Mode::Slider);
    QVERIFY(f.page.findChild<QAction *>("compareSlider")->isChecked());
    QTest::keyClick(left, Qt::Key_1);
    QCOMPARE(left->zoom(), 1.0);
    QCOMPARE(f.page.view()->view(CompareView::Right)->zoom(), 1.0);
    QCOMPARE(f.page.findChild<QLabel *>("compareZoom")->text(), QStringLiteral("100 %"));
    QTest::keyClick(f.page.view()->divider(), Qt::Key_Right);
    QCOMPARE(f.page.view()->divider()->position(), 0.51);
    QTest::keyClick(f.page.view()->divider(), Qt::Key_M);
    QCOMPARE(f.page.view()->mode(), CompareView::Mode::SideBySide);
    QVERIFY(f.page.findChild<QAction *>("compareSideBySide")->isChecked());
}

void ComparePageTest::onePictureComparedWithItself()
{
    Fixture f;
    f.show("a.png", "a.png");
    QCOMPARE(f.colour(CompareView::Left), f.colour(CompareView::Right));
    f.page.swap();
    QVERIFY(f.rows().isEmpty());
}

void ComparePageTest::everyControlHasAName()
{
    Fixture f;
    const auto buttons = f.page.findChild<QWidget *>("compareBar")->findChildren<QAbstractButton *>();
    QStringList names;
    for (const QAbstractButton *const button : buttons)
        names << button->objectName();
    QCOMPARE(names, QStringList({"compareSideBySideButton", "compareSliderButton", "compareSwapButton", "compareDifferencesButton"}));
    for (const QAbstractButton *const button : buttons) {
        QVERIFY(!button->objectName().isEmpty());
        QVERIFY(button->accessibleName().size() > 1);
        QVERIFY(button->focusPolicy() & Qt::TabFocus);
    }
    QVERIFY(!f.page.view()->divider()->accessibleName().isEmpty());
    QVERIFY(!f.page.findChild<QTableView *>("compareTable")->accessibleName().isEmpty());
}

void ComparePageTest::deletedWhileReading()
{
    PictureFolder folder;
    std::atomic<int> reads = 0;
    auto page = std::make_unique<ComparePage>([&](const QString &path) {
        ++reads;
        return readWords(path);
    });
    page->setPictures(folder.add("a.png", Qt::red, {2000, 2000}), folder.add("b.png", Qt::red, {2000, 2000}));
    page.reset();
    QCOMPARE(reads.load(), 2); // all that was begun has ended
}

CALOTYPE_TEST(ComparePageTest)
#include "ComparePageTest.moc"
