#include "tests/support/TestMain.h"
#include "ui/info/InfoDock.h"

#include "ui/GenerationSettings.h"

#include <QClipboard>
#include <QImage>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QtTest>

#include <atomic>
#include <semaphore>

using namespace calotype;
using namespace calotype::ui;

namespace {

constexpr int kPathRole = Qt::UserRole;

PictureWords wordsOf(const QString &prompt)
{
    PictureWords words;
    words.source = QStringLiteral("a1111");
    words.fields = {{QStringLiteral("prompt"), prompt, WordState::Restored, {}},
                    {QStringLiteral("steps"), qint64{12}, WordState::Restored, {}},
                    {QStringLiteral("seed"), qint64{99}, WordState::Approximated, QStringLiteral("Of the batch.")},
                    {QStringLiteral("model"), QStringLiteral("tiny"), WordState::Restored, {}},
                    {QStringLiteral("ensd"), qint64{31337}, WordState::Restored, {}}};
    words.parents = {QByteArray("0123456789abcdef")};
    return words;
}

} // namespace

class InfoDockTest : public QObject
{
    Q_OBJECT

private:
    /// A dock over real pictures, whose reader gives the file's name as its prompt.
    struct Fixture {
        Fixture()
        {
            QImage image(64, 32, QImage::Format_RGB32);
            image.fill(Qt::red);
            for (const char *const name : {"a.png", "b.png", "c.png"}) {
                if (!image.save(folder.filePath(QLatin1String(name))))
                    qFatal("%s cannot be written", name);
            }
            dock = std::make_unique<InfoDock>(InfoDock::Parts{settings, models, kPathRole, [this](const QString &path) -> Result<PictureWords> {
                ++reads;
                if (path.endsWith(QLatin1String("b.png")))
                    return Error{ErrorCode::Damaged, "The file is cut.", {}};
                if (path.endsWith(QLatin1String("c.png")))
                    return PictureWords{};
                return wordsOf(QFileInfo(path).fileName());
            }});
            dock->show();
        }
        void showAndWait(const char *name)
        {
            QSignalSpy read(dock.get(), &InfoDock::read);
            dock->showPicture(folder.filePath(QLatin1String(name)));
            QVERIFY(read.wait());
        }
        void addModel()
        {
            auto *const item = new QStandardItem(QStringLiteral("tiny"));
            item->setData(QStringLiteral("/models/tiny.safetensors"), kPathRole);
            models.appendRow(item);
        }
        template<typename T>
        T *child(const char *name) const
        {
            return dock->findChild<T *>(QLatin1String(name));
        }

        QTemporaryDir folder;
        GenerationSettings settings;
        QStandardItemModel models;
        std::atomic<int> reads = 0;
        std::unique_ptr<InfoDock> dock;
    };

private Q_SLOTS:
    void fieldsAndThumbnailAreShown();
    void useSetsExactlyItsField();
    void whatCannotBeUsedHasNoButtonAndSaysWhy();
    void modelBecomesUsableOnceItIsInTheList();
    void useAllSetsAll();
    void copyIsTheWholeText();
    void parentIsAskedForByItsHash();
    void faultIsSaid();
    void pictureWithoutWordsSaysSo();
    void ofQuickPicturesTheLastCounts();
    void everyButtonHasANameAndTakesTheKeyboard();
    void deletedWhileReading();
};

void InfoDockTest::fieldsAndThumbnailAreShown()
{
    Fixture f;
    f.showAndWait("a.png");
    QCOMPARE(f.child<QLabel>("infoTitle")->text(), QStringLiteral("a.png"));
    QCOMPARE(f.child<QLabel>("value_prompt")->text(), QStringLiteral("a.png"));
    QCOMPARE(f.child<QLabel>("value_seed")->text(), QStringLiteral("99"));
    QCOMPARE(f.child<QLabel>("infoNote")->text(), QStringLiteral("Written by AUTOMATIC1111"));
    const QImage thumbnail = f.child<QLabel>("infoThumbnail")->pixmap(Qt::ReturnByValue).toImage();
    QCOMPARE(thumbnail.size(), QSize(64, 32));
    QCOMPARE(thumbnail.pixelColor(10, 10), QColor(Qt::red));
}

void InfoDockTest::useSetsExactlyItsField()
{
    Fixture f;
    f.showAndWait("a.png");
    const GenerationValues before = f.settings.values();
    QTest::mouseClick(f.child<QPushButton>("use_steps"), Qt::LeftButton);
    GenerationValues expected = before;
    expected.steps = 12;
    expected.modelSampling = false; // else the model's advice would come back
    QTRY_VERIFY(f.settings.values() == expected);
    QTest::keyClick(f.child<QPushButton>("use_seed"), Qt::Key_Space);
    expected.seed = 99;
    expected.fixedSeed = true;
    QTRY_VERIFY(f.settings.values() == expected);
}

void InfoDockTest::whatCannotBeUsedHasNoButtonAndSaysWhy()
{
    Fixture f;
    f.showAndWait("a.png");
    QVERIFY(!f.child<QPushButton>("use_ensd"));
    QVERIFY(!f.child<QWidget>("field_ensd")->toolTip().isEmpty());
    QVERIFY(f.child<QPushButton>("use_seed"));
    QVERIFY(f.child<QWidget>("field_seed")->toolTip().contains(QLatin1String("Of the batch.")));
}

