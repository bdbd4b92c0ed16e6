#include "core/gallery/GalleryDatabase.h"
#include "tests/support/InventedGallery.h"
#include "tests/support/TestMain.h"

#include <QMap>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <limits>
#include <utility>

using namespace calotype;
using namespace calotype::gallery;

/// Every filter and order against the same thing worked out in plain C++ over all rows.
class GalleryQueryTest : public QObject
{
    Q_OBJECT

private:
    static constexpr int kCount = 600;

    QTemporaryDir m_folder;
    std::unique_ptr<GalleryDatabase> m_database;
    QVector<GalleryItem> m_items; ///< as they should be listed

    // Letters and digits are words; accents do not count.
    static QStringList words(const QString &text)
    {
        QString plain;
        const QString decomposed = text.normalized(QString::NormalizationForm_D).toLower();
        for (const QChar character : decomposed) {
            if (character.category() != QChar::Mark_NonSpacing)
                plain += character.isLetterOrNumber() ? character : QLatin1Char(' ');
        }
        return plain.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    }

    static bool hasWords(const QString &prompt, const QString &text)
    {
        const QStringList there = words(prompt);
        const QStringList wanted = words(text);
        for (qsizetype k = 0; k < wanted.size(); ++k) {
            const bool isLast = k + 1 == wanted.size();
            const bool found = std::any_of(there.begin(), there.end(), [&](const QString &word) {
                return isLast ? word.startsWith(wanted.at(k)) : word == wanted.at(k);
            });
            if (!found)
                return false;
        }
        return true;
    }

    static bool passes(const GalleryItem &item, const GalleryFilter &filter)
    {
        const QDate day = item.created.toLocalTime().date();
        return item.trashed == filter.trashed && (filter.model.isEmpty() || item.model == filter.model)
            && (filter.sampler.isEmpty() || item.sampler == filter.sampler)
            && (filter.tag.isEmpty() || item.tags.contains(filter.tag, Qt::CaseInsensitive))
            && (filter.size.isEmpty() || QSize(item.width, item.height) == filter.size)
            && (!filter.from.isValid() || day >= filter.from) && (!filter.to.isValid() || day <= filter.to)
            && item.rating >= filter.minRating && (!filter.madeFromImage || item.madeFromImage == *filter.madeFromImage)
            && hasWords(item.prompt, filter.text);
    }

    static bool comesBefore(const GalleryItem &a, const GalleryItem &b, GalleryFilter::Sort sort)
    {
        const auto newest = [&] { return std::pair(a.created, a.id) > std::pair(b.created, b.id); };
        switch (sort) {
        case GalleryFilter::Sort::Newest: return newest();
        case GalleryFilter::Sort::Oldest: return std::pair(a.created, a.id) < std::pair(b.created, b.id);
        case GalleryFilter::Sort::BestRated: return a.rating != b.rating ? a.rating > b.rating : newest();
        case GalleryFilter::Sort::Name: break;
        }
        const auto name = [](const GalleryItem &item) { return item.path.section(QLatin1Char('/'), -1).toLower(); };
        return std::pair(name(a), a.id) < std::pair(name(b), b.id);
    }

    QVector<qint64> expected(const GalleryFilter &filter) const
    {
        QVector<GalleryItem> rows;
        std::copy_if(m_items.begin(), m_items.end(), std::back_inserter(rows),
                     [&](const GalleryItem &item) { return passes(item, filter); });
        std::sort(rows.begin(), rows.end(),
                  [&](const GalleryItem &a, const GalleryItem &b) { return comesBefore(a, b, filter.sort); });
        QVector<qint64> ids;
        for (const GalleryItem &item : rows)
            ids << item.id;
        return ids;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        m_database = std::make_unique<GalleryDatabase>(m_folder.filePath(QStringLiteral("g.db")));
        QVector<GalleryItem> records;
        for (int k = 0; k < kCount; ++k) {
            GalleryItem record = invented::item(k, kCount);
            // Names in both cases, and not in the order of time.
            const QString name = QString::number((k * 7919) % kCount, 36);
            record.path = QStringLiteral("/invented/%1/%2.png").arg(k / 50).arg(k % 2 ? name.toUpper() : name);
            records << record;
        }
        const GalleryChanges stored = m_database->store(records);
        QCOMPARE(stored.added.size(), kCount);
        const QVector<qint64> ids = stored.added;
        for (int k = 0; k < kCount; ++k) {
            if (k % 3 == 0)
                m_database->setRating({ids.at(k)}, k % 6);
            if (k % 5 == 0)
                m_database->addTag({ids.at(k)}, QStringLiteral("Holiday"));
            if (k % 7 == 0)
                m_database->addTag({ids.at(k)}, QStringLiteral("two words"));
            if (k % 11 == 0)
                m_database->setTrashed(ids.at(k), {records.at(k).path, QStringLiteral("/trash/files/%1.png").arg(k), {}});
        }
        for (int k = 0; k < kCount; ++k) {
            GalleryItem item = records.at(k);
            item.id = ids.at(k);
            item.rating = k % 3 == 0 ? k % 6 : 0;
            if (k % 5 == 0)
                item.tags << QStringLiteral("Holiday");
            if (k % 7 == 0)
                item.tags << QStringLiteral("two words");
            item.trashed = k % 11 == 0;
            if (item.trashed)
                item.path = QStringLiteral("/trash/files/%1.png").arg(k);
            m_items << item;
        }
    }

