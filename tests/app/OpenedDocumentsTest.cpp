#include "app/OpenedDocuments.h"
#include "tests/support/TestMain.h"

#include <QFileOpenEvent>
#include <QGuiApplication>
#include <QUrl>

using calotype::app::OpenedDocuments;

class OpenedDocumentsTest : public QObject
{
    Q_OBJECT

private:
    /// As the platform does.
    static void post(const QString &file)
    {
        QCoreApplication::postEvent(qApp, new QFileOpenEvent(QUrl::fromLocalFile(file)));
        QCoreApplication::processEvents();
    }

private Q_SLOTS:
    void filesWaitForTheWindow()
    {
        OpenedDocuments documents(*qApp);
        post(QStringLiteral("/pictures/ein Bild ä.png"));
        post(QStringLiteral("/pictures/b.png"));
        QList<QStringList> opened;
        documents.handTo([&opened](const QStringList &files) { opened << files; });
        QCOMPARE(opened, QList<QStringList>{QStringList({QStringLiteral("/pictures/ein Bild ä.png"), QStringLiteral("/pictures/b.png")})});
        post(QStringLiteral("/pictures/c.png"));
        QCOMPARE(opened.size(), 2);
        QCOMPARE(opened.last(), QStringList{QStringLiteral("/pictures/c.png")});

        documents.handTo({}); // the window is gone
        post(QStringLiteral("/pictures/d.png"));
        QCOMPARE(opened.size(), 2);
    }

    void addressesAreNoFiles()
    {
        OpenedDocuments documents(*qApp);
        QList<QStringList> opened;
        documents.handTo([&opened](const QStringList &files) { opened << files; });
        QCoreApplication::postEvent(qApp, new QFileOpenEvent(QUrl(QStringLiteral("https://example.org/a.png"))));
        QCoreApplication::processEvents();
        QVERIFY(opened.isEmpty());
    }
};

CALOTYPE_TEST(OpenedDocumentsTest)
#include "OpenedDocumentsTest.moc"
