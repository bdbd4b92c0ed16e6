#include "core/formats/Sha256.h"
#include "core/models/ModelHashes.h"
#include "tests/support/TestMain.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <new>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace calotype;
using namespace calotype::models;

namespace fs = std::filesystem;

namespace {

/// Memory that runs out: while it is set, nothing as large as the piece that a file is read into is given.
std::atomic<bool> memoryIsShort{false};
std::atomic<int> refused{0};
std::atomic<int> given{0}; ///< as large as a piece: whoever asks for one has the turn to read

void *allocate(std::size_t size)
{
    if (memoryIsShort && size >= (std::size_t{1} << 20)) {
        ++refused;
        throw std::bad_alloc();
    }
    if (size >= (std::size_t{1} << 20))
        ++given;
    if (void *const memory = std::malloc(size > 0 ? size : 1))
        return memory;
    throw std::bad_alloc();
}

constexpr const char *kHashOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

void write(const fs::path &path, const QByteArray &bytes)
{
    fs::create_directories(path.parent_path());
    QFile file(QString::fromStdString(path.string()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

std::string sha256Of(const std::string &text)
{
    formats::Sha256 digest;
    digest.add(text);
    return digest.hex();
}

} // namespace

void *operator new(std::size_t size)
{
    return allocate(size);
}

void *operator new[](std::size_t size)
{
    return allocate(size);
}

// What the standard library would do by itself, but a sanitizer's would not.
void *operator new(std::size_t size, const std::nothrow_t &) noexcept
{
    try {
        return allocate(size);
    } catch (const std::bad_alloc &) {
        return nullptr;
    }
}

void *operator new[](std::size_t size, const std::nothrow_t &) noexcept
{
    return operator new(size, std::nothrow);
}

void operator delete(void *memory) noexcept
{
    std::free(memory);
}

void operator delete[](void *memory) noexcept
{
    std::free(memory);
}

void operator delete(void *memory, std::size_t) noexcept
{
    std::free(memory);
}

void operator delete[](void *memory, std::size_t) noexcept
{
    std::free(memory);
}

class ModelHashesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_root = m_dir->path().toStdString();
    }

    void fileHasTheHashOfItsBytes()
    {
        write(m_root / "model.ckpt", "abc");
        ModelHashes hashes(m_root / "hashes.json");
        QCOMPARE(hashes.known(m_root / "model.ckpt"), std::string());
        const auto hash = hashes.hash(m_root / "model.ckpt");
        QVERIFY(hash.ok());
        QCOMPARE(hash.value(), std::string(kHashOfAbc));
        QCOMPARE(hashes.known(m_root / "model.ckpt"), std::string(kHashOfAbc));
    }

    void fileLargerThanAPieceIsHashedWhole()
    {
        const QByteArray bytes((3 << 20) + 17, 'x');
        write(m_root / "m.safetensors", bytes);
        ModelHashes hashes(m_root / "hashes.json");
        QCOMPARE(hashes.hash(m_root / "m.safetensors").value(), sha256Of(bytes.toStdString()));
    }

    void folderHasTheHashOfItsParts()
    {
        write(m_root / "model/unet/a.safetensors", "abc");
        write(m_root / "model/text_encoder/b.safetensors", "");
        write(m_root / "model/unet/a.bin", "not looked at");
        write(m_root / "model/model_index.json", "{}");
        write(m_root / "model/.cache/c.safetensors", "hidden");
        const std::string empty = sha256Of("");
        ModelHashes hashes(m_root / "hashes.json");
        const std::string expected = sha256Of("text_encoder/b.safetensors " + empty + "\nunet/a.safetensors " + kHashOfAbc + "\n");
        QCOMPARE(hashes.hash(m_root / "model").value(), expected);
        QCOMPARE(hashes.known(m_root / "model"), expected);
        // The name of the folder does not matter, what is in it does.
        fs::rename(m_root / "model", m_root / "renamed");
        QCOMPARE(hashes.hash(m_root / "renamed").value(), expected);
        write(m_root / "renamed/unet/a.safetensors", "abcd");
        QVERIFY(hashes.hash(m_root / "renamed").value() != expected);
    }

    void folderOfBinFilesIsHashedToo()
    {
        write(m_root / "model/unet/a.bin", "abc");
        ModelHashes hashes(m_root / "hashes.json");
        QCOMPARE(hashes.hash(m_root / "model").value(), sha256Of(std::string("unet/a.bin ") + kHashOfAbc + "\n"));
    }

    void hashesOutliveTheProgram()
    {
        const fs::path model = m_root / "ein modell é.ckpt";
        write(model, "abc");
        QVERIFY(ModelHashes(m_root / "sub/hashes.json").hash(model).ok());
        QCOMPARE(ModelHashes(m_root / "sub/hashes.json").known(model), std::string(kHashOfAbc));
    }

    void secondProgramKeepsWhatTheFirstFound()
    {
        write(m_root / "a.ckpt", "abc");
        write(m_root / "b.ckpt", "");
        ModelHashes first(m_root / "hashes.json");
        ModelHashes second(m_root / "hashes.json");
        QVERIFY(first.hash(m_root / "a.ckpt").ok());
        QVERIFY(second.hash(m_root / "b.ckpt").ok());
        const ModelHashes third(m_root / "hashes.json");
        QCOMPARE(third.known(m_root / "a.ckpt"), std::string(kHashOfAbc));
        QCOMPARE(third.known(m_root / "b.ckpt"), sha256Of(""));
    }

    void changedFileIsNotKnown()
    {
        const fs::path model = m_root / "m.ckpt";
        write(model, "abc");
        ModelHashes hashes(m_root / "hashes.json");
        QVERIFY(hashes.hash(model).ok());
        const auto time = fs::last_write_time(model);
        write(model, "abcd"); // another size
        fs::last_write_time(model, time);
        QCOMPARE(hashes.known(model), std::string());
        write(model, "abC"); // another time
        fs::last_write_time(model, time + std::chrono::seconds(1));
        QCOMPARE(hashes.known(model), std::string());
        QCOMPARE(hashes.hash(model).value(), sha256Of("abC"));
    }

    void damagedCacheIsBegunAnew_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("no JSON") << QByteArray("{\"version\": 1, ");
        QTest::newRow("other kind") << QByteArray("[1, 2]");
        QTest::newRow("other version") << QByteArray(R"({"version": 2, "files": {"KEY": ENTRY}})");
        QTest::newRow("files no object") << QByteArray(R"({"version": 1, "files": 7})");
        QTest::newRow("wrong types") << QByteArray(R"({"version": 1, "files": {"KEY": {"size": "3", "modified": [], "sha256": 1}}})");
        QTest::newRow("no hash") << QByteArray(R"({"version": 1, "files": {"KEY": {"size": 3, "modified": 0, "sha256": "zz"}}})");
    }

