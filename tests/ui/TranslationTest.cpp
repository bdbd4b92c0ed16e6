#include "tests/support/TestMain.h"
#include "ui/Language.h"

#include "core/engine/SamplerTable.h"
#include "tests/ui/SeenWords.h"
#include "tests/ui/WindowBench.h"
#include "ui/ErrorWords.h"
#include "ui/MessageBar.h"
#include "ui/TableWords.h"
#include "ui/WindowPages.h"
#include "ui/preferences/PreferencesDialog.h"

#include <QFileInfo>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QProcess>
#include <QRegularExpression>
#include <QXmlStreamReader>
#include <QtTest>

using namespace calotype;
using namespace calotype::tests;
using Bench = WindowBench;

namespace {

struct Entry {
    QString source;
    QStringList forms;    ///< of the translation: one, or one for each number
    bool counts = false;  ///< has %n
    QString type;         ///< "" once it is done
};

void readTranslation(QXmlStreamReader &xml, Entry &entry)
{
    entry.type = xml.attributes().value(QStringLiteral("type")).toString();
    QString text;
    while (!xml.atEnd() && xml.readNext() != QXmlStreamReader::EndElement) {
        if (xml.isStartElement())
            entry.forms << xml.readElementText(); // numerusform
        else
            text += xml.text();
    }
    if (!entry.counts)
        entry.forms = {text};
}

/// The entries of a .ts file by context and source.
QMap<QString, Entry> readEntries(const QString &path)
{
    QMap<QString, Entry> entries;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return entries;
    QXmlStreamReader xml(&file);
    QString context;
    QString comment;
    Entry entry;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isEndElement() && xml.name() == u"message")
            entries.insert(context + u'|' + entry.source + u'|' + comment, entry);
        if (!xml.isStartElement())
            continue;
        if (xml.name() == u"name") {
            context = xml.readElementText();
        } else if (xml.name() == u"message") {
            entry = {};
            entry.counts = xml.attributes().value(QStringLiteral("numerus")) == u"yes";
            comment.clear();
        } else if (xml.name() == u"source") {
            entry.source = xml.readElementText();
        } else if (xml.name() == u"comment") {
            comment = xml.readElementText();
        } else if (xml.name() == u"translation") {
            readTranslation(xml, entry);
        }
    }
    return xml.hasError() ? QMap<QString, Entry>() : entries;
}

QString file(const QString &language)
{
    return QStringLiteral(CALOTYPE_SOURCE_DIR "/resources/translations/calotype_%1.ts").arg(language);
}

QSet<QString> placeholders(const QString &text)
{
    static const QRegularExpression shape(QStringLiteral("%L?(\\d|n)|\\{prompt\\}|\\.[a-z]{4,}"));
    QSet<QString> found;
    for (auto it = shape.globalMatch(text); it.hasNext();)
        found.insert(it.next().captured());
    return found;
}

QString joined(const QSet<QString> &set)
{
    QStringList list(set.cbegin(), set.cend());
    list.sort();
    return list.join(QStringLiteral("\n  "));
}

/// What reads the same in both languages.
bool mayStay(const QString &text)
{
    static const QSet<QString> same{
        "Calotype", "Prompt", "Seed", "Sampler", "Schedule", "Zoom", "Info", "Version", "Status", "System", "Variation", "Eta", "LoRAs",
        "VAE", "CPU", "Threads", "Name", "English", "Deutsch", "Format", "Sampling", "Inpainting", "min", "MB", "s",
    };
    static const QRegularExpression noWord(QStringLiteral("^[^\\p{L}]*$"));
    static const QRegularExpression measure(QStringLiteral("^(auto|cpu|cuda.*|float\\d+|bfloat16|\\d+ × \\d+|[\\d.,]+ (min|s|%|MB|kB|KiB|MiB))$"));
    // Names of samplers and presets, of models and of their files.
    const QString bare = QString(text).remove(QStringLiteral(" ★"));
    const auto isName = [&bare](const auto &table) {
        return std::any_of(table.begin(), table.end(), [&bare](const auto &row) {
            return bare == QString::fromUtf8(row.name.data(), static_cast<qsizetype>(row.name.size()));
        });
    };
    static const QRegularExpression keys(QStringLiteral("^((Ctrl|Alt|Shift)\\+)*(\\S|F\\d+|Esc)(; \\S+)?$"));
    // What the engine reports: of a folder that this test has not, and of a file that is no model.
    static const QRegularExpression report(QStringLiteral("^(The pictures folder “|“ckpt-odd-tensors\\.expected\\.safetensors” is no)"));
    return same.contains(text) || keys.match(text).hasMatch() || report.match(text).hasMatch() || noWord.match(text).hasMatch() || measure.match(text).hasMatch()
           || (bare != QLatin1String("Custom") && (isName(samplers()) || isName(presets()) || isName(schedules())))
           || (text.startsWith(u'/') && QFileInfo::exists(text));
}

