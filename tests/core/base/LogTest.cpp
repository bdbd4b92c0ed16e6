#include "core/base/Log.h"
#include "tests/support/TestMain.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <string>

using namespace calotype;

namespace {

constexpr int kLineBytes = 1024;

std::string line(int number)
{
    return "line " + std::to_string(number) + ' ' + std::string(kLineBytes, 'x');
}

} // namespace

/// The log as it lies in its folder.
class LogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_before = spdlog::default_logger();
        m_dir = std::make_unique<QTemporaryDir>();
        setUpLogging("info");
        spdlog::default_logger()->set_level(spdlog::level::info); // whatever CALOTYPE_LOG says
        spdlog::default_logger()->sinks().clear();                // not to stderr
        logToFolder(folder().toStdString());
    }

    void cleanup()
    {
        spdlog::set_default_logger(m_before);
    }

    void fullFileIsPutAsideAndANewOneBegun()
    {
        write(3 << 10); // 3 MiB
        QCOMPARE(files(), (QStringList{QStringLiteral("calotype.1.log"), QStringLiteral("calotype.log")}));
        QVERIFY(read("calotype.1.log").contains(" line 0 "));
        QVERIFY(read("calotype.log").contains(QByteArray(" line ") + QByteArray::number((3 << 10) - 1) + ' '));
        QVERIFY(QFile(path("calotype.1.log")).size() <= 2 << 20);
    }

    void ofFullFilesTheLastThreeAreKept()
    {
        write(11 << 10);
        QCOMPARE(files(), (QStringList{QStringLiteral("calotype.1.log"), QStringLiteral("calotype.2.log"),
                                       QStringLiteral("calotype.3.log"), QStringLiteral("calotype.log")}));
        QVERIFY(!read("calotype.3.log").contains(" line 0 "));
    }

    void whatIsSaidIsInTheFileAtOnce()
    {
        spdlog::info("a word");
        QVERIFY(read("calotype.log").endsWith(" info a word\n"));
    }

private:
    QString folder() const { return m_dir->filePath(QStringLiteral("state/calotype")); }
    QString path(const char *name) const { return folder() + u'/' + QLatin1String(name); }
    QStringList files() const { return QDir(folder()).entryList(QDir::Files, QDir::Name); }
    QByteArray read(const char *name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static void write(int lines)
    {
        for (int number = 0; number < lines; ++number)
            spdlog::info(line(number));
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::shared_ptr<spdlog::logger> m_before;
};

CALOTYPE_GUILESS_TEST(LogTest)
#include "LogTest.moc"
