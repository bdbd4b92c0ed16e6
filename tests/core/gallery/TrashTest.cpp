#include "core/gallery/Trash.h"
#include "tests/support/PictureFixtures.h"
#include "tests/support/TestMain.h"

#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

using namespace calotype;
using namespace calotype::gallery;

namespace {

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool write(const QString &path, const QByteArray &bytes)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

} // namespace

class TrashTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    QString at(const char *name) const { return m_folder.filePath(QString::fromUtf8(name)); }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        // The user's own trash is not for tests.
        qputenv("XDG_DATA_HOME", QFile::encodeName(at("data")));
    }

    void trashedFilesComeBackWhole()
    {
        QVERIFY(write(at("pictures/one.png"), "the bytes"));
        const auto trashed = moveFileToTrash(at("pictures/one.png"), at("own"));
        QVERIFY2(trashed, trashed ? "" : trashed.error().message.c_str());
        QVERIFY(!QFileInfo::exists(at("pictures/one.png")));
        QCOMPARE(contents(trashed.value().file), QByteArray("the bytes"));
        QCOMPARE(trashed.value().original, at("pictures/one.png"));
        const QString info = trashed.value().info;
        QVERIFY(info.isEmpty() || QFileInfo::exists(info));

        const auto restored = restoreFromTrash(trashed.value());
        QVERIFY(restored);
        QCOMPARE(restored.value(), at("pictures/one.png"));
        QCOMPARE(contents(at("pictures/one.png")), QByteArray("the bytes"));
        QVERIFY(!QFileInfo::exists(trashed.value().file));
        QVERIFY(info.isEmpty() || !QFileInfo::exists(info));
    }

    void aDataFolderThatIsMissingIsMadeFirst()
    {
        const QString data = at("not/yet/data");
        const QString working = at("working");
        QVERIFY(QDir().mkpath(working) && QDir().mkpath(at("home")));
        QVERIFY(write(at("pictures/kept.png"), "kept"));
        const auto back = qScopeGuard([folder = QDir::currentPath(), dataBefore = qgetenv("XDG_DATA_HOME"), home = qgetenv("HOME")] {
            QDir::setCurrent(folder);
            qputenv("XDG_DATA_HOME", dataBefore);
            qputenv("HOME", home);
        });
        qputenv("XDG_DATA_HOME", QFile::encodeName(data));
        qputenv("HOME", QFile::encodeName(at("home"))); // on the disk of the picture, whose trash is the home's then
        QVERIFY(QDir::setCurrent(working));
        const auto trashed = moveFileToTrash(at("pictures/kept.png"), at("own"));
        QVERIFY2(trashed, trashed ? "" : trashed.error().message.c_str());
        QVERIFY(QDir(working).isEmpty()); // where Qt 6.4 puts files without it
        QCOMPARE(contents(trashed.value().file), QByteArray("kept"));
#ifndef Q_OS_MACOS
        QVERIFY2(trashed.value().file.startsWith(data + QLatin1Char('/')), qPrintable(trashed.value().file));
#endif
    }

    void ownTrashIsLaidOutLikeThePlatforms()
    {
        QVERIFY(write(at("pictures/größe 1.png"), "first"));
        const auto trashed = moveToOwnTrash(at("pictures/größe 1.png"), at("own"));
        QVERIFY(trashed);
        QCOMPARE(trashed.value().file, at("own/files/größe 1.png"));
        QCOMPARE(trashed.value().info, at("own/info/größe 1.png.trashinfo"));
        const QByteArray info = contents(trashed.value().info);
        QVERIFY(info.startsWith("[Trash Info]\nPath=/"));
        QVERIFY(info.contains("gr%C3%B6%C3%9Fe%201.png\nDeletionDate="));
        QVERIFY(restoreFromTrash(trashed.value()));
        QVERIFY(!QFileInfo::exists(trashed.value().info));
    }

    void filesOfOneNameLieSideBySide()
    {
        QVERIFY(write(at("a/same.png"), "a"));
        QVERIFY(write(at("b/same.png"), "b"));
        const auto a = moveToOwnTrash(at("a/same.png"), at("own2"));
        const auto b = moveToOwnTrash(at("b/same.png"), at("own2"));
        QVERIFY(a && b);
        QVERIFY(a.value().file != b.value().file);
        QCOMPARE(contents(a.value().file), QByteArray("a"));
        QCOMPARE(contents(b.value().file), QByteArray("b"));
        QVERIFY(restoreFromTrash(b.value()));
        QVERIFY(restoreFromTrash(a.value()));
        QCOMPARE(contents(at("a/same.png")), QByteArray("a"));
        QCOMPARE(contents(at("b/same.png")), QByteArray("b"));
    }

    void aTakenPlaceIsNotOverwritten()
    {
        QVERIFY(write(at("c/x.png"), "old"));
        const auto trashed = moveToOwnTrash(at("c/x.png"), at("own"));
        QVERIFY(trashed);
        QVERIFY(write(at("c/x.png"), "new"));
        const auto restored = restoreFromTrash(trashed.value());
        QVERIFY(restored);
        QCOMPARE(restored.value(), at("c/x 2.png"));
        QCOMPARE(contents(at("c/x.png")), QByteArray("new"));
        QCOMPARE(contents(at("c/x 2.png")), QByteArray("old"));
    }

    void aFolderThatWentIsMadeAgain()
    {
        QVERIFY(write(at("d/e/x.png"), "x"));
        const auto trashed = moveToOwnTrash(at("d/e/x.png"), at("own"));
        QVERIFY(trashed);
        QVERIFY(QDir(at("d")).removeRecursively());
        QVERIFY(restoreFromTrash(trashed.value()));
        QCOMPARE(contents(at("d/e/x.png")), QByteArray("x"));
    }

    void whatIsNotThereIsToldByName()
    {
        const auto none = moveFileToTrash(at("nothing.png"), at("own"));
        QVERIFY(!none);
        QCOMPARE(none.error().code, ErrorCode::NotFound);
        QVERIFY(none.error().message.find("nothing.png") != std::string::npos);

        QVERIFY(write(at("f.png"), "f"));
        const auto trashed = moveToOwnTrash(at("f.png"), at("own"));
        QVERIFY(trashed);
        QVERIFY(QFile::remove(trashed.value().file));
        const auto back = restoreFromTrash(trashed.value());
        QVERIFY(!back);
        QCOMPARE(back.error().code, ErrorCode::NotFound);
    }

    void aTrashThatCannotBeMadeLeavesTheFile()
    {
        QVERIFY(write(at("g.png"), "g"));
        QVERIFY(write(at("blocked"), "a file where the folder should be"));
        const auto trashed = moveToOwnTrash(at("g.png"), at("blocked"));
        QVERIFY(!trashed);
        QCOMPARE(trashed.error().code, ErrorCode::Io);
        QCOMPARE(contents(at("g.png")), QByteArray("g"));
    }
};

CALOTYPE_GUILESS_TEST(TrashTest)
#include "TrashTest.moc"