    void rowsComeBackAsTheyWereStored()
    {
        QVector<qint64> ids;
        for (const GalleryItem &item : std::as_const(m_items))
            ids << item.id;
        const QVector<GalleryItem> found = m_database->items(ids);
        QCOMPARE(found.size(), m_items.size());
        for (qsizetype k = 0; k < found.size(); ++k)
            QVERIFY2(found.at(k) == m_items.at(k), qPrintable(QString::number(k)));
    }

    void itemsKeepTheOrderAskedForAndPassOverUnknownOnes()
    {
        const auto found = m_database->items({m_items.at(5).id, 999999, m_items.at(2).id});
        QCOMPARE(found.size(), 2);
        QCOMPARE(found.at(0).id, m_items.at(5).id);
        QCOMPARE(found.at(1).id, m_items.at(2).id);
    }

    void filters_data()
    {
        QTest::addColumn<GalleryFilter>("filter");
        const auto row = [](const char *name, auto change) {
            GalleryFilter filter;
            change(filter);
            QTest::newRow(name) << filter;
        };
        const QDate day = m_items.at(301).created.toLocalTime().date();
        row("none", [](GalleryFilter &) {});
        row("model", [](GalleryFilter &f) { f.model = QStringLiteral("sd-v1-5"); });
        row("model that no picture has", [](GalleryFilter &f) { f.model = QStringLiteral("SD-V1-5"); });
        row("sampler", [](GalleryFilter &f) { f.sampler = QStringLiteral("Euler a"); });
        row("tag", [](GalleryFilter &f) { f.tag = QStringLiteral("Holiday"); });
        row("tag in another case", [](GalleryFilter &f) { f.tag = QStringLiteral("TWO WORDS"); });
        row("tag that there is not", [](GalleryFilter &f) { f.tag = QStringLiteral("none"); });
        row("size", [](GalleryFilter &f) { f.size = QSize(512, 768); });
        row("from a day", [&](GalleryFilter &f) { f.from = day; });
        row("to a day", [&](GalleryFilter &f) { f.to = day; });
        row("of one day", [&](GalleryFilter &f) { f.from = f.to = day; });
        row("of some days", [&](GalleryFilter &f) { f.from = day, f.to = day.addDays(40); });
        row("days the wrong way round", [&](GalleryFilter &f) { f.from = day, f.to = day.addDays(-1); });
        row("rating", [](GalleryFilter &f) { f.minRating = 3; });
        row("made from an image", [](GalleryFilter &f) { f.madeFromImage = true; });
        row("made from words", [](GalleryFilter &f) { f.madeFromImage = false; });
        row("trash", [](GalleryFilter &f) { f.trashed = true; });
        row("word", [](GalleryFilter &f) { f.text = QStringLiteral("lighthouse"); });
        row("beginning of a word", [](GalleryFilter &f) { f.text = QStringLiteral("water"); });
        row("one letter", [](GalleryFilter &f) { f.text = QStringLiteral("w"); });
        row("two words", [](GalleryFilter &f) { f.text = QStringLiteral("sky red"); });
        row("upper case", [](GalleryFilter &f) { f.text = QStringLiteral("ASTRONAUT"); });
        row("without its accent", [](GalleryFilter &f) { f.text = QStringLiteral("cafe terrace"); });
        row("with an accent", [](GalleryFilter &f) { f.text = QString::fromUtf8("naïve"); });
        row("decomposed accent", [](GalleryFilter &f) { f.text = QString::fromUtf8("pin\u0303ata"); });
        row("hyphen", [](GalleryFilter &f) { f.text = QStringLiteral("hand-tinted"); });
        row("a word that no prompt has", [](GalleryFilter &f) { f.text = QStringLiteral("zebra"); });
        row("all at once", [](GalleryFilter &f) {
            f.text = QStringLiteral("a");
            f.tag = QStringLiteral("Holiday");
            f.minRating = 1;
            f.madeFromImage = false;
            f.from = QDate(2023, 2, 1);
            f.to = QDate(2025, 11, 1);
        });
    }