void showAll(Bench &bench)
{
    QTRY_VERIFY(bench.hasModel());
    bench.action("preferences")->trigger();
    QTRY_VERIFY(bench.window->findChild<PreferencesDialog *>());
}

} // namespace

/// What is said in the window, in the languages that it speaks.
class TranslationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { speak(*qApp, QStringLiteral("en")); }

    void everyTextOfTheSourceIsInTheFiles_data();
    void everyTextOfTheSourceIsInTheFiles();
    void everyEntryIsDone_data();
    void everyEntryIsDone();
    void wishMeansALanguage_data();
    void wishMeansALanguage();
    void keptWishIsRead();
    void numbersTakeTheirForms_data();
    void numbersTakeTheirForms();
    void numbersFollowTheLanguage();
    void wordsOfTheSamplerTableAreTranslated();
    void spokenLanguageIsTold();
    void eachErrorHasItsHeadline();
    void headlineStandsOverTheEnginesWords();
    void windowSpeaksGerman();
    void lettersLeadToOnePlace();
    void nothingIsClipped_data();
    void nothingIsClipped();
};

void TranslationTest::everyTextOfTheSourceIsInTheFiles_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QStringList>("options");
    QTest::newRow("German") << "de" << QStringList();
    QTest::newRow("English plurals") << "en" << QStringList{"-pluralonly"};
}

void TranslationTest::everyTextOfTheSourceIsInTheFiles()
{
    QFETCH(QString, language);
    QFETCH(QStringList, options);
    const QString lupdate = QStringLiteral(CALOTYPE_LUPDATE);
    if (!QFileInfo(lupdate).isExecutable())
        QSKIP("Qt's lupdate is not installed.");
    const QTemporaryDir dir;
    const QString found = dir.filePath(QStringLiteral("found.ts"));
    QProcess process;
    process.setWorkingDirectory(QStringLiteral(CALOTYPE_SOURCE_DIR));
    process.start(lupdate, options + QStringList{"-silent", "-locations", "none", "-source-language", "en", "-target-language", language,
                                                 "-I", ".", "ui", "app", "core/jobs", "-ts", found});
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 0);
    const QString complaints = QString::fromUtf8(process.readAllStandardError()); // of a text whose class it cannot tell
    QVERIFY2(!complaints.contains(QLatin1String("Q_OBJECT")) && !complaints.contains(QLatin1String("unknown")), qPrintable(complaints));

    const QStringList inSource = readEntries(found).keys();
    const QStringList inFile = readEntries(file(language)).keys();
    QVERIFY(!inSource.isEmpty());
    const QSet<QString> wanted(inSource.cbegin(), inSource.cend());
    const QSet<QString> given(inFile.cbegin(), inFile.cend());
    QVERIFY2(wanted == given, qPrintable(QStringLiteral("not in the file:\n  %1\nnot in the source any more:\n  %2")
                                             .arg(joined(wanted - given), joined(given - wanted))));
}

void TranslationTest::everyEntryIsDone_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("German") << "de";
    QTest::newRow("English plurals") << "en";
}

