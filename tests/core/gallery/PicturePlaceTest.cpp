#include "core/gallery/AtomicFile.h"
#include "core/gallery/PicturePlace.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QMap>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace calotype;
using namespace calotype::gallery;

namespace {

constexpr int kWaitMs = 60000;
constexpr std::int64_t kSeed = 7; // all pictures' alike, so that only the number can tell them apart

Result<void> save(const QString &path, const QByteArray &mark)
{
    return writeAtomically(path, {reinterpret_cast<const std::uint8_t *>(mark.constData()), static_cast<std::size_t>(mark.size())});
}

void say(const QString &line)
{
    std::puts(qPrintable(line));
    std::fflush(stdout);
}

/// Another program that saves pictures in a folder. At each line of its input it does one thing: "place" takes the next
/// place, and tells it; "save N" saves as many files with its mark, and tells where.
int runOther(const QString &folder, const QByteArray &mark)
{
    std::vector<PicturePlace> kept;
    for (std::string line; std::getline(std::cin, line);) {
        const QStringList words = QString::fromStdString(line).split(u' ');
        const bool isToSave = words.first() == QLatin1String("save");
        for (int k = isToSave ? words.value(1).toInt() : 1; k > 0; --k) {
            auto place = PicturePlace::reserve(folder, kSeed);
            if (!place || (isToSave && !save(place.value().path(), mark)))
                return 1;
            say(place.value().path());
            if (!isToSave)
                kept.push_back(std::move(place).value());
        }
    }
    return 0;
}

/// A process of this very program that runs runOther().
class Other
{
public:
    Other(const QString &folder, const QString &mark)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--other"), folder, mark});
    }
    ~Other() { kill(); }

    void order(const char *line) { m_process.write(QByteArray(line) + '\n'); }
    QString answer()
    {
        while (!m_process.canReadLine()) {
            if (!m_process.waitForReadyRead(kWaitMs))
                return {};
        }
        return QString::fromUtf8(m_process.readLine().trimmed());
    }
    /// It ends by itself.
    void finish()
    {
        m_process.closeWriteChannel();
        m_process.waitForFinished(kWaitMs);
    }
    void kill()
    {
        m_process.kill(); // SIGKILL
        m_process.waitForFinished(kWaitMs);
    }

private:
    QProcess m_process;
};