    void filters()
    {
        QFETCH(GalleryFilter, filter);
        for (const auto sort : {GalleryFilter::Sort::Newest, GalleryFilter::Sort::Oldest, GalleryFilter::Sort::BestRated,
                                GalleryFilter::Sort::Name}) {
            filter.sort = sort;
            QCOMPARE(m_database->query(filter), expected(filter));
        }
    }

    // The rows above would prove little if they matched nothing.
    void mostFiltersMatchSome()
    {
        GalleryFilter filter;
        filter.text = QStringLiteral("sky red");
        QVERIFY(!expected(filter).isEmpty());
        filter = {};
        filter.text = QString::fromUtf8("pin\u0303ata");
        QVERIFY(!expected(filter).isEmpty());
        filter = {};
        filter.from = filter.to = m_items.at(301).created.toLocalTime().date();
        QVERIFY(!expected(filter).isEmpty());
    }

    void aPhraseStandsSideBySide()
    {
        GalleryFilter filter;
        filter.text = QStringLiteral("\"red sky\"");
        const auto found = m_database->items(m_database->query(filter));
        QVERIFY(!found.isEmpty());
        for (const GalleryItem &item : found)
            QVERIFY(item.prompt.contains(QStringLiteral("red sky")));
        filter.text = QStringLiteral("\"sky red\"");
        QVERIFY(m_database->query(filter).isEmpty());
    }

    void aPartOfAChineseRunIsFound()
    {
        GalleryFilter filter;
        filter.text = QString::fromUtf8("橘猫");
        const auto found = m_database->items(m_database->query(filter));
        QVERIFY(!found.isEmpty());
        qsizetype there = 0;
        for (const GalleryItem &item : std::as_const(m_items))
            there += !item.trashed && item.prompt.contains(QString::fromUtf8("橘猫")) ? 1 : 0;
        QCOMPARE(found.size(), there);
        filter.text = QString::fromUtf8("猫橘");
        QVERIFY(m_database->query(filter).isEmpty());
    }

    void hostileTextsAreTexts_data()
    {
        QTest::addColumn<QString>("text");
        const char *texts[] = {"\"", "\"\"", "\"\"\"", "'", "';--", "'; DROP TABLE image; --", "fox AND", "AND", "NOT fox", "fox NOT",
                               "fox OR", "NEAR(fox lynx, 2)", "NEAR(", "prompt:", "prompt:fox", "-fox", "+fox", "^fox", "fox^2", "fox*",
                               "*", "**", "(", ")", "((((", "{a b}:c", "fox\\", "fox\\\"", "%", "_", "\"fox", "fox\"", "a\"b\"c\"d",
                               "image_fts MATCH 'x'", "rank", "\xf0\x9f\xa6\x8a", "\xcc\x81", "$1", "?1", ":a", "@a", "0x00", "1e999"};
        for (const char *text : texts)
            QTest::newRow(text) << QString::fromUtf8(text);
        QTest::newRow("NUL") << QStringLiteral("fox") + QChar(0) + QStringLiteral("\"x");
        QTest::newRow("half a pair") << QString(QChar(0xd83e)) + QStringLiteral("fox");
        QTest::newRow("other half first") << QString(QChar(0xdd8a)) + QChar(0xd83e);
        QTest::newRow("a thousand quotation marks") << QStringLiteral("\"").repeated(1001);
        QTest::newRow("a million letters") << QStringLiteral("a").repeated(1000000);
        QTest::newRow("a million words") << QStringLiteral("a ").repeated(1000000);
        QTest::newRow("brackets without end") << QStringLiteral("(").repeated(100000);
        QTest::newRow("not a character") << QString(QChar(0xffff)) + QChar(0xfffe);
    }

    void hostileTextsAreTexts()
    {
        QFETCH(QString, text);
        GalleryFilter filter;
        filter.text = text;
        // Whatever it matches, it is no fault, and it does nothing.
        const auto found = m_database->query(filter);
        QVERIFY(found.size() <= kCount);
        QCOMPARE(m_database->query({}), expected({}));
    }

