#include "core/gallery/PictureName.h"
#include "tests/support/TestMain.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace calotype::gallery;

namespace {

PictureNameFields someFields()
{
    PictureNameFields fields;
    fields.when = QDateTime(QDate(2026, 3, 9), QTime(7, 5, 3));
    fields.seed = 4294967295;
    fields.model = QStringLiteral("starter");
    fields.prompt = QStringLiteral("a fern");
    fields.sampler = QStringLiteral("euler");
    fields.steps = 25;
    fields.guidance = 7.5;
    fields.size = {512, 768};
    fields.number = 42;
    return fields;
}

} // namespace

class PictureNameTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void patternIsFilledIn_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("name");
        const auto row = [](const char *pattern, const char *name) { QTest::newRow(pattern) << QString::fromUtf8(pattern) << QString::fromUtf8(name); };
        row("{number}-{seed}", "00042-4294967295");
        row("{date} {time}", "2026-03-09 070503");
        row("{model}_{prompt}_{sampler}_{steps}_{guidance}", "starter_a fern_euler_25_7.5");
        row("{size}", "512x768");
        row("{prompt", "{prompt");
        row("{colour}", "colour"); // not one of ours
        row("../{seed}/..", "_4294967295_");
        row("a:b*c?d", "a_b_c_d");
        row("   ", "picture");
        row("...", "picture");
        row("-rf {number}", "rf 00042");
        row("Bäume {number}", "Bäume 00042");
    }

    void patternIsFilledIn()
    {
        QFETCH(QString, pattern);
        QTEST(pictureName(pattern, someFields()), "name");
    }

    void promptCannotLeaveItsFolder()
    {
        PictureNameFields fields = someFields();
        fields.prompt = QStringLiteral("../../etc/\npasswd\t\\x\u202e.png");
        const QString name = pictureName(QStringLiteral("{prompt}"), fields);
        for (const char16_t bad : {u'/', u'\\', u'\n', u'\t', u'\u202e'})
            QVERIFY2(!name.contains(QChar(bad)), qPrintable(name));
        QVERIFY(!name.startsWith(u'.'));
    }

    void lengthIsBoundedBetweenCharacters()
    {
        PictureNameFields fields = someFields();
        fields.prompt = QStringLiteral("🌿").repeated(500); // four bytes each
        const QString alone = pictureName(QStringLiteral("{prompt}"), fields);
        QCOMPARE(alone, QStringLiteral("🌿").repeated(20));
        fields.model = QString(1000, u'm');
        const QString name = pictureName(QStringLiteral("{model}{prompt}"), fields);
        QCOMPARE(name.toUtf8().size(), qsizetype(180));
        QVERIFY(name.endsWith(u'm'));
    }

    void unknownWordsAreNamed()
    {
        QCOMPARE(unknownNameFields(QStringLiteral("{seed} {colour} {Seed}")), (QStringList{QStringLiteral("colour"), QStringLiteral("Seed")}));
        for (const QString &word : pictureNameFields())
            QCOMPARE(unknownNameFields(u'{' + word + u'}'), QStringList());
    }

    void numbersGoOnWhereverTheyStand_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QStringList>("there");
        QTest::addColumn<qint64>("next");
        QTest::newRow("empty folder") << QStringLiteral("{number}-{seed}") << QStringList() << qint64(1);
        QTest::newRow("first") << QStringLiteral("{number}-{seed}") << QStringList{"00007-3.png", "00011-3.jpg"} << qint64(12);
        QTest::newRow("last") << QStringLiteral("{prompt} {number}") << QStringList{"a fern 00007.png", "two 00012.webp"} << qint64(13);
        QTest::newRow("others' files") << QStringLiteral("x {number}") << QStringList{"00099-3.png", "x 00002.png"} << qint64(3);
        QTest::newRow("no picture") << QStringLiteral("{number}") << QStringList{"00009.txt"} << qint64(1);
        QTest::newRow("reserved") << QStringLiteral("{number}") << QStringList{".00009.png.place"} << qint64(10);
        QTest::newRow("digits of a prompt") << QStringLiteral("{prompt}-{number}") << QStringList{"photo-123456-00007.png"} << qint64(8);
        QTest::newRow("digits of a seed before") << QStringLiteral("{seed}-{number}") << QStringList{"123456-00002.png"} << qint64(3);
        QTest::newRow("glued to a seed") << QStringLiteral("{number}{seed}") << QStringList{"000421234567.png"} << qint64(43);
        QTest::newRow("six digits") << QStringLiteral("{number}-{seed}") << QStringList{"99999-1.png", "100000-1.png"} << qint64(100001);
        QTest::newRow("six digits with a zero") << QStringLiteral("{number}") << QStringList{"012345.png", "00003.png"} << qint64(4);
        QTest::newRow("taken names") << QStringLiteral("{prompt}-{number}") << QStringList{"a-00004-2.png"} << qint64(5);
        QTest::newRow("twice") << QStringLiteral("{number}-{number}") << QStringList{"00003-00003.png", "00005-00009.png"} << qint64(4);
        QTest::newRow("behind what a name may not begin with") << QStringLiteral("-rf {number}") << QStringList{"rf 00042.png"} << qint64(43);
        QTest::newRow("other fields' shapes") << QStringLiteral("{date} {time} {size} {guidance} {number}")
                                             << QStringList{"2026-03-09 070503 512x768 7.5 00012.PNG", "x x x x 00099.png"} << qint64(13);
        QTest::newRow("no number") << QStringLiteral("{seed}") << QStringList{"00009.png"} << qint64(1);
    }

    void numbersGoOnWhereverTheyStand()
    {
        QFETCH(QString, pattern);
        QFETCH(QStringList, there);
        const QTemporaryDir dir;
        for (const QString &name : there)
            QVERIFY(QFile(dir.filePath(name)).open(QIODevice::WriteOnly));
        QTEST(nextPictureNumber(dir.path(), pattern), "next");
    }

    void folderIsOneForEachDayOrFlat()
    {
        OutputRules rules;
        rules.folder = QStringLiteral("/pictures");
        QCOMPARE(pictureFolder(rules, QDate(2026, 3, 9)), QStringLiteral("/pictures/2026-03-09"));
        rules.folders = OutputRules::Folders::Flat;
        QCOMPARE(pictureFolder(rules, QDate(2026, 3, 9)), QStringLiteral("/pictures"));
    }
};

CALOTYPE_GUILESS_TEST(PictureNameTest)
#include "PictureNameTest.moc"
