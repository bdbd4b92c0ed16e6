#include "tests/support/TestMain.h"
#include "tests/ui/preferences/PreferencesBench.h"
#include "ui/prompt/StylesPopup.h"

#include <QAbstractButton>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QToolButton>

#include <map>

using namespace calotype;
using namespace calotype::tests;

namespace {

/// What each letter with Alt means, and where two things mean the same one.
class Letters
{
public:
    void add(const QKeySequence &key, const QString &what)
    {
        if (key.isEmpty())
            return;
        const auto [place, isNew] = m_known.emplace(key.toString(), what);
        if (!isNew && place->second != what)
            clashes << QStringLiteral("%1: “%2” and “%3”").arg(key.toString(), place->second, what);
    }
    void addText(const QString &text) { add(QKeySequence::mnemonic(text), text); }

    QStringList clashes;

private:
    std::map<QString, QString> m_known;
};

/// Of a whole window, hidden parts too: a letter means one thing there, whatever is shown.
QStringList clashesIn(const QWidget *window, const QWidget *part)
{
    Letters letters;
    if (const auto *const bar = window->findChild<QMenuBar *>(QString(), Qt::FindDirectChildrenOnly)) {
        for (const QAction *const menu : bar->actions())
            letters.addText(menu->text());
    }
    for (const QAction *const action : window->findChildren<QAction *>()) {
        for (const QKeySequence &key : action->shortcuts()) {
            if (key[0].keyboardModifiers() == Qt::AltModifier)
                letters.add(key, action->objectName());
        }
    }
    for (const QWidget *const widget : part->findChildren<QWidget *>()) {
        if (widget->window() != window)
            continue;
        if (const auto *const label = qobject_cast<const QLabel *>(widget); label && label->buddy())
            letters.addText(label->text());
        if (const auto *const button = qobject_cast<const QAbstractButton *>(widget))
            letters.add(button->shortcut(), button->text());
    }
    return letters.clashes;
}

QStringList clashesInMenus(const QWidget *window)
{
    QStringList clashes;
    for (const QMenu *const menu : window->findChildren<QMenu *>()) {
        Letters letters;
        for (const QAction *const action : menu->actions())
            letters.addText(action->text());
        clashes << letters.clashes;
    }
    for (const QWidget *const widget : window->findChildren<QWidget *>()) {
        if (widget->contextMenuPolicy() != Qt::ActionsContextMenu)
            continue;
        Letters letters;
        for (const QAction *const action : widget->actions())
            letters.addText(action->text());
        clashes << letters.clashes;
    }
    return clashes;
}

QByteArray told(const QStringList &clashes)
{
    return clashes.join(u'\n').toUtf8();
}

} // namespace

/// A letter with Alt that means two things does neither at once.
class MnemonicsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachLetterMeansOneThingInTheWindow()
    {
        Bench bench;
        QStringList clashes = clashesIn(bench.window.get(), bench.window.get()) + clashesInMenus(bench.window.get());
        QVERIFY2(clashes.isEmpty(), told(clashes));
        bench.script->stepGate.close();
        bench.window->controller().generate();
        QTRY_COMPARE(bench.window->controller().phase(), Phase::Running);
        clashes = clashesIn(bench.window.get(), bench.window.get()) + clashesInMenus(bench.window.get());
        QVERIFY2(clashes.isEmpty(), told(clashes));
        bench.script->stepGate.open();
        QTRY_COMPARE(bench.window->controller().phase(), Phase::Idle);
    }

    void eachLetterMeansOneThingOnAPreferencesPage()
    {
        Bench bench;
        auto *const pages = bench.part<QListWidget>("preferencePages");
        const QList<QWidget *> all = pageWidgets(bench);
        QCOMPARE(all.size(), pages->count());
        for (const QWidget *const page : all) {
            const QStringList clashes = clashesIn(bench.dialog(), page) + besideClose(page);
            QVERIFY2(clashes.isEmpty(), told(clashes));
        }
        bench.showPage(1);
        bench.script->testGate.close();
        bench.button("testDevice")->click(); // it now cancels
        QCOMPARE(bench.button("testDevice")->text(), QStringLiteral("Canc&el Test"));
        const QStringList clashes = clashesIn(bench.dialog(), all[1]) + besideClose(all[1]);
        QVERIFY2(clashes.isEmpty(), told(clashes));
        bench.button("testDevice")->click();
        bench.script->testGate.open();
    }

    void eachLetterMeansOneThingAmongTheStyles()
    {
        Bench bench;
        bench.window->findChild<QToolButton *>(QStringLiteral("styles"))->click();
        const auto *const popup = bench.window->findChild<StylesPopup *>();
        QVERIFY(popup);
        const QStringList clashes = clashesIn(popup, popup);
        QVERIFY2(clashes.isEmpty(), told(clashes));
    }

    void ampersandsOfFolderNamesAreNoLetters()
    {
        Bench bench;
        bench.preferences().set(QStringLiteral("output/folder"), bench.dir.filePath(QStringLiteral("black & white")));
        const QPushButton *const folder = bench.button("folder");
        QVERIFY2(folder->text().endsWith(QStringLiteral("black && white")), qPrintable(folder->text()));
        QVERIFY(folder->shortcut().isEmpty());
    }

private:
    static QList<QWidget *> pageWidgets(const Bench &bench)
    {
        QList<QWidget *> pages;
        for (const QWidget *const restore : bench.dialog()->findChildren<QPushButton *>(QStringLiteral("restoreDefaults")))
            pages << restore->parentWidget();
        return pages;
    }
    /// Some platforms give the dialog's Close button its C.
    static QStringList besideClose(const QWidget *page)
    {
        Letters letters;
        letters.addText(QStringLiteral("&Close"));
        for (const QAbstractButton *const button : page->findChildren<QAbstractButton *>())
            letters.add(button->shortcut(), button->text());
        return letters.clashes;
    }
};

CALOTYPE_TEST(MnemonicsTest)
#include "MnemonicsTest.moc"
