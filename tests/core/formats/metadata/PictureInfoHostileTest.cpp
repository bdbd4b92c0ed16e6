#include "core/formats/Utf8.h"
#include "core/formats/metadata/PictureInfo.h"
#include "tests/support/TestMain.h"

#include <nlohmann/json.hpp>

#include <QDir>
#include <QTest>

#include <atomic>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <new>

#include <malloc.h>

using namespace calotype::formats;
using nlohmann::json;

namespace {

const QString kFolder = QStringLiteral(CALOTYPE_TEST_DATA "/metadata/hostile/");
constexpr long long kMostMemory = 64LL << 20;
constexpr double kMostSeconds = 2; ///< of the processor, so a busy machine does not count

std::atomic<long long> inUse{0};
std::atomic<long long> peak{0};

void *counted(void *memory)
{
    if (!memory)
        throw std::bad_alloc();
    const long long now = inUse += static_cast<long long>(malloc_usable_size(memory));
    for (long long seen = peak; now > seen && !peak.compare_exchange_weak(seen, now);) {
    }
    return memory;
}

void discounted(void *memory)
{
    if (memory)
        inUse -= static_cast<long long>(malloc_usable_size(memory));
    std::free(memory);
}

} // namespace

void *operator new(std::size_t size)
{
    return counted(std::malloc(size));
}

void operator delete(void *memory) noexcept
{
    discounted(memory);
}

void operator delete(void *memory, std::size_t) noexcept
{
    discounted(memory);
}

/// Files made to crash, to hang or to exhaust a reader: each costs little, and says nothing that it should not.
class PictureInfoHostileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hostilePicturesCostLittle_data()
    {
        QTest::addColumn<QString>("name");
        const QString ending = QStringLiteral(".expected.json");
        for (QString file : QDir(kFolder).entryList({"*" + ending}, QDir::Files)) {
            file.chop(ending.size());
            QTest::newRow(qPrintable(file)) << file;
        }
    }

    void hostilePicturesCostLittle()
    {
        QFETCH(QString, name);
        std::ifstream in((kFolder + name + QStringLiteral(".expected.json")).toStdString());
        const json expected = json::parse(in);
        const std::filesystem::path path = (kFolder + name).toStdString();

        const long long before = inUse;
        peak = before;
        const std::clock_t start = std::clock();
        const PictureInfo info = readPictureInfo(path);
        const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
        const long long memory = peak - before;
        QVERIFY2(seconds < kMostSeconds, qPrintable(QString::number(seconds)));
        QVERIFY2(memory < kMostMemory + QFileInfo(kFolder + name).size(), qPrintable(QString::number(memory)));

        const std::string meta = expected["expect"]["meta"];
        if (meta == "none")
            QVERIFY2(info.fields.empty(), info.fields.empty() ? "" : info.fields.front().name.c_str());
        if (meta == "fields" || (meta == "either" && !info.fields.empty()))
            compareFields(info, expected, name);
        for (const PictureField &field : info.fields)
            QVERIFY2(isUtf8(field.value.dump(-1, ' ', false, json::error_handler_t::ignore)), field.name.c_str());
        for (const auto &[key, text] : info.raw) {
            QVERIFY(isUtf8(key) && isUtf8(text));
            QVERIFY(text.find('\0') == std::string::npos);
        }
    }

    void cutAnywhereAPictureIsSurvived_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"a1111-png-itxt-compressed.png", "a1111.jpg", "a1111.webp", "a1111.gif", "a1111.avif",
                                 "mochi-png.png", "stealth-rgb-comp.png", "drawthings.png", "sdcpp-webp.webp"})
            QTest::newRow(name) << QString(name);
    }

    void cutAnywhereAPictureIsSurvived()
    {
        QFETCH(QString, name);
        QFile file(QStringLiteral(CALOTYPE_TEST_DATA "/metadata/") + name);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray whole = file.readAll();
        const PictureInfo complete = readPictureInfo(std::as_bytes(std::span(whole.constData(), static_cast<std::size_t>(whole.size()))));
        QVERIFY(!complete.fields.empty());
        for (qsizetype size = 0; size < whole.size(); ++size) {
            // A copy of its own, so that a sanitizer sees what reads past the end.
            const std::vector<char> cut(whole.begin(), whole.begin() + size);
            const PictureInfo info = readPictureInfo(std::as_bytes(std::span(cut)));
            if (!info.fields.empty())
                QCOMPARE(info.source, complete.source);
        }
    }

private:
    static void compareFields(const PictureInfo &info, const json &expected, const QString &file)
    {
        for (const auto &[name, value] : expected["fields"].items()) {
            if (file == QStringLiteral("usercomment-odd.jpg") && name == "version")
                continue; // the character that the missing byte belonged to
            const PictureField *field = info.find(name);
            QVERIFY2(field, name.c_str());
            const json others = expected.value("acceptable", json::object()).value(name, json::array());
            const bool isOther = std::find(others.begin(), others.end(), field->value) != others.end();
            QVERIFY2(isOther || field->value == value, qPrintable(QString::fromStdString(name + ": " + field->value.dump())));
        }
    }
};

CALOTYPE_GUILESS_TEST(PictureInfoHostileTest)
#include "PictureInfoHostileTest.moc"