    void damagedCacheIsBegunAnew()
    {
        QFETCH(QByteArray, bytes);
        const fs::path model = m_root / "m.ckpt";
        write(model, "abc");
        write(m_root / "hashes.json", bytes.replace("KEY", QByteArray::fromStdString(model.string())).replace("ENTRY", "{}"));
        ModelHashes hashes(m_root / "hashes.json");
        QCOMPARE(hashes.known(model), std::string());
        QCOMPARE(hashes.hash(model).value(), std::string(kHashOfAbc));
        QCOMPARE(ModelHashes(m_root / "hashes.json").known(model), std::string(kHashOfAbc));
    }

    void missingModelIsNotFound()
    {
        ModelHashes hashes(m_root / "hashes.json");
        const auto hash = hashes.hash(m_root / "none.ckpt");
        QVERIFY(!hash.ok());
        QCOMPARE(hash.error().code, ErrorCode::NotFound);
        QVERIFY(hash.error().message.find("none.ckpt") != std::string::npos);
        fs::create_directory(m_root / "empty");
        QCOMPARE(hashes.hash(m_root / "empty").error().code, ErrorCode::NotFound);
    }

    void stoppedHashIsNotKept()
    {
        write(m_root / "m.ckpt", "abc");
        ModelHashes hashes(m_root / "hashes.json");
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(hashes.hash(m_root / "m.ckpt", stop.get_token()).error().code, ErrorCode::Cancelled);
        QCOMPARE(hashes.known(m_root / "m.ckpt"), std::string());
    }

    void stoppedHashKeepsHowFarItCame()
    {
        const fs::path model = m_root / "huge.ckpt"; // sparse: terabytes of zeros, nothing on the disk
        write(model, {});
        fs::resize_file(model, std::uintmax_t{1} << 40);
        QJsonObject kept;
        const auto cameOn = [&](double before) {
            given = 0;
            {
                ModelHashes hashes(m_root / "hashes.json");
                hashes.request(model);
                while (given == 0) // its thread has the turn; how far it comes before it is stopped, nobody knows
                    std::this_thread::yield();
            }
            kept = keptOf(model);
            return kept[QLatin1String("hashed")].toDouble() > before;
        };
        QTRY_VERIFY(cameOn(0));
        const double first = kept[QLatin1String("hashed")].toDouble();
        QTRY_VERIFY(cameOn(first)); // another goes on
        formats::Sha256 zeros;
        zeros.add(std::string(static_cast<std::size_t>(kept[QLatin1String("hashed")].toDouble()), '\0'));
        QCOMPARE(kept[QLatin1String("state")].toString().toStdString(), zeros.state());
        QVERIFY(!kept.contains(QLatin1String("sha256")));
    }

