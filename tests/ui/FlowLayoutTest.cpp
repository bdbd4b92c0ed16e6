#include "tests/support/TestMain.h"
#include "ui/FlowLayout.h"

#include <QWidget>
#include <QtTest>

using namespace calotype::ui;

namespace {

/// Parts of given sizes in a layout with gaps of 5 and 7 pixels.
struct Flow {
    explicit Flow(const QList<QSize> &sizes)
    {
        box.setLayout(layout);
        for (const QSize size : sizes) {
            auto *const part = new QWidget;
            part->setFixedSize(size);
            layout->addWidget(part);
            parts.append(part);
        }
        box.show();
    }
    void setWidth(int width)
    {
        box.resize(width, layout->heightForWidth(width));
        layout->activate();
    }

    QWidget box;
    FlowLayout *layout = new FlowLayout(5, 7); // the box's
    QList<QWidget *> parts;
};

} // namespace

class FlowLayoutTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesAreAsManyAsTheWidthAsksFor();
    void lowerPartsStandInTheMiddleOfTheirLine();
    void hiddenPartsTakeNoRoom();
    void readsFromTheRightWhereTheLanguageDoes();
};

void FlowLayoutTest::linesAreAsManyAsTheWidthAsksFor()
{
    Flow flow({{100, 20}, {100, 20}, {100, 20}});
    QCOMPARE(flow.layout->sizeHint(), QSize(310, 20));
    QCOMPARE(flow.layout->minimumSize(), QSize(100, 20));
    QCOMPARE(flow.layout->heightForWidth(310), 20);
    QCOMPARE(flow.layout->heightForWidth(309), 47);
    QCOMPARE(flow.layout->heightForWidth(204), 74);

    flow.setWidth(310);
    QCOMPARE(flow.parts[2]->pos(), QPoint(210, 0));
    flow.setWidth(240);
    QCOMPARE(flow.parts[1]->pos(), QPoint(105, 0));
    QCOMPARE(flow.parts[2]->pos(), QPoint(0, 27));
}

void FlowLayoutTest::lowerPartsStandInTheMiddleOfTheirLine()
{
    Flow flow({{50, 10}, {50, 30}});
    flow.setWidth(200);
    QCOMPARE(flow.parts[0]->pos(), QPoint(0, 10));
    QCOMPARE(flow.parts[1]->pos(), QPoint(55, 0));
}

void FlowLayoutTest::hiddenPartsTakeNoRoom()
{
    Flow flow({{100, 20}, {100, 20}, {100, 20}});
    flow.parts[1]->hide();
    QCOMPARE(flow.layout->sizeHint(), QSize(205, 20));
    flow.setWidth(205);
    QCOMPARE(flow.parts[2]->pos(), QPoint(105, 0));
    delete flow.parts[0];
    QCOMPARE(flow.layout->count(), 2);
    QCOMPARE(flow.layout->sizeHint(), QSize(100, 20));
}

void FlowLayoutTest::readsFromTheRightWhereTheLanguageDoes()
{
    Flow flow({{100, 20}, {50, 20}});
    flow.box.setLayoutDirection(Qt::RightToLeft);
    flow.setWidth(300);
    QCOMPARE(flow.parts[0]->pos(), QPoint(200, 0));
    QCOMPARE(flow.parts[1]->pos(), QPoint(145, 0));
}

CALOTYPE_TEST(FlowLayoutTest)
#include "FlowLayoutTest.moc"
