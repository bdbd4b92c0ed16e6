#include "tests/support/TestMain.h"
#include "ui/GenerationSettings.h"
#include "ui/Theme.h"
#include "ui/prompt/PromptEdit.h"
#include "ui/prompt/PromptHighlighter.h"
#include "ui/prompt/PromptPanel.h"
#include "ui/prompt/StylesPopup.h"
#include "ui/prompt/TokenCounter.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QCompleter>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>
#include <QToolButton>

#include <memory>

using namespace calotype;
using namespace calotype::ui;

namespace {

/// A panel over settings of its own, shown and with the cursor in the prompt.
struct Bench {
    Bench() { open(); }

    void open()
    {
        panel = std::make_unique<PromptPanel>(PromptPanel::Parts{settings, store, dir.path()});
        panel->resize(360, 300);
        panel->show();
        edit = panel->promptEdit();
        edit->setFocus();
    }

    template<typename Part>
    Part *part(const char *name) const
    {
        return panel->findChild<Part *>(QLatin1String(name));
    }

    void setPrompt(const QString &text)
    {
        settings.setPrompt(text);
        edit->moveCursor(QTextCursor::End);
    }

    void setWeighted() { settings.setPromptSyntax(PromptSyntax::Weighted); }

    StylesPopup *openStyles()
    {
        QTest::mouseClick(part<QToolButton>("styles"), Qt::LeftButton);
        return part<StylesPopup>("stylesPopup");
    }

    /// The colour that a character is painted in.
    QColor colourAt(int position) const
    {
        const QTextBlock block = edit->document()->findBlock(position);
        QColor colour;
        for (const QTextLayout::FormatRange &range : block.layout()->formats()) {
            const int at = position - block.position();
            if (at >= range.start && at < range.start + range.length && range.format.hasProperty(QTextFormat::ForegroundBrush))
                colour = range.format.foreground().color();
        }
        return colour;
    }

    QTemporaryDir dir;
    QSettings store{dir.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
    GenerationSettings settings;
    std::unique_ptr<PromptPanel> panel;
    PromptEdit *edit = nullptr;
};

#ifdef Q_OS_MACOS
constexpr auto kCompletingModifier = Qt::MetaModifier;
#else
constexpr auto kCompletingModifier = Qt::ControlModifier;
#endif

QString repeated(const QString &word, int count)
{
    QString text;
    for (int k = 0; k < count; ++k)
        text += word;
    return text;
}

QListWidgetItem *row(const QListWidget *list, const QString &name)
{
    const auto found = list->findItems(name, Qt::MatchExactly);
    return found.isEmpty() ? nullptr : found.first();
}

} // namespace

class PromptPanelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSyntaxIsChosenAndKept()
    {
        Bench bench;
        auto *const syntax = bench.part<QComboBox>("promptSyntax");
        QVERIFY(bench.settings.values().promptSyntax == PromptSyntax::Plain);
        QSignalSpy changed(&bench.settings, &GenerationSettings::changed);
        syntax->setCurrentIndex(1);
        QVERIFY(bench.settings.values().promptSyntax == PromptSyntax::Weighted);
        QCOMPARE(changed.size(), 1);
        bench.settings.store(bench.store);
        GenerationSettings again;
        again.restore(bench.store);
        QVERIFY(again.values().promptSyntax == PromptSyntax::Weighted);
        bench.settings.setPromptSyntax(PromptSyntax::Plain);
        QCOMPARE(syntax->currentIndex(), 0);
    }

    void restoredPromptIsNothingToUndo()
    {
        Bench bench;
        bench.settings.setPrompt(QStringLiteral("a fern"));
        bench.settings.setNegativePrompt(QStringLiteral("blurry"));
        QVERIFY(bench.edit->document()->isUndoAvailable()); // one that is set later is
        bench.open();
        for (PromptEdit *const edit : {bench.panel->promptEdit(), bench.panel->negativeEdit()})
            QVERIFY(!edit->document()->isUndoAvailable());
        bench.edit->undo();
        QCOMPARE(bench.settings.values().prompt, QStringLiteral("a fern"));
        bench.edit->moveCursor(QTextCursor::End);
        QTest::keyClicks(bench.edit, QStringLiteral("s"));
        bench.edit->undo();
        QCOMPARE(bench.settings.values().prompt, QStringLiteral("a fern"));
    }