void TranslationTest::everyEntryIsDone()
{
    QFETCH(QString, language);
    const QMap<QString, Entry> entries = readEntries(file(language));
    QVERIFY(!entries.isEmpty());
    for (auto it = entries.cbegin(); it != entries.cend(); ++it) {
        const Entry &entry = it.value();
        QVERIFY2(entry.type.isEmpty(), qPrintable(it.key() + QStringLiteral(" is ") + entry.type));
        QVERIFY2(entry.forms.size() == (entry.counts ? 2 : 1), qPrintable(it.key()));
        for (const QString &form : entry.forms) {
            QSet<QString> missing = placeholders(entry.source) - placeholders(form);
            if (entry.counts && &form == &entry.forms.front())
                missing -= {QStringLiteral("%n"), QStringLiteral("%Ln")}; // "the picture" is one
            QVERIFY2(!form.isEmpty() && missing.isEmpty() && placeholders(form) - placeholders(entry.source) == QSet<QString>(), qPrintable(it.key() + u'\n' + form));
            QCOMPARE(form.startsWith(u' '), entry.source.startsWith(u' '));
            QVERIFY2(!form.contains(u'"') && (language == QLatin1String("en") || !form.contains(u'”')), qPrintable(form)); // „…“
            QVERIFY2(form.contains(u'&') <= entry.source.contains(u'&'), qPrintable(form));
        }
    }
}

void TranslationTest::wishMeansALanguage_data()
{
    QTest::addColumn<QString>("wish");
    QTest::addColumn<QStringList>("system");
    QTest::addColumn<QString>("language");
    QTest::newRow("chosen") << "en" << QStringList{"de-DE", "de"} << "en";
    QTest::newRow("the system's") << "system" << QStringList{"de-AT", "de"} << "de";
    QTest::newRow("with a script") << "system" << QStringList{"de_Latn_DE"} << "de";
    QTest::newRow("the first that is spoken") << "system" << QStringList{"fr-CH", "fr", "de-CH", "en"} << "de";
    QTest::newRow("none that is spoken") << "system" << QStringList{"fr-FR"} << "en";
    QTest::newRow("no locale") << "system" << QStringList{"C"} << "en";
    QTest::newRow("nonsense") << "plaid" << QStringList() << "en";
}

void TranslationTest::wishMeansALanguage()
{
    QFETCH(QString, wish);
    QFETCH(QStringList, system);
    QTEST(languageOf(wish, system), "language");
}

void TranslationTest::keptWishIsRead()
{
    const QTemporaryDir dir;
    QSettings store(dir.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    QCOMPARE(keptLanguage(store), QStringLiteral("system"));
    store.setValue(QStringLiteral("program/language"), QStringLiteral("de"));
    QCOMPARE(keptLanguage(store), QStringLiteral("de"));
    store.setValue(QStringLiteral("program/language"), QStringLiteral("plaid"));
    QCOMPARE(keptLanguage(store), QStringLiteral("system"));
}

void TranslationTest::numbersTakeTheirForms_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QByteArray>("context");
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<int>("number");
    QTest::addColumn<QString>("text");
    const auto rows = [](const char *context, const char *source, const QStringList &english, const QStringList &german) {
        for (int n = 0; n < 3; ++n) {
            QTest::addRow("en %s %d", source, n) << "en" << QByteArray(context) << QByteArray(source) << n << english[n];
            QTest::addRow("de %s %d", source, n) << "de" << QByteArray(context) << QByteArray(source) << n << german[n];
        }
    };
    rows("calotype::ui::GalleryPage", "%Ln picture(s)", {"0 pictures", "1 picture", "2 pictures"}, {"0 Bilder", "1 Bild", "2 Bilder"});
    rows("calotype::ui::WorkAnnouncer", "%n picture(s) made", {"0 pictures made", "1 picture made", "2 pictures made"},
         {"0 Bilder erzeugt", "1 Bild erzeugt", "2 Bilder erzeugt"});
    rows("calotype::ui::TagDialog", "&Tags of %Ln picture(s)",
         {"&Tags of 0 pictures", "&Tags of the picture", "&Tags of 2 pictures"},
         {"&Schlagwörter von 0 Bildern", "&Schlagwörter des Bildes", "&Schlagwörter von 2 Bildern"});
    rows("calotype::ui::QueueWords", "%Ln running", {"0 running", "1 running", "2 running"}, {"0 laufen", "1 läuft", "2 laufen"});
    rows("calotype::ui::QueueWords", "%1 of %Ln picture(s) done",
         {"%1 of 0 pictures done", "%1 of 1 picture done", "%1 of 2 pictures done"},
         {"%1 von 0 Bildern fertig", "%1 von 1 Bild fertig", "%1 von 2 Bildern fertig"});
    rows("SettingsPreset", "%n step(s)", {"0 steps", "1 step", "2 steps"}, {"0 Schritte", "1 Schritt", "2 Schritte"});
}

