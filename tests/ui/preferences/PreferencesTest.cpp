#include "tests/support/TestMain.h"
#include "ui/preferences/Preferences.h"

#include "ui/preferences/Diagnostics.h"
#include "ui/preferences/LogViewer.h"
#include "ui/preferences/PreferenceFile.h"
#include "ui/preferences/Shortcuts.h"

#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QWidget>
#include <QtTest>

using namespace calotype;
using namespace calotype::ui;

namespace {

/// A value of each key that is not its default.
QVariant otherThanInitial(const PreferenceKey &key)
{
    const PreferenceValues initial;
    const QVariant value = key.read(initial);
    if (key.name == QLatin1String("shortcuts/changed"))
        return QStringList{QStringLiteral("generate=Ctrl+G"), QStringLiteral("stop=")};
    if (value.typeId() == QMetaType::QStringList)
        return QStringList{QStringLiteral("/b"), QStringLiteral("/a")};
    if (value.typeId() == QMetaType::Bool)
        return !value.toBool();
    if (value.typeId() == QMetaType::Int)
        return value.toInt() == 1 ? 2 : 1;
    static const QStringList words{QStringLiteral("dark"), QStringLiteral("cpu"), QStringLiteral("bfloat16"), QStringLiteral("/pictures"),
                                   QStringLiteral("flat"), QStringLiteral("jpeg"), QStringLiteral("rgb"), QStringLiteral("debug"),
                                   QStringLiteral("{prompt}, {date}"), QStringLiteral("de"), QStringLiteral("low"),
                                   QStringLiteral("on")};
    for (const QString &word : words) {
        PreferenceValues probe;
        if (key.write(probe, word) && key.read(probe) != value)
            return word;
    }
    return {};
}

} // namespace

class PreferencesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void everyKeyIsKeptAndComesBack()
    {
        QSettings store(file(), QSettings::IniFormat);
        Preferences preferences(store);
        for (const PreferenceKey &key : preferenceTable()) {
            const QVariant other = otherThanInitial(key);
            QVERIFY2(other.isValid(), qPrintable(key.name));
            QVERIFY2(preferences.set(key.name, other), qPrintable(key.name));
        }
        store.sync();
        QSettings again(asElsewhere(file()), QSettings::IniFormat);
        const ReadPreferences found = readPreferences(again);
        QCOMPARE(found.notes, QStringList());
        QVERIFY(found.values == preferences.values());
        for (const PreferenceKey &key : preferenceTable())
            QVERIFY2(key.read(found.values) != key.read(PreferenceValues()), qPrintable(key.name));
    }

    void restoredPageLeavesTheOthersAlone()
    {
        QSettings store(file(), QSettings::IniFormat);
        Preferences preferences(store);
        preferences.set(QStringLiteral("output/quality"), 80);
        preferences.set(QStringLiteral("preview/everySteps"), 4);
        preferences.restore(PreferenceGroup::Output);
        QCOMPARE(preferences.values().output.quality, 95);
        QCOMPARE(preferences.values().previewEvery, 4);
        QVERIFY(!store.contains(QStringLiteral("output/quality"))); // only what differs is kept
    }

    void fileOfTheFirstVersionIsBroughtUpToDate()
    {
        QSettings store(file(), QSettings::IniFormat);
        store.setValue(QStringLiteral("window/theme"), QStringLiteral("dark"));
        store.setValue(QStringLiteral("compute/dtype"), QStringLiteral("float32"));
        const ReadPreferences found = readPreferences(store);
        QCOMPARE(found.notes, QStringList());
        QVERIFY(found.values.theme == ColourScheme::Dark);
        QCOMPARE(found.values.dtype, QStringLiteral("float32"));
        QVERIFY(!store.contains(QStringLiteral("window/theme")));
        QCOMPARE(store.value(QStringLiteral("preferences/version")).toInt(), kPreferencesVersion);
    }

    void fileOfTheSecondVersionIsBroughtUpToDate_data()
    {
        QTest::addColumn<QByteArray>("file"); // empty: as QSettings writes it
        QTest::newRow("as it is written") << QByteArray();
        QTest::newRow("as QSettings has it on Linux")
            << QByteArray("[%General]\ntheme=dark\nconfirmTrash=true\n[preferences]\nversion=2\n");
        // What comes back from it is “general/theme”, as on macOS.
        QTest::newRow("as it is named") << QByteArray("[%general]\ntheme=dark\nconfirmTrash=true\n[preferences]\nversion=2\n");
        QTest::newRow("both ways")
            << QByteArray("[%General]\ntheme=light\nconfirmTrash=true\n[%general]\ntheme=dark\n[preferences]\nversion=2\n");
    }

    void fileOfTheSecondVersionIsBroughtUpToDate()
    {
        QFETCH(QByteArray, file);
        const QString written = m_dir->filePath(QStringLiteral("written.ini"));
        if (file.isEmpty()) {
            QSettings store(written, QSettings::IniFormat);
            store.setValue(QStringLiteral("general/theme"), QStringLiteral("dark"));
            store.setValue(QStringLiteral("general/confirmTrash"), true);
            store.setValue(QStringLiteral("preferences/version"), 2);
        } else {
            QFile out(written);
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write(file);
        }
        QSettings store(asElsewhere(written), QSettings::IniFormat);
        QVERIFY(store.contains(QStringLiteral("preferences/version")));
        const ReadPreferences found = readPreferences(store);
        QCOMPARE(found.notes, QStringList());
        QVERIFY(found.values.theme == ColourScheme::Dark);
        QVERIFY(found.values.confirmTrash);
        QCOMPARE(store.allKeys(), QStringList({QStringLiteral("preferences/version"), QStringLiteral("program/confirmTrash"),
                                               QStringLiteral("program/theme")}));
        QCOMPARE(store.value(QStringLiteral("preferences/version")).toInt(), kPreferencesVersion);

        store.sync(); // and it is so in the file
        QSettings again(asElsewhere(store.fileName()), QSettings::IniFormat);
        QVERIFY(readPreferences(again).values == found.values);
    }

    void keysOfTheSecondVersionAreTakenOverOnce()
    {
        QSettings store(file(), QSettings::IniFormat);
        store.setValue(QStringLiteral("general/theme"), QStringLiteral("dark"));
        store.setValue(QStringLiteral("program/theme"), QStringLiteral("light"));
        store.setValue(QStringLiteral("preferences/version"), kPreferencesVersion);
        QVERIFY(readPreferences(store).values.theme == ColourScheme::Light);
    }

    void fileOfANewerVersionIsKeptAside()
    {
        {
            QSettings store(file(), QSettings::IniFormat);
            store.setValue(QStringLiteral("preferences/version"), 99);
            store.setValue(QStringLiteral("compute/dtype"), QStringLiteral("float32"));
            store.setValue(QStringLiteral("compute/device"), QStringLiteral("quantum:0"));
        }
        QSettings store(file(), QSettings::IniFormat);
        const ReadPreferences found = readPreferences(store);
        QCOMPARE(found.values.dtype, QStringLiteral("float32"));
        QCOMPARE(found.values.device, QStringLiteral("auto"));
        QVERIFY(found.notes.join(u' ').contains(QStringLiteral("newer")));
        QSettings copy(file() + QStringLiteral(".v99"), QSettings::IniFormat);
        QCOMPARE(copy.value(QStringLiteral("compute/device")).toString(), QStringLiteral("quantum:0"));
        QCOMPARE(readPreferences(store).notes, QStringList()); // told once
    }

    void damagedValuesFallBackAndTheFileIsKept()
    {
        {
            QSettings store(file(), QSettings::IniFormat);
            store.setValue(QStringLiteral("compute/threads"), QStringLiteral("many"));
            store.setValue(QStringLiteral("program/theme"), QStringLiteral("plaid"));
            store.setValue(QStringLiteral("output/quality"), 1000);
        }
        QSettings store(file(), QSettings::IniFormat);
        const ReadPreferences found = readPreferences(store);
        QCOMPARE(found.values.threads, 0);
        QVERIFY(found.values.theme == ColourScheme::System);
        QCOMPARE(found.values.output.quality, 100); // a number is brought within its bounds
        QCOMPARE(found.notes.size(), 1);
        QVERIFY(found.notes.first().contains(QStringLiteral("compute/threads")));
        QVERIFY(found.notes.first().contains(QStringLiteral("program/theme")));
        QVERIFY(QFile::exists(file() + QStringLiteral(".damaged")));
    }

    void overridesCountAndAreNotKept()
    {
        QSettings store(file(), QSettings::IniFormat);
        Preferences preferences(store, {{QStringLiteral("compute/device"), {QStringLiteral("cuda:1"), QStringLiteral("CALOTYPE_DEVICE")}},
                                        {QStringLiteral("compute/threads"), {QStringLiteral("lots"), QStringLiteral("CALOTYPE_THREADS")}}});
        QCOMPARE(preferences.effective().device, QStringLiteral("cuda:1"));
        QCOMPARE(preferences.overriddenBy(QStringLiteral("compute/device")), QStringLiteral("CALOTYPE_DEVICE"));
        QCOMPARE(preferences.overriddenBy(QStringLiteral("compute/threads")), QString());
        QVERIFY(preferences.notes().join(u' ').contains(QStringLiteral("CALOTYPE_THREADS")));
        preferences.set(QStringLiteral("compute/device"), QStringLiteral("cpu"));
        QCOMPARE(preferences.effective().device, QStringLiteral("cuda:1"));
        QCOMPARE(readPreferences(store).values.device, QStringLiteral("cpu"));
    }

    void signalIsSentForRealChangesOnly()
    {
        QSettings store(file(), QSettings::IniFormat);
        Preferences preferences(store);
        QSignalSpy changed(&preferences, &Preferences::changed);
        QVERIFY(preferences.set(QStringLiteral("compute/dtype"), QStringLiteral("auto")));
        QVERIFY(!preferences.set(QStringLiteral("compute/dtype"), QStringLiteral("float99")));
        QVERIFY(!preferences.set(QStringLiteral("no/such"), 1));
        QCOMPARE(changed.size(), 0);
        QVERIFY(preferences.set(QStringLiteral("compute/dtype"), QStringLiteral("float32")));
        QCOMPARE(changed.size(), 1);
    }

    void shortcutsAreKeptAsDifferencesAndConflictsFound()
    {
        QWidget window;
        const auto add = [&](const char *name, const char *key) {
            auto *const action = new QAction(QLatin1String(name), &window);
            action->setObjectName(QLatin1String(name));
            action->setShortcut(QKeySequence(QLatin1String(key)));
            window.addAction(action);
            return action;
        };
        QAction *const make = add("make", "Ctrl+Return");
        QAction *const stop = add("stop", "Escape");
        add("chord", "Ctrl+K, Ctrl+B");
        Shortcuts shortcuts;
        shortcuts.collect(&window);
        QCOMPARE(shortcuts.orders().size(), std::size_t(3));
        const auto order = [&](const char *name) -> const Shortcuts::Order & {
            return *std::find_if(shortcuts.orders().begin(), shortcuts.orders().end(),
                                 [&](const Shortcuts::Order &one) { return one.name == QLatin1String(name); });
        };
        const Shortcuts::Order *const taken = shortcuts.conflict(order("make"), QKeySequence(QStringLiteral("Escape")), {});
        QVERIFY(taken);
        QCOMPARE(taken->name, QStringLiteral("stop"));
        QVERIFY(shortcuts.conflict(order("make"), QKeySequence(QStringLiteral("Ctrl+K")), {})); // begins the chord
        QVERIFY(!shortcuts.conflict(order("make"), QKeySequence(QStringLiteral("Ctrl+Return")), {})); // its own

        QMap<QString, QString> changed = shortcuts.with({}, order("stop"), {QKeySequence(QStringLiteral("Ctrl+."))});
        QVERIFY(!shortcuts.conflict(order("make"), QKeySequence(QStringLiteral("Escape")), changed));
        changed = shortcuts.with(changed, order("make"), {QKeySequence(QStringLiteral("Escape"))});
        shortcuts.apply(changed);
        QCOMPARE(make->shortcut(), QKeySequence(QStringLiteral("Escape")));
        QCOMPARE(stop->shortcut(), QKeySequence(QStringLiteral("Ctrl+.")));
        changed = shortcuts.with(changed, order("make"), order("make").initial);
        QCOMPARE(changed.keys(), QStringList{QStringLiteral("stop")});
        shortcuts.apply({});
        QCOMPARE(make->shortcut(), QKeySequence(QStringLiteral("Ctrl+Return")));
        QCOMPARE(stop->shortcut(), QKeySequence(QStringLiteral("Escape")));
    }

    void diagnosticsTellVersionsAndNoPaths()
    {
        PreferenceValues values;
        values.modelFolders = {QStringLiteral("/home/someone/secret")};
        values.output.folder = QStringLiteral("/home/someone/pictures");
        values.output.pattern = QStringLiteral("someone {seed}");
        values.dtype = QStringLiteral("float32");
        const QString text = diagnostics(QStringLiteral("libtorch 9.8"), {{"cuda:0", "A card", 100, 50}}, values);
        for (const QString &word : {QStringLiteral(CALOTYPE_VERSION), QString::fromLatin1(qVersion()), QStringLiteral("libtorch 9.8"),
                                    QStringLiteral("cuda:0, A card"), QStringLiteral("compute/dtype = float32")})
            QVERIFY2(text.contains(word), qPrintable(text));
        QVERIFY2(!text.contains(QStringLiteral("someone")), qPrintable(text));
    }

    void logIsShownAndFollowed()
    {
        const QString path = m_dir->filePath(QStringLiteral("calotype.log"));
        const auto append = [&](const QByteArray &line) {
            QFile log(path);
            QVERIFY(log.open(QIODevice::Append));
            log.write(line + '\n');
        };
        append("2026-03-09 07:05:03.001 info engine: ready");
        append("2026-03-09 07:05:03.002 error load: it is damaged");
        append("which goes on here");
        LogViewer viewer(path);
        viewer.setAttribute(Qt::WA_DeleteOnClose, false);
        auto *const text = viewer.findChild<QPlainTextEdit *>(QStringLiteral("logText"));
        QVERIFY(text->toPlainText().contains(QStringLiteral("engine: ready")));
        auto *const least = viewer.findChild<QComboBox *>(QStringLiteral("leastLevel"));
        least->setCurrentIndex(least->findData(4));
        QCOMPARE(text->toPlainText().count(u'\n'), 1);
        QVERIFY(text->toPlainText().endsWith(QStringLiteral("which goes on here")));
        append("2026-03-09 07:05:04.000 error another");
        QTRY_VERIFY(text->toPlainText().endsWith(QStringLiteral("another")));
    }

    void growingLogLeavesTheReaderWhereHeIs()
    {
        const QString path = m_dir->filePath(QStringLiteral("calotype.log"));
        const auto append = [&](const QByteArray &bytes) {
            QFile log(path);
            QVERIFY(log.open(QIODevice::Append));
            log.write(bytes);
        };
        for (int line = 0; line < 500; ++line)
            append("2026-03-09 07:05:03.001 info line " + QByteArray::number(line) + '\n');
        LogViewer viewer(path);
        viewer.setAttribute(Qt::WA_DeleteOnClose, false);
        viewer.show();
        auto *const text = viewer.findChild<QPlainTextEdit *>(QStringLiteral("logText"));
        QScrollBar *const bar = text->verticalScrollBar();
        QVERIFY(bar->maximum() > 0);
        QCOMPARE(bar->value(), bar->maximum());
        append("2026-03-09 07:05:04.000 error half of");
        append(" it\n");
        QTRY_VERIFY(text->toPlainText().endsWith(QStringLiteral("error half of it")));
        QCOMPARE(bar->value(), bar->maximum()); // at the end it follows

        text->moveCursor(QTextCursor::Start);
        QVERIFY(text->find(QStringLiteral("line 110")));
        const int place = bar->value();
        append("2026-03-09 07:05:05.000 info the newest\n");
        QTRY_VERIFY(text->toPlainText().endsWith(QStringLiteral("the newest")));
        QCOMPARE(bar->value(), place);
        QCOMPARE(text->textCursor().selectedText(), QStringLiteral("line 110"));
        QCOMPARE(text->toPlainText().count(QStringLiteral("half of it")), 1);

        QVERIFY(QFile::rename(path, path + QStringLiteral(".1"))); // it was full
        append("2026-03-09 07:06:00.000 info of another file\n");
        QTRY_VERIFY(text->toPlainText().endsWith(QStringLiteral("of another file")));
        QVERIFY(text->toPlainText().contains(QStringLiteral("the newest")));
    }

private:
    QString file() const { return m_dir->filePath(QStringLiteral("settings.ini")); }

    /// A copy, for what another process reads: under its own name a file would not be read anew in this one.
    static QString asElsewhere(const QString &file)
    {
        const QString copy = file + QStringLiteral(".elsewhere");
        return QFile::copy(file, copy) ? copy : QString();
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

CALOTYPE_TEST(PreferencesTest)
#include "PreferencesTest.moc"