    void stoppedHashGoesOnFromThere_data()
    {
        QTest::addColumn<double>("hashed");
        QTest::addColumn<QString>("state"); ///< "": that of the other bytes
        QTest::addColumn<double>("size");
        QTest::addColumn<bool>("goesOn");
        QTest::newRow("of this file") << 128.0 << QString() << 200.0 << true;
        QTest::newRow("of what lay there before") << 128.0 << QString() << 201.0 << false;
        QTest::newRow("within a block") << 129.0 << QString() << 200.0 << false;
        QTest::newRow("beyond the end") << 256.0 << QString() << 200.0 << false;
        QTest::newRow("less than nothing") << -64.0 << QString() << 200.0 << false;
        QTest::newRow("no state") << 128.0 << QStringLiteral("zz") << 200.0 << false;
    }

    void stoppedHashGoesOnFromThere()
    {
        QFETCH(double, hashed);
        QFETCH(QString, state);
        QFETCH(double, size);
        QFETCH(bool, goesOn);
        const fs::path model = m_root / "m.ckpt";
        write(model, QByteArray(200, 'x'));
        formats::Sha256 others; // other bytes than the file's: only so can it be seen that those are not read again
        others.add(std::string(128, 'y'));
        const QJsonObject entry{{"size", size},
                                {"modified", static_cast<qint64>(fs::last_write_time(model).time_since_epoch().count())},
                                {"hashed", hashed},
                                {"state", state.isEmpty() ? QString::fromStdString(others.state()) : state}};
        write(m_root / "hashes.json", QJsonDocument(QJsonObject{{"version", 1},
                                                                {"files", QJsonObject{{QString::fromStdString(model.string()), entry}}}})
                                          .toJson());
        others.add(std::string(72, 'x'));
        ModelHashes hashes(m_root / "hashes.json");
        QCOMPARE(hashes.known(model), std::string());
        const std::string hash = hashes.hash(model).value();
        QCOMPARE(hash, goesOn ? others.hex() : sha256Of(std::string(200, 'x')));
        QCOMPARE(ModelHashes(m_root / "hashes.json").known(model), hash);
    }

    void requestedHashComesOfItself()
    {
        write(m_root / "a.ckpt", "abc");
        write(m_root / "b.ckpt", "");
        ModelHashes hashes(m_root / "hashes.json");
        hashes.request(m_root / "none.ckpt"); // stays unknown, and holds nothing up
        hashes.request(m_root / "a.ckpt");
        hashes.request(m_root / "b.ckpt");
        QTRY_COMPARE(hashes.known(m_root / "b.ckpt"), sha256Of(""));
        QCOMPARE(hashes.known(m_root / "a.ckpt"), std::string(kHashOfAbc));
    }

    void memoryThatRunsOutEndsTheHashAndNotTheProgram()
    {
        write(m_root / "m.ckpt", "abc");
        ModelHashes hashes(m_root / "hashes.json");
        refused = 0;
        memoryIsShort = true;
        const auto hash = hashes.hash(m_root / "m.ckpt");
        memoryIsShort = false;
        QVERIFY(!hash.ok());
        QCOMPARE(hash.error().code, ErrorCode::OutOfMemory);

        memoryIsShort = true;
        hashes.request(m_root / "m.ckpt"); // on the thread, where nobody catches what is thrown
        QTRY_COMPARE(refused.load(), 2);
        memoryIsShort = false;
        QCOMPARE(hashes.awaited(m_root / "m.ckpt", inAnHour()), std::string());
        hashes.request(m_root / "m.ckpt"); // and the thread goes on
        QTRY_COMPARE(hashes.known(m_root / "m.ckpt"), std::string(kHashOfAbc));
    }

    void endingWhileHashingDoesNotWait()
    {
        // A sparse file: terabytes to hash, nothing on the disk.
        write(m_root / "huge.ckpt", "abc");
        fs::resize_file(m_root / "huge.ckpt", std::uintmax_t{1} << 40);
        {
            ModelHashes hashes(m_root / "hashes.json");
            hashes.request(m_root / "huge.ckpt");
        }
        QCOMPARE(ModelHashes(m_root / "hashes.json").known(m_root / "huge.ckpt"), std::string());
    }