void TranslationTest::numbersTakeTheirForms()
{
    QFETCH(QString, language);
    QFETCH(QByteArray, context);
    QFETCH(QByteArray, source);
    QFETCH(int, number);
    QVERIFY(speak(*qApp, language));
    QTEST(QCoreApplication::translate(context.constData(), source.constData(), nullptr, number), "text");
}

void TranslationTest::numbersFollowTheLanguage()
{
    QVERIFY(speak(*qApp, QStringLiteral("de")));
    QCOMPARE(QLocale().toString(1234.5, 'f', 1), QStringLiteral("1.234,5"));
    QCOMPARE(QCoreApplication::translate("calotype::ui::GalleryPage", "%Ln picture(s)", nullptr, 1234), QStringLiteral("1.234 Bilder"));
    QVERIFY(speak(*qApp, QStringLiteral("en")));
    QCOMPARE(QLocale().toString(1234.5, 'f', 1), QStringLiteral("1,234.5"));
}

void TranslationTest::wordsOfTheSamplerTableAreTranslated()
{
    QVERIFY(speak(*qApp, QStringLiteral("de")));
    const auto isTranslated = [](std::string_view words) {
        const QString source = QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
        if (tableWords(words) != source)
            return true;
        qWarning("%s", qPrintable(source));
        return false;
    };
    for (const SamplerInfo &sampler : samplers())
        QVERIFY(isTranslated(sampler.description));
    for (const ScheduleInfo &schedule : schedules())
        QVERIFY(isTranslated(schedule.description));
    for (const PresetInfo &preset : presets())
        QVERIFY(isTranslated(preset.description) && isTranslated(preset.bestFor));
}

void TranslationTest::spokenLanguageIsTold()
{
    for (const Language &each : languages()) {
        QVERIFY(speak(*qApp, each.code));
        QCOMPARE(spokenLanguage(), each.code);
        for (const Language &other : languages())
            QCOMPARE(isOtherLanguage(other.code), other.code != each.code);
    }
}

void TranslationTest::eachErrorHasItsHeadline()
{
    QSet<QString> headlines;
    for (int k = 0; k <= int(ErrorCode::Internal); ++k) { // the last one
        const Error error{static_cast<ErrorCode>(k), "The engine's words.", {}};
        QVERIFY(speak(*qApp, QStringLiteral("en")));
        QCOMPARE(errorHeadline(error.code), QString());
        QCOMPARE(errorWords(error), QStringLiteral("The engine's words."));
        QVERIFY(speak(*qApp, QStringLiteral("de")));
        const QString headline = errorHeadline(error.code);
        QVERIFY2(headline.endsWith(u'.'), errorCodeName(error.code));
        QCOMPARE(errorWords(error), headline + QStringLiteral(" The engine's words."));
        QCOMPARE(errorWords(worded(error.code, QStringLiteral("Die des Fensters."))), QStringLiteral("Die des Fensters."));
        QVERIFY2(!headlines.contains(headline), qPrintable(headline)); // none is another's
        headlines << headline;
    }
    QVERIFY(headlines.contains(QStringLiteral("Der Datenträger ist voll.")));
}

void TranslationTest::headlineStandsOverTheEnginesWords()
{
    MessageBar bar;
    const auto *const headline = bar.findChild<QLabel *>(QStringLiteral("messageHeadline"));
    QVERIFY(headline);
    const Error error{ErrorCode::DiskFull, "Make room.", {}};
    QVERIFY(speak(*qApp, QStringLiteral("en")));
    bar.showError(error);
    QVERIFY(headline->isHidden());
    QVERIFY(speak(*qApp, QStringLiteral("de")));
    bar.showError(error);
    QVERIFY(!headline->isHidden());
    QVERIFY(headline->font().bold());
    QCOMPARE(headline->text(), QStringLiteral("Der Datenträger ist voll."));
    QCOMPARE(bar.text(), QStringLiteral("Make room."));
    bar.offerHelp(QStringLiteral("Schaffen Sie Platz."), error, {}); // the window's own
    QVERIFY(headline->isHidden());
    bar.showError(error);
    bar.showError(worded(ErrorCode::DiskFull, QStringLiteral("Schaffen Sie Platz.")));
    QVERIFY(headline->isHidden());
    bar.showError(error);
    bar.dismiss();
    bar.showNote(QStringLiteral("Nur so."));
    QVERIFY(headline->isHidden());
}