void InfoDockTest::modelBecomesUsableOnceItIsInTheList()
{
    Fixture f;
    f.showAndWait("a.png");
    QVERIFY(!f.child<QPushButton>("use_model"));
    f.addModel();
    QVERIFY(f.child<QPushButton>("use_model"));
    QTest::mouseClick(f.child<QPushButton>("use_model"), Qt::LeftButton);
    QTRY_COMPARE(f.settings.values().modelPath, QStringLiteral("/models/tiny.safetensors"));
}

void InfoDockTest::useAllSetsAll()
{
    Fixture f;
    f.addModel();
    f.showAndWait("a.png");
    QSignalSpy changes(&f.settings, &GenerationSettings::changed);
    QTest::mouseClick(f.child<QPushButton>("infoUseAll"), Qt::LeftButton);
    QCOMPARE(changes.count(), 1); // all at once
    GenerationValues expected;
    expected.prompt = QStringLiteral("a.png");
    expected.promptSyntax = PromptSyntax::Weighted; // as its program reads prompts
    expected.steps = 12;
    expected.modelSampling = false;
    expected.seed = 99;
    expected.fixedSeed = true;
    expected.modelPath = QStringLiteral("/models/tiny.safetensors");
    QVERIFY(f.settings.values() == expected);
}

void InfoDockTest::copyIsTheWholeText()
{
    Fixture f;
    f.showAndWait("a.png");
    QTest::mouseClick(f.child<QPushButton>("infoCopy"), Qt::LeftButton);
    const QString text = QGuiApplication::clipboard()->text();
    QVERIFY(text.startsWith(QLatin1String("Prompt: a.png\n")));
    QVERIFY(text.contains(QLatin1String("Seed: 99\n")));
}

void InfoDockTest::parentIsAskedForByItsHash()
{
    Fixture f;
    f.showAndWait("a.png");
    QSignalSpy asked(f.dock.get(), &InfoDock::openParent);
    QTest::mouseClick(f.child<QPushButton>("parent_0"), Qt::LeftButton);
    QTRY_COMPARE(asked.count(), 1);
    QCOMPARE(asked[0][0].toByteArray(), QByteArray("0123456789abcdef"));
}

void InfoDockTest::faultIsSaid()
{
    Fixture f;
    f.showAndWait("b.png");
    QCOMPARE(f.child<QLabel>("infoNote")->text(), QStringLiteral("The file is cut."));
    f.addModel(); // a rebuild does not forget it
    QCOMPARE(f.child<QLabel>("infoNote")->text(), QStringLiteral("The file is cut."));
    QVERIFY(!f.child<QPushButton>("infoUseAll")->isEnabled());
}

void InfoDockTest::pictureWithoutWordsSaysSo()
{
    Fixture f;
    f.showAndWait("a.png");
    f.showAndWait("c.png");
    QVERIFY(f.dock->fields().isEmpty());
    QVERIFY(!f.child<QLabel>("value_prompt"));
    QVERIFY(f.child<QLabel>("infoNote")->text().contains(QLatin1String("does not say")));
    QVERIFY(!f.child<QPushButton>("infoCopy")->isEnabled());
    f.dock->showPicture({});
    QVERIFY(f.child<QLabel>("infoNote")->text().contains(QLatin1String("Choose")));
}

void InfoDockTest::ofQuickPicturesTheLastCounts()
{
    Fixture f;
    QSignalSpy read(f.dock.get(), &InfoDock::read);
    for (int k = 0; k < 20; ++k)
        f.dock->showPicture(f.folder.filePath(k % 2 ? QStringLiteral("b.png") : QStringLiteral("c.png")));
    f.dock->showPicture(f.folder.filePath(QStringLiteral("a.png")));
    QVERIFY(read.wait());
    QCOMPARE(read.count(), 1);
    QCOMPARE(f.child<QLabel>("value_prompt")->text(), QStringLiteral("a.png"));
    QCOMPARE(f.reads.load(), 2); // the first, which was under way, and the last
}

void InfoDockTest::everyButtonHasANameAndTakesTheKeyboard()
{
    Fixture f;
    f.addModel();
    f.showAndWait("a.png");
    const auto buttons = f.dock->widget()->findChildren<QPushButton *>();
    QVERIFY(buttons.size() >= 7);
    for (const QPushButton *const button : buttons) {
        QVERIFY(!button->accessibleName().isEmpty());
        QVERIFY(!button->objectName().isEmpty());
        QVERIFY(button->focusPolicy() & Qt::TabFocus);
    }
}

void InfoDockTest::deletedWhileReading()
{
    QTemporaryDir folder;
    GenerationSettings settings;
    QStandardItemModel models;
    std::binary_semaphore started(0);
    std::atomic<bool> ended = false;
    auto dock = std::make_unique<InfoDock>(InfoDock::Parts{settings, models, kPathRole, [&](const QString &) -> Result<PictureWords> {
        started.release();
        ended = true;
        return wordsOf(QStringLiteral("late"));
    }});
    dock->showPicture(folder.filePath(QStringLiteral("none.png")));
    started.acquire();
    dock.reset();
    QVERIFY(ended);
}

CALOTYPE_TEST(InfoDockTest)
#include "InfoDockTest.moc"
