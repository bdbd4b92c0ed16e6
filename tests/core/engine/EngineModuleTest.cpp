#include "core/engine/EngineModule.h"
#include "tests/support/TestMain.h"

#include "core/engine/HeapPolicy.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cstdlib>

#include <sys/resource.h>

using namespace calotype;

namespace {

/// Pages that the system must clear and map for a buffer of the size of a large tensor, which is freed at the end.
long faultsOfALargeBuffer()
{
    constexpr std::size_t kBytes = std::size_t{100} << 20;
    rusage before{};
    getrusage(RUSAGE_SELF, &before);
    auto *const buffer = static_cast<volatile char *>(std::malloc(kBytes)); // volatile: not to be thought away
    for (std::size_t i = 0; i < kBytes; i += 4096)
        buffer[i] = 1;
    std::free(const_cast<char *>(buffer));
    rusage after{};
    getrusage(RUSAGE_SELF, &after);
    return after.ru_minflt - before.ru_minflt;
}

} // namespace

// The build gives the files of two modules: GOOD_ENGINE, and OLD_ENGINE of another interface version.
class EngineModuleTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void theEnvironmentIsPreparedAndTheUsersStays();
    void memoryThatWasFreedServesAgainUntilItIsGivenBack();
    void nothingThereIsEngineMissingWithWhatWasTried();
    void aModuleIsFoundInEachFolder_data();
    void aModuleIsFoundInEachFolder();
    void cudaIsTakenBeforeTheProcessorAlone();
    void theEnvironmentsFileIsTakenAndNoOther();
    void aModuleOfAnotherVersionIsPassedOver();
    void aFileThatIsNoModuleIsToldByName();

private:
    /// Puts a copy of @p module to @p place below the temporary folder.
    void put(const char *module, const QString &place);
    auto open() { return openEngine((m_folder->path() + QStringLiteral("/bin")).toStdString()); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void EngineModuleTest::init()
{
    unsetenv("CALOTYPE_ENGINE");
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("bin")));
}

void EngineModuleTest::put(const char *module, const QString &place)
{
    const QString target = m_folder->filePath(place);
    QVERIFY(QDir().mkpath(QFileInfo(target).path()));
    QVERIFY(QFile::copy(QString::fromUtf8(module), target));
}

// The first: it is done once in a process.
void EngineModuleTest::theEnvironmentIsPreparedAndTheUsersStays()
{
    unsetenv("OMP_WAIT_POLICY");
    setenv("OPENBLAS_CORETYPE", "Nehalem", 1);
    (void)open();
    QCOMPARE(qgetenv("OMP_WAIT_POLICY"), QByteArray("passive"));
    QCOMPARE(qgetenv("OPENBLAS_CORETYPE"), QByteArray("Nehalem"));
    unsetenv("OPENBLAS_CORETYPE");
}

void EngineModuleTest::memoryThatWasFreedServesAgainUntilItIsGivenBack()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("The sanitizer brings a malloc of its own.");
#elif !defined(__GLIBC__)
    QSKIP("Only glibc's malloc is told how to work.");
#elif !__GLIBC_PREREQ(2, 35)
    QSKIP("This glibc keeps no blocks of such a size.");
#else
    (void)open();
    const long anew = faultsOfALargeBuffer();
    const long again = faultsOfALargeBuffer();
    QVERIFY2(again < anew / 10, qPrintable(QStringLiteral("%1 of %2 pages").arg(again).arg(anew)));
    giveFreedMemoryBack();
    const long afterwards = faultsOfALargeBuffer();
    QVERIFY2(afterwards > anew / 2, qPrintable(QStringLiteral("%1 of %2 pages").arg(afterwards).arg(anew)));
#endif
}

void EngineModuleTest::nothingThereIsEngineMissingWithWhatWasTried()
{
    const auto backend = open();
    QVERIFY(!backend);
    QCOMPARE(backend.error().code, ErrorCode::EngineMissing);
    QVERIFY(QString::fromStdString(backend.error().message).contains(QLatin1String("CALOTYPE_ENGINE")));
    const QString detail = QString::fromStdString(backend.error().detail);
    QVERIFY(detail.contains(m_folder->filePath(QStringLiteral("bin/calotype-engine-cuda.so"))));
    QVERIFY(detail.contains(m_folder->filePath(QStringLiteral("lib/calotype/calotype-engine.so"))));
}

void EngineModuleTest::aModuleIsFoundInEachFolder_data()
{
    QTest::addColumn<QString>("place");
    QTest::newRow("beside the program") << QStringLiteral("bin/calotype-engine.so");
    QTest::newRow("in the prefix's lib") << QStringLiteral("lib/calotype/calotype-engine.so");
    QTest::newRow("in the program's lib") << QStringLiteral("bin/lib/calotype/calotype-engine.so");
}

void EngineModuleTest::aModuleIsFoundInEachFolder()
{
    QFETCH(QString, place);
    put(GOOD_ENGINE, place);
    const auto backend = open();
    QVERIFY2(backend.ok(), backend ? "" : backend.error().message.c_str());
    QCOMPARE(backend.value()->devices().front().id, std::string("cpu"));
}

void EngineModuleTest::cudaIsTakenBeforeTheProcessorAlone()
{
    put(GOOD_ENGINE, QStringLiteral("lib/calotype/calotype-engine-cuda.so"));
    put(OLD_ENGINE, QStringLiteral("bin/calotype-engine.so"));
    QVERIFY(open().ok());
    // The other way round the CUDA module is refused, and the plain one taken.
    init();
    put(OLD_ENGINE, QStringLiteral("lib/calotype/calotype-engine-cuda.so"));
    put(GOOD_ENGINE, QStringLiteral("bin/calotype-engine.so"));
    QVERIFY(open().ok());
}

void EngineModuleTest::theEnvironmentsFileIsTakenAndNoOther()
{
    put(OLD_ENGINE, QStringLiteral("bin/calotype-engine.so"));
    put(GOOD_ENGINE, QStringLiteral("elsewhere/mine.so"));
    QVERIFY(!open());
    setenv("CALOTYPE_ENGINE", m_folder->filePath(QStringLiteral("elsewhere/mine.so")).toUtf8().constData(), 1);
    QVERIFY(open().ok());
    put(GOOD_ENGINE, QStringLiteral("lib/calotype/calotype-engine.so"));
    setenv("CALOTYPE_ENGINE", m_folder->filePath(QStringLiteral("elsewhere/none.so")).toUtf8().constData(), 1);
    const auto missing = open();
    QVERIFY(!missing);
    QVERIFY(QString::fromStdString(missing.error().message).contains(QLatin1String("none.so")));
}

void EngineModuleTest::aModuleOfAnotherVersionIsPassedOver()
{
    put(OLD_ENGINE, QStringLiteral("bin/calotype-engine.so"));
    const auto backend = open();
    QVERIFY(!backend);
    QCOMPARE(backend.error().code, ErrorCode::EngineMissing);
    const QString message = QString::fromStdString(backend.error().message);
    QVERIFY2(message.contains(QLatin1String("version")), qPrintable(message));
    QVERIFY(message.contains(QLatin1String("bin/calotype-engine.so")));
}

void EngineModuleTest::aFileThatIsNoModuleIsToldByName()
{
    QFile file(m_folder->filePath(QStringLiteral("bin/calotype-engine.so")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("no module");
    file.close();
    const auto backend = open();
    QVERIFY(!backend);
    QVERIFY(QString::fromStdString(backend.error().message).contains(file.fileName()));
}

CALOTYPE_GUILESS_TEST(EngineModuleTest)
#include "EngineModuleTest.moc"