    void hostileNamesAreNames()
    {
        GalleryFilter filter;
        filter.model = QStringLiteral("' OR 1=1 --");
        QVERIFY(m_database->query(filter).isEmpty());
        filter = {};
        filter.tag = QStringLiteral("%");
        QVERIFY(m_database->query(filter).isEmpty());
    }

    void facetsAreOfShownPictures()
    {
        QStringList models, samplers, tags;
        for (const GalleryItem &item : std::as_const(m_items)) {
            if (item.trashed)
                continue;
            models << item.model;
            samplers << item.sampler;
            tags += item.tags;
        }
        for (QStringList *list : {&models, &samplers, &tags}) {
            list->removeDuplicates();
            list->sort(Qt::CaseInsensitive);
        }
        const GalleryFacets facets = m_database->facets();
        QCOMPARE(facets.models, models);
        QCOMPARE(facets.samplers, samplers);
        QCOMPARE(facets.tags, tags);

        QMap<std::pair<int, int>, int> counts;
        for (const GalleryItem &item : std::as_const(m_items)) {
            if (!item.trashed)
                ++counts[{item.width, item.height}];
        }
        QVERIFY(counts.size() > 1);
        QCOMPARE(facets.sizes.size(), std::min<qsizetype>(16, counts.size()));
        int before = std::numeric_limits<int>::max();
        for (const QSize size : facets.sizes) {
            const int count = counts.take({size.width(), size.height()});
            QVERIFY(count > 0 && count <= before);
            before = count;
        }
    }

    void similarOnesAreSortedByDistance()
    {
        GalleryDatabase database(m_folder.filePath(QStringLiteral("similar.db")));
        QVector<GalleryItem> records;
        const quint64 hash = 0xf0f0123456789abc;
        for (const quint64 flipped : {quint64{0}, quint64{0b111}, quint64{0b1}, ~quint64{0}, quint64{0b11111}, quint64{0}}) {
            GalleryItem record = invented::item(static_cast<int>(records.size()), 10);
            record.differenceHash = hash ^ flipped;
            records << record;
        }
        records.last().differenceHash = 0; // not known
        const auto ids = database.store(records).added;
        QCOMPARE(database.similar(ids.at(0), 4), (QVector<qint64>{ids.at(2), ids.at(1)}));
        QCOMPARE(database.similar(ids.at(0), 5), (QVector<qint64>{ids.at(2), ids.at(1), ids.at(4)}));
        QCOMPARE(database.similar(ids.at(0), 0), QVector<qint64>());
        QCOMPARE(database.similar(ids.at(0), 64).size(), 4);
        QVERIFY(database.similar(ids.at(5), 64).isEmpty());
        QVERIFY(database.similar(12345, 64).isEmpty());
    }

    void theFullTextIndexIsSound() { m_database->check(); }

    void cleanupTestCase() { m_database.reset(); }

    void nearDuplicatesOfAPictureAreAFilterToo()
    {
        QTemporaryDir folder;
        GalleryDatabase database(folder.filePath(QStringLiteral("near.db")));
        QVector<GalleryItem> items;
        for (int k = 0; k < 5; ++k)
            items << invented::item(k, 5);
        const quint64 hash = 0x0123456789abcdef;
        items[0].differenceHash = hash;
        items[1].differenceHash = ~hash;
        items[2].differenceHash = hash ^ ((quint64{1} << kNearDuplicateBits) - 1);       // just near enough
        items[3].differenceHash = hash ^ ((quint64{1} << (kNearDuplicateBits + 1)) - 1); // one bit too far
        items[4].differenceHash = hash;
        const auto ids = database.store(items).added;
        database.setRating({ids.at(0), ids.at(4)}, 3);
        GalleryFilter filter;
        filter.similarTo = ids.at(0);
        QVERIFY(!filter.isEmpty());
        filter.sort = GalleryFilter::Sort::Name;
        QCOMPARE(database.query(filter), (QVector<qint64>{ids.at(0), ids.at(2), ids.at(4)}));
        filter.minRating = 2;
        QCOMPARE(database.query(filter), (QVector<qint64>{ids.at(0), ids.at(4)}));
        filter.minRating = 0;
        database.setDifferenceHash(ids.at(0), std::nullopt); // then it stands alone
        QVERIFY(!database.isCompared(ids.at(0)) && database.isCompared(ids.at(1)));
        QCOMPARE(database.query(filter), QVector<qint64>{ids.at(0)});
    }
};

CALOTYPE_GUILESS_TEST(GalleryQueryTest)
#include "GalleryQueryTest.moc"