    void keysChangeTheWeightInOneUndoStep()
    {
        Bench bench;
        bench.setWeighted();
        bench.setPrompt(QStringLiteral("a green fern"));
        QTest::keyClick(bench.edit, Qt::Key_Up, Qt::ControlModifier);
        QCOMPARE(bench.edit->toPlainText(), QStringLiteral("a green (fern:1.1)"));
        QCOMPARE(bench.settings.values().prompt, QStringLiteral("a green (fern:1.1)"));
        QTest::keyClick(bench.edit, Qt::Key_Up, Qt::ControlModifier);
        QCOMPARE(bench.edit->toPlainText(), QStringLiteral("a green (fern:1.2)"));
        bench.edit->undo();
        QCOMPARE(bench.edit->toPlainText(), QStringLiteral("a green (fern:1.1)"));
        bench.edit->undo();
        QCOMPARE(bench.edit->toPlainText(), QStringLiteral("a green fern"));
        bench.edit->redo();
        QCOMPARE(bench.settings.values().prompt, QStringLiteral("a green (fern:1.1)"));
    }

    void plainPromptsKeepTheirWords()
    {
        Bench bench;
        bench.setPrompt(QStringLiteral("a fern"));
        QSignalSpy told(bench.edit, &PromptEdit::weightsAreOff);
        QTest::keyClick(bench.edit, Qt::Key_Up, Qt::ControlModifier);
        QCOMPARE(bench.edit->toPlainText(), QStringLiteral("a fern"));
        QCOMPARE(told.size(), 1);
    }

    void weightsAreColoured_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void weightsAreColoured()
    {
        QFETCH(bool, dark);
        QApplication::setPalette(themePalette(dark));
        Bench bench;
        bench.setPrompt(QStringLiteral("ä🦊 (fern:1.5) [moss]"));
        QVERIFY(!bench.colourAt(5).isValid()); // plain
        bench.setWeighted();
        const QPalette palette = themePalette(dark);
        QVERIFY(!bench.colourAt(0).isValid());
        QCOMPARE(bench.colourAt(4).name(), palette.color(QPalette::PlaceholderText).name()); // (
        QCOMPARE(bench.colourAt(5).name(), palette.color(QPalette::Link).name());            // fern
        QCOMPARE(bench.colourAt(8).name(), palette.color(QPalette::Link).name());
        QCOMPARE(bench.colourAt(10).name(), palette.color(QPalette::Link).name()); // 1.5
        const QColor less = bench.colourAt(16); // moss
        QVERIFY(less.isValid() && less != palette.color(QPalette::Text) && less != palette.color(QPalette::Link));
        bench.settings.setPromptSyntax(PromptSyntax::Plain);
        QVERIFY(!bench.colourAt(5).isValid());
    }

    void andIsAWordOfTheNegativePrompt()
    {
        Bench bench;
        bench.setWeighted();
        bench.setPrompt(QStringLiteral("red AND blue"));
        QVERIFY(bench.colourAt(4).isValid());
        bench.edit = bench.panel->negativeEdit();
        bench.settings.setNegativePrompt(QStringLiteral("red AND blue:2"));
        QCOMPARE(bench.edit->toPlainText(), QStringLiteral("red AND blue:2"));
        for (int at = 0; at < bench.edit->toPlainText().size(); ++at)
            QVERIFY(!bench.colourAt(at).isValid());
    }

    void aBracketThatIsClosedInALaterLineColoursTheEarlier()
    {
        Bench bench;
        bench.setWeighted();
        bench.setPrompt(QStringLiteral("(fern\nmoss"));
        const QColor open = bench.colourAt(1); // an open bracket counts 1.1
        QVERIFY(open.isValid());
        bench.edit->insertPlainText(QStringLiteral(":1.5)"));
        QTRY_COMPARE(bench.colourAt(1).name(), bench.edit->palette().color(QPalette::Link).name());
        QVERIFY(open != bench.colourAt(1));
    }

    void coloursAreNoEdits()
    {
        Bench bench;
        bench.setWeighted();
        bench.setPrompt(QStringLiteral("(fern:1.2)\nmoss"));
        bench.edit->undo();
        QCOMPARE(bench.edit->toPlainText(), QString());
    }