    void waitingForAnotherThreadsHashCanBeStopped()
    {
        write(m_root / "huge.ckpt", "abc");
        fs::resize_file(m_root / "huge.ckpt", std::uintmax_t{1} << 40);
        ModelHashes hashes(m_root / "hashes.json");
        given = 0;
        hashes.request(m_root / "huge.ckpt");
        QTRY_COMPARE(given.load(), 1); // the thread reads, and will for hours
        std::stop_source stop;
        std::thread later([&stop] { stop.request_stop(); });
        const auto hash = hashes.hash(m_root / "huge.ckpt", stop.get_token());
        later.join();
        QVERIFY(!hash.ok());
        QCOMPARE(hash.error().code, ErrorCode::Cancelled);
    }

    void requestedHashIsWaitedFor()
    {
        write(m_root / "a.ckpt", "abc");
        write(m_root / "b.ckpt", "");
        ModelHashes hashes(m_root / "hashes.json");
        for (const char *name : {"none.ckpt", "b.ckpt", "a.ckpt", "b.ckpt"})
            hashes.request(m_root / name);
        QCOMPARE(hashes.awaited(m_root / "a.ckpt", inAnHour()), std::string(kHashOfAbc));
        QCOMPARE(hashes.awaited(m_root / "b.ckpt", inAnHour()), sha256Of(""));
        QCOMPARE(hashes.awaited(m_root / "none.ckpt", inAnHour()), std::string());
    }

    void requestedHashIsWaitedForNoLongerThanToldTo()
    {
        write(m_root / "huge.ckpt", "abc");
        fs::resize_file(m_root / "huge.ckpt", std::uintmax_t{1} << 40);
        ModelHashes hashes(m_root / "hashes.json");
        given = 0;
        hashes.request(m_root / "huge.ckpt");
        QTRY_COMPARE(given.load(), 1);
        QCOMPARE(hashes.awaited(m_root / "huge.ckpt", std::chrono::steady_clock::now()), std::string());
        std::stop_source stop;
        std::thread later([&stop] { stop.request_stop(); });
        const std::string hash = hashes.awaited(m_root / "huge.ckpt", inAnHour(), stop.get_token());
        later.join();
        QCOMPARE(hash, std::string());
    }

    void diskThatIsSlowToKeepAHashHoldsNobodyUp()
    {
        write(m_root / "a.ckpt", "abc");
        write(m_root / "b.ckpt", "");
        const fs::path cache = m_root / "hashes.json";
        ModelHashes hashes(cache);
        QCOMPARE(::mkfifo(cache.c_str(), 0600), 0); // who reads it waits for who writes
        hashes.request(m_root / "a.ckpt");
        int writer = -1;
        const auto letGo = qScopeGuard([&] { // where the test fails, its thread would wait for ever
            const int both = ::open(cache.c_str(), O_RDWR | O_NONBLOCK);
            ::unlink(cache.c_str());
            for (const int end : {both, writer}) {
                if (end >= 0)
                    ::close(end);
            }
        });
        const auto isOpen = [&] { return writer >= 0 || (writer = ::open(cache.c_str(), O_WRONLY | O_NONBLOCK)) >= 0; };
        QTRY_VERIFY(isOpen()); // as soon as the thread has it open
        // It reads, and is given nothing, until this end is closed.
        QCOMPARE(hashes.known(m_root / "a.ckpt"), std::string(kHashOfAbc));
        hashes.request(m_root / "b.ckpt");
        QCOMPARE(hashes.known(m_root / "b.ckpt"), std::string());
        QCOMPARE(::close(std::exchange(writer, -1)), 0);
        QCOMPARE(hashes.awaited(m_root / "b.ckpt", inAnHour()), sha256Of(""));
    }

private:
    static std::chrono::steady_clock::time_point inAnHour() { return std::chrono::steady_clock::now() + std::chrono::hours(1); }

    /// What the cache says of a file.
    QJsonObject keptOf(const fs::path &model) const
    {
        QFile file(QString::fromStdString((m_root / "hashes.json").string()));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        return QJsonDocument::fromJson(file.readAll())
            .object()[QLatin1String("files")]
            .toObject()[QString::fromStdString(model.string())]
            .toObject();
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    fs::path m_root;
};

CALOTYPE_GUILESS_TEST(ModelHashesTest)
#include "ModelHashesTest.moc"
