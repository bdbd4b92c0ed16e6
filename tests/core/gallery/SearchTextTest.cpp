#include "core/gallery/SearchText.h"
#include "tests/support/TestMain.h"

#include <QTest>

using namespace calotype::gallery;

class SearchTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void expressions_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("expected");
        QTest::newRow("nothing") << "" << "";
        QTest::newRow("spaces") << " \t\n " << "";
        QTest::newRow("one word is a beginning") << "fox" << "\"fox\"*";
        QTest::newRow("all words, the last a beginning") << "red  fox" << "\"red\" \"fox\"*";
        QTest::newRow("operators are words") << "cat OR dog NOT NEAR" << "\"cat\" \"OR\" \"dog\" \"NOT\" \"NEAR\"*";
        QTest::newRow("syntax is quoted") << "prompt:fox* (a^2" << "\"prompt:fox*\" \"(a^2\"*";
        QTest::newRow("a phrase is whole") << "\"red fox\"" << "\"red fox\"";
        QTest::newRow("a phrase between words") << "a \"red fox\" at" << "\"a\" \"red fox\" \"at\"*";
        QTest::newRow("an open quotation mark") << "say \"red fo" << "\"say\" \"red fo\"*";
        QTest::newRow("punctuation alone is no word") << "*** -- fox !" << "\"fox\"*";
        QTest::newRow("only punctuation") << "\"\"\" ' ; --" << "";
        QTest::newRow("control characters part words") << QStringLiteral("red\u0001fox") << "\"red\" \"fox\"*";
        QTest::newRow("Chinese is taken apart") << QString::fromUtf8("橘猫") << QString::fromUtf8("\" 橘  猫 \"*");
    }

    void expressions()
    {
        QFETCH(QString, typed);
        QFETCH(QString, expected);
        QCOMPARE(searchExpression(typed), expected);
    }

    void onlyTheFirstWordsCount()
    {
        const QString many = QStringLiteral("word ").repeated(10000);
        QCOMPARE(searchExpression(many).count(QStringLiteral("\"word\"")), 64);
    }

    void aNulEndsNoExpression()
    {
        QCOMPARE(searchExpression(QStringLiteral("red") + QChar(0) + QStringLiteral("fox")), QStringLiteral("\"red\" \"fox\"*"));
    }

    void halfASurrogatePairIsNoText()
    {
        const QString found = searchExpression(QStringLiteral("fox") + QChar(0xd83d));
        for (const QChar character : found)
            QVERIFY(!character.isSurrogate());
        QVERIFY(found.startsWith(QStringLiteral("\"fox")));
    }

    void textWithoutSuchScriptsIsIndexedAsItIs()
    {
        const QString text = QString::fromUtf8("Ein Café, größer — 한국어 emoji 🦊");
        QCOMPARE(indexedText(text), text);
        QVERIFY(indexedText(QString::fromUtf8("桜の木")) != QString::fromUtf8("桜の木"));
    }
};

CALOTYPE_GUILESS_TEST(SearchTextTest)
#include "SearchTextTest.moc"