    void momentsAreCountedInTheSamplersEvaluations()
    {
        Bench bench;
        bench.setWeighted();
        auto *const counter = bench.part<TokenCounter>("promptTokens");
        bench.settings.setSteps(10);
        bench.settings.setSampler(QStringLiteral("euler"));
        bench.setPrompt(QStringLiteral("a [cat:big red dog:15]"));
        QTRY_COMPARE(counter->text(), QStringLiteral("2 / 75"));
        bench.settings.setSampler(QStringLiteral("heun")); // twenty evaluations
        QTRY_COMPARE(counter->text(), QStringLiteral("4 / 75"));
    }

    void tokensAreCounted()
    {
        Bench bench;
        auto *const counter = bench.part<TokenCounter>("promptTokens");
        QCOMPARE(counter->text(), QStringLiteral("0 / 75"));
        bench.setPrompt(QStringLiteral("a photo of a cat"));
        QTRY_COMPARE(counter->text(), QStringLiteral("5 / 75"));
        QVERIFY(counter->accessibleName().contains(QStringLiteral("5")));
    }

    void aLongPlainPromptTellsWhatIsCut()
    {
        Bench bench;
        auto *const counter = bench.part<TokenCounter>("promptTokens");
        const QColor usual = counter->palette().color(counter->foregroundRole());
        bench.setPrompt(repeated(QStringLiteral("red "), 75) + QStringLiteral("lighthouse"));
        QTRY_COMPARE(counter->text(), QStringLiteral("76 / 75"));
        QVERIFY(counter->toolTip().contains(QStringLiteral("lighthouse")));
        QVERIFY(counter->palette().color(counter->foregroundRole()) != usual);
        QVERIFY(!bench.colourAt(296).isValid());
        QCOMPARE(bench.colourAt(300).name(), bench.edit->palette().color(QPalette::PlaceholderText).name());

        bench.setWeighted(); // the same words, none of them lost
        QTRY_COMPARE(counter->text(), QStringLiteral("76 / 150"));
        QVERIFY(!counter->toolTip().contains(QStringLiteral("lighthouse")));
        QCOMPARE(counter->palette().color(counter->foregroundRole()), usual);
        QVERIFY(!bench.colourAt(300).isValid());
        QCOMPARE(bench.edit->windows(), (std::vector<int>{300}));
    }

    void marksMoveWithTheText()
    {
        Bench bench;
        bench.setWeighted();
        bench.setPrompt(repeated(QStringLiteral("red "), 75) + QStringLiteral("lighthouse"));
        QTRY_COMPARE(bench.edit->windows(), (std::vector<int>{300}));
        bench.edit->moveCursor(QTextCursor::Start);
        bench.edit->insertPlainText(QStringLiteral("  "));
        QCOMPARE(bench.edit->windows(), (std::vector<int>{302}));
    }