QStringList filesIn(const QString &folder)
{
    return QDir(folder).entryList(QDir::Files | QDir::Hidden, QDir::Name);
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class PicturePlaceTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;

    QString folder() const { return m_dir->filePath(QStringLiteral("pictures/today")); }
    QString at(const char *name) const { return folder() + u'/' + QLatin1String(name); }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
    }

    void aPlaceIsGivenOnce()
    {
        {
            const auto first = PicturePlace::reserve(folder(), kSeed);
            const auto second = PicturePlace::reserve(folder(), kSeed);
            QVERIFY(first.ok() && second.ok());
            QCOMPARE(first.value().path(), at("00001-7.png"));
            QCOMPARE(second.value().path(), at("00002-7.png"));
            QVERIFY(QDir(folder()).entryList(QDir::Files).isEmpty()); // none that a user would see
            QVERIFY(save(second.value().path(), "2").ok());
            QVERIFY(save(first.value().path(), "1").ok());
        }
        QCOMPARE(filesIn(folder()), (QStringList{QStringLiteral("00001-7.png"), QStringLiteral("00002-7.png")}));
        QCOMPARE(PicturePlace::reserve(folder(), kSeed).value().path(), at("00003-7.png"));
    }

    void aPlaceThatWasNotUsedIsFreeAgain()
    {
        QCOMPARE(PicturePlace::reserve(folder(), kSeed).value().path(), at("00001-7.png"));
        QVERIFY(filesIn(folder()).isEmpty());
        QCOMPARE(PicturePlace::reserve(folder(), kSeed).value().path(), at("00001-7.png"));
    }

    void anotherProgramIsNotGivenThePlaceThatOneHas()
    {
        Other other(folder(), QStringLiteral("theirs"));
        other.order("place");
        QCOMPARE(other.answer(), at("00001-7.png"));
        const auto ours = PicturePlace::reserve(folder(), kSeed);
        QCOMPARE(ours.value().path(), at("00002-7.png"));
        other.order("place");
        QCOMPARE(other.answer(), at("00003-7.png"));
        // The very same name, not merely the next number.
        const auto named = PicturePlace::reserve(folder(), [](qint64 turn) {
            return turn == 0 ? QStringLiteral("00001-7.png") : QStringLiteral("own-%1.png").arg(turn);
        });
        QCOMPARE(named.value().path(), at("own-1.png"));
    }

    void twoProgramsAtOnceOverwriteNothing()
    {
        Other one(folder(), QStringLiteral("one"));
        Other two(folder(), QStringLiteral("two"));
        one.order("save 60");
        two.order("save 60");
        QMap<QString, QByteArray> saved;
        for (int k = 0; k < 60; ++k) {
            saved.insert(one.answer(), "one");
            saved.insert(two.answer(), "two");
        }
        QCOMPARE(saved.size(), 120);
        for (auto it = saved.cbegin(); it != saved.cend(); ++it)
            QCOMPARE(contents(it.key()), it.value());
        one.finish();
        two.finish();
        QCOMPARE(filesIn(folder()).size(), 120); // and no notes
    }

    void aKilledProgramLeavesNoPictureAndItsPlaceIsFree()
    {
        {
            Other other(folder(), QStringLiteral("theirs"));
            other.order("place");
            QCOMPARE(other.answer(), at("00001-7.png"));
            other.kill();
        }
        QVERIFY(QDir(folder()).entryList(QDir::Files).isEmpty());
        QCOMPARE(PicturePlace::reserve(folder(), kSeed).value().path(), at("00001-7.png"));
        QVERIFY(filesIn(folder()).isEmpty()); // the killed one's note is gone, too
    }

    void clearingAwayDoesNotHurtTheLiving()
    {
        Other living(folder(), QStringLiteral("living"));
        living.order("place");
        QCOMPARE(living.answer(), at("00001-7.png"));
        {
            Other killed(folder(), QStringLiteral("killed"));
            killed.order("place");
            QCOMPARE(killed.answer(), at("00002-7.png"));
            killed.kill();
        }
        for (int k = 0; k < 2; ++k)
            QCOMPARE(PicturePlace::reserve(folder(), kSeed).value().path(), at("00002-7.png"));
        QCOMPARE(filesIn(folder()).size(), 1); // the living one's note
    }

    /// As a power cut leaves it: made, and never written.
    void anEmptyNoteIsClearedAwayOnceItIsOld()
    {
        QVERIFY(QDir().mkpath(folder()));
        QFile note(at(".00001-7.png.place"));
        QVERIFY(note.open(QIODevice::WriteOnly));
        QCOMPARE(PicturePlace::reserve(folder(), kSeed).value().path(), at("00002-7.png")); // it may be being written
        QVERIFY(note.setFileTime(QDateTime::currentDateTime().addSecs(-3600), QFileDevice::FileModificationTime));
        note.close();
        QCOMPARE(PicturePlace::reserve(folder(), kSeed).value().path(), at("00001-7.png"));
        QVERIFY(filesIn(folder()).isEmpty());
    }

    void whereNothingCanBeWrittenIsTold()
    {
        QFile blocked(m_dir->filePath(QStringLiteral("pictures")));
        QVERIFY(blocked.open(QIODevice::WriteOnly)); // a file where the folder should be
        const auto place = PicturePlace::reserve(folder(), kSeed);
        QVERIFY(!place.ok());
        QCOMPARE(place.error().code, ErrorCode::Io);
        QVERIFY(place.error().message.find("pictures") != std::string::npos);
        QVERIFY(blocked.remove());
        QVERIFY(PicturePlace::reserve(folder(), kSeed).ok()); // nothing stands in the way
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    if (arguments.value(1) == QLatin1String("--other"))
        return runOther(arguments.value(2), arguments.value(3).toUtf8());
    PicturePlaceTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "PicturePlaceTest.moc"