void TranslationTest::windowSpeaksGerman()
{
    QVERIFY(speak(*qApp, QStringLiteral("en")));
    QSet<QString> english;
    {
        Bench bench;
        showAll(bench);
        english = seenWords(*bench.window);
    }
    QVERIFY(english.contains(QStringLiteral("Generate")));
    QVERIFY(speak(*qApp, QStringLiteral("de")));
    Bench bench;
    showAll(bench);
    QSet<QString> german = seenWords(*bench.window);
    QVERIFY(german.contains(QStringLiteral("Erzeugen")));
    QVERIFY(german.size() > 300);

    QSet<QString> models;
    const auto *const box = bench.part<QComboBox>("model");
    QVERIFY(box && box->count() > 0);
    for (int row = 0; row < box->count(); ++row)
        models << box->itemText(row);
    QSet<QString> stayed;
    static const QRegularExpression englishWord(QStringLiteral("\\b(the|of|and|with|from|this|not|are)\\b"));
    for (const QString &text : german) {
        if (!models.contains(text) && !mayStay(text) && (english.contains(text) || englishWord.match(text).hasMatch()))
            stayed << text;
    }
    QVERIFY2(stayed.isEmpty(), qPrintable(QStringLiteral("English still:\n  ") + joined(stayed)));
}

void TranslationTest::lettersLeadToOnePlace()
{
    QVERIFY(speak(*qApp, QStringLiteral("de")));
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    QVERIFY(drop(bench.window.get(), bench.makePicture({512, 512})));
    const QStringList doubled = doubledLetters(*bench.window->menuBar(), *bench.window);
    QVERIFY2(doubled.isEmpty(), qPrintable(doubled.join(u'\n')));

    QHash<QChar, QString> known; // in the menu of the picture that was just made
    for (const QAction *const action : bench.view()->actions()) {
        const QChar letter = letterOf(action->text());
        if (letter.isNull())
            continue;
        QVERIFY2(!known.contains(letter), qPrintable(known.value(letter) + QStringLiteral(" | ") + action->text()));
        known.insert(letter, action->text());
    }
    QVERIFY(known.size() > 10);
}

void TranslationTest::nothingIsClipped_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("English") << "en";
    QTest::newRow("German") << "de";
}

void TranslationTest::nothingIsClipped()
{
    QFETCH(QString, language);
    QVERIFY(speak(*qApp, language));
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    QVERIFY(drop(bench.window.get(), bench.makePicture({512, 512})));
    for (const auto page : {WindowPages::Create, WindowPages::Gallery, WindowPages::Viewer, WindowPages::Compare}) {
        bench.window->pages().setPage(page);
        bench.window->resize(bench.window->minimumSizeHint());
        QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
        QCoreApplication::processEvents();
        const QStringList clipped = clippedWords(*bench.window);
        QVERIFY2(clipped.isEmpty(), qPrintable(clipped.join(u'\n')));
    }
    bench.action("preferences")->trigger();
    auto *const dialog = bench.window->findChild<PreferencesDialog *>();
    QVERIFY(dialog);
    auto *const list = dialog->findChild<QListWidget *>(QStringLiteral("preferencePages"));
    QVERIFY(list && list->count() > 3);
    for (int row = 0; row < list->count(); ++row) {
        list->setCurrentRow(row);
        dialog->resize(dialog->minimumSizeHint());
        QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
        QCoreApplication::processEvents();
        const QStringList clipped = clippedWords(*dialog);
        QVERIFY2(clipped.isEmpty(), qPrintable(clipped.join(u'\n')));
    }
}

CALOTYPE_TEST(TranslationTest)
#include "TranslationTest.moc"
