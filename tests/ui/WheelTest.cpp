#include "tests/support/TestMain.h"
#include "tests/ui/preferences/PreferencesBench.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QSlider>
#include <QWheelEvent>

#include <optional>

using namespace calotype;
using namespace calotype::tests;

namespace {

/// What the wheel could change of a field; nothing of what is none.
std::optional<QString> valueOf(const QWidget *widget)
{
    if (const auto *const box = qobject_cast<const QAbstractSpinBox *>(widget))
        return box->text();
    if (const auto *const box = qobject_cast<const QComboBox *>(widget))
        return QString::number(box->currentIndex());
    if (const auto *const slider = qobject_cast<const QSlider *>(widget))
        return QString::number(slider->value());
    return {};
}

/// @return whether the widget kept the wheel to itself
bool turnWheel(QWidget *widget, int delta)
{
    QWheelEvent event(QPointF(5, 5), widget->mapToGlobal(QPointF(5, 5)), {}, QPoint(0, delta), Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(widget, &event);
    return event.isAccepted();
}

} // namespace

/// The wheel scrolls the panel; a field that it merely passes over keeps its value.
class WheelTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fieldsWithoutTheFocusLeaveTheWheelAlone();
    void fieldWithTheFocusHeedsIt();
};

void WheelTest::fieldsWithoutTheFocusLeaveTheWheelAlone()
{
    Bench bench;
    bench.button("showLog")->click();
    bench.window->findChild<QAction *>(QStringLiteral("filterDateBetween"))->trigger(); // two dates
    QStringList changed;
    int fields = 0;
    for (QWidget *const widget : bench.window->findChildren<QWidget *>()) {
        const auto before = valueOf(widget);
        if (!before)
            continue;
        ++fields;
        widget->clearFocus();
        bool kept = widget->focusPolicy() == Qt::WheelFocus; // it would take the focus by it
        for (const int delta : {120, -120}) {
            kept = turnWheel(widget, delta) || kept;
            kept = valueOf(widget) != before || kept;
        }
        if (kept)
            changed << QStringLiteral("%1 “%2”").arg(QLatin1String(widget->metaObject()->className()), widget->objectName());
    }
    QVERIFY2(changed.isEmpty(), qPrintable(changed.join(u'\n')));
    QVERIFY2(fields > 40, qPrintable(QString::number(fields)));
}

void WheelTest::fieldWithTheFocusHeedsIt()
{
    Bench bench;
    bench.showPage(1);
    QTRY_VERIFY(bench.dialog()->isActiveWindow());
    auto *const precision = bench.box("dtype");
    precision->setFocus();
    QVERIFY(precision->hasFocus());
    QVERIFY(turnWheel(precision, -120));
    QCOMPARE(precision->currentIndex(), 1);
    QCOMPARE(bench.preferences().values().dtype, QStringLiteral("float32"));
}

CALOTYPE_TEST(WheelTest)
#include "WheelTest.moc"