    void usedPromptsComeBack()
    {
        Bench bench;
        bench.setPrompt(QStringLiteral("one"));
        bench.panel->remember();
        bench.setPrompt(QStringLiteral("two"));
        bench.panel->remember();
        bench.open(); // the next session
        bench.setPrompt(QStringLiteral("unfinished"));
        QTest::keyClick(bench.edit, Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(bench.settings.values().prompt, QStringLiteral("two"));
        QTest::keyClick(bench.edit, Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(bench.settings.values().prompt, QStringLiteral("one"));
        QTest::keyClick(bench.edit, Qt::Key_Down, Qt::AltModifier);
        QTest::keyClick(bench.edit, Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(bench.settings.values().prompt, QStringLiteral("unfinished"));
    }

    void wordsThatWereUsedComplete()
    {
        Bench bench;
        bench.setPrompt(QStringLiteral("a lighthouse, golden hour, goat"));
        bench.panel->remember();
        bench.setPrompt(QStringLiteral("a golden retriever"));
        bench.panel->remember();
        bench.setPrompt(QString());
        QVERIFY(QTest::qWaitForWindowActive(bench.panel.get()));
        const auto list = [&]() -> QAbstractItemView * {
            auto *const completer = bench.edit->findChild<QCompleter *>();
            return completer && completer->popup()->isVisible() ? completer->popup() : nullptr;
        };
        const auto rows = [&] {
            QStringList out;
            for (int row = 0; list() && row < list()->model()->rowCount(); ++row)
                out << list()->model()->index(row, 0).data().toString();
            return out;
        };

        QTest::keyClicks(bench.edit, QStringLiteral("a bench, Go"));
        QVERIFY(!list()); // it opens only when it is asked to
        QTest::keyClick(bench.edit, Qt::Key_Space, kCompletingModifier);
        QCOMPARE(rows(), QStringList({"golden", "golden hour", "goat"})); // of the latest prompt first
        QTest::keyClick(list(), Qt::Key_Down);
        QTest::keyClick(list(), Qt::Key_Return);
        QVERIFY(!list());
        QCOMPARE(bench.settings.values().prompt, QStringLiteral("a bench, golden hour"));
        bench.edit->undo(); // in one step
        QCOMPARE(bench.settings.values().prompt, QStringLiteral("a bench, Go"));

        bench.setPrompt(QStringLiteral("a bench, go"));
        bench.edit->selectAll(); // the cursor is at its end
        QTest::keyClick(bench.edit, Qt::Key_Space, kCompletingModifier);
        QTest::keyClick(list(), Qt::Key_Return);
        QCOMPARE(bench.settings.values().prompt, QStringLiteral("a bench, golden"));

        bench.setPrompt(QStringLiteral("g"));
        QTest::keyClick(bench.edit, Qt::Key_Space, kCompletingModifier);
        QCOMPARE(rows(), QStringList({"golden", "golden hour", "goat"}));
        QTest::keyClick(list(), Qt::Key_Down);
        QTest::keyClick(list(), Qt::Key_Shift, Qt::ShiftModifier);
        QCOMPARE(list()->currentIndex().row(), 1); // a modifier alone changes nothing
        QTest::keyClicks(list(), QStringLiteral("ol")); // the keys go to the text
        QCOMPARE(bench.settings.values().prompt, QStringLiteral("gol"));
        QCOMPARE(rows(), QStringList({"golden", "golden hour"}));
        QTest::keyClick(list(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(!list());
        QCOMPARE(bench.settings.values().prompt, QStringLiteral("gol"));

        bench.setPrompt(QString());
        QTest::keyClicks(bench.edit, QStringLiteral("li"));
        QTest::keyClick(bench.edit, Qt::Key_Space, kCompletingModifier);
        QCOMPARE(rows(), QStringList({"lighthouse"}));
        QTest::keyClicks(list(), QStringLiteral("o")); // nothing begins so
        QVERIFY(!list());
        QCOMPARE(bench.settings.values().prompt, QStringLiteral("lio"));
        QTest::keyClick(bench.edit, Qt::Key_Backspace);
        const auto isKept = [&bench](Qt::Key key) { // from the window's shortcuts, of which Escape stops a run
            QKeyEvent event(QEvent::ShortcutOverride, key, Qt::NoModifier);
            event.ignore();
            QCoreApplication::sendEvent(bench.edit, &event);
            return event.isAccepted();
        };
        QVERIFY(!isKept(Qt::Key_Escape));
        QTest::keyClick(bench.edit, Qt::Key_Space, kCompletingModifier);
        QVERIFY(isKept(Qt::Key_Escape));
        QTest::keyClick(list(), Qt::Key_Escape);
        QVERIFY(!list());
        QCOMPARE(bench.settings.values().prompt, QStringLiteral("li"));
        QTest::keyClick(bench.edit, Qt::Key_Space, kCompletingModifier);
        QTest::keyClick(list(), Qt::Key_Tab);
        QCOMPARE(bench.settings.values().prompt, QStringLiteral("lighthouse"));
        QTest::keyClick(bench.edit, Qt::Key_Space, kCompletingModifier);
        QVERIFY(!list()); // it is whole
    }

    void aStyleIsSavedNamedFoundAndUsed()
    {
        Bench bench;
        bench.settings.setPrompt(QStringLiteral("{prompt}, ink drawing"));
        bench.settings.setNegativePrompt(QStringLiteral("photo"));
        StylesPopup *const popup = bench.openStyles();
        QVERIFY(popup && popup->isVisible());
        auto *const list = popup->findChild<QListWidget *>(QStringLiteral("savedList"));
        auto *const search = popup->findChild<QLineEdit *>(QStringLiteral("searchSaved"));
        popup->findChild<QPushButton *>(QStringLiteral("saveStyle"))->click();
        auto *const name = list->viewport()->findChild<QLineEdit *>();
        QVERIFY(name); // it asks for the name at once
        name->setText(QStringLiteral("Ink"));
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY(row(list, QStringLiteral("Ink")));
        popup->close();

        bench.setPrompt(QStringLiteral("a fern"));
        bench.settings.setNegativePrompt({});
        bench.openStyles();
        QTest::keyClicks(search, QStringLiteral("nothing like it"));
        QVERIFY(!row(list, QStringLiteral("Ink")));
        search->clear();
        QTest::keyClicks(search, QStringLiteral("draw in"));
        QVERIFY(row(list, QStringLiteral("Ink")));
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(!popup->isVisible());
        QCOMPARE(bench.settings.values().prompt, QStringLiteral("a fern, ink drawing"));
        QCOMPARE(bench.settings.values().negativePrompt, QStringLiteral("photo"));
        bench.edit->undo();
        QCOMPARE(bench.settings.values().prompt, QStringLiteral("a fern"));
    }

    void aNegativeIsSavedAloneFoundAndUsed()
    {
        Bench bench;
        bench.settings.setPrompt(QStringLiteral("an oak"));
        StylesPopup *const popup = bench.openStyles();
        auto *const save = popup->findChild<QPushButton *>(QStringLiteral("saveNegative"));
        QVERIFY(!save->isEnabled()); // there is none
        popup->close();
        bench.settings.setNegativePrompt(QStringLiteral("photo, text"));
        bench.openStyles();
        QVERIFY(save->isEnabled());
        save->click();
        auto *const list = popup->findChild<QListWidget *>(QStringLiteral("savedList"));
        auto *const name = list->viewport()->findChild<QLineEdit *>();
        QVERIFY(name);
        name->setText(QStringLiteral("No letters"));
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY(row(list, QStringLiteral("No letters")));
        popup->close();

        bench.setPrompt(QStringLiteral("a fern"));
        bench.settings.setNegativePrompt(QStringLiteral("people"));
        bench.openStyles();
        auto *const search = popup->findChild<QLineEdit *>(QStringLiteral("searchSaved"));
        QTest::keyClicks(search, QStringLiteral("oak"));
        QVERIFY(!row(list, QStringLiteral("No letters")));
        search->clear();
        QTest::keyClicks(search, QStringLiteral("text"));
        QVERIFY(row(list, QStringLiteral("No letters")));
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(bench.settings.values().prompt, QStringLiteral("a fern"));
        QCOMPARE(bench.settings.values().negativePrompt, QStringLiteral("people, photo, text"));
    }

    void aPresetIsUsedAndADeletedOneComesBack()
    {
        Bench bench;
        bench.settings.setSteps(33);
        bench.settings.setSize(640, 768);
        StylesPopup *const popup = bench.openStyles();
        auto *const list = popup->findChild<QListWidget *>(QStringLiteral("savedList"));
        auto *const undo = popup->findChild<QPushButton *>(QStringLiteral("undoDelete"));
        popup->findChild<QPushButton *>(QStringLiteral("savePreset"))->click();
        QListWidgetItem *saved = row(list, QStringLiteral("New preset"));
        QVERIFY(saved);
        list->closePersistentEditor(saved);
        list->setCurrentItem(saved);
        popup->findChild<QPushButton *>(QStringLiteral("deleteSaved"))->click();
        QVERIFY(!row(list, QStringLiteral("New preset")));
        QVERIFY(undo->isVisible());
        undo->click();
        saved = row(list, QStringLiteral("New preset"));
        QVERIFY(saved);

        bench.settings.setSteps(10);
        bench.settings.setSize(512, 512);
        list->setCurrentItem(saved);
        popup->findChild<QPushButton *>(QStringLiteral("useSaved"))->click();
        QCOMPARE(bench.settings.values().steps, 33);
        QCOMPARE(bench.settings.values().width, 640);
        QCOMPARE(bench.settings.values().height, 768);
    }

    void everyControlHasAName()
    {
        Bench bench;
        StylesPopup *const popup = bench.openStyles();
        for (const QWidget *const widget : bench.panel->findChildren<QWidget *>()) {
            if (widget->focusPolicy() == Qt::NoFocus || widget->focusProxy() || qobject_cast<const QPushButton *>(widget))
                continue;
            if (widget->parentWidget() && widget->parentWidget()->inherits("QComboBox"))
                continue;
            if (widget->objectName().startsWith(QLatin1String("qt_")) || widget->inherits("QScrollBar")
                || widget->inherits("QComboBoxPrivateContainer") || widget->inherits("QComboBoxListView")
                || widget->inherits("QLineEditIconButton"))
                continue;
            QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName() + u' ' + QLatin1String(widget->metaObject()->className())));
        }
        popup->close();
    }
};

CALOTYPE_TEST(PromptPanelTest)
#include "PromptPanelTest.moc"
