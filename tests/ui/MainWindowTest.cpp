#include "tests/support/TestMain.h"
#include "ui/MainWindow.h"

#include "core/jobs/JobQueue.h"
#include "tests/ui/WindowBench.h"
#include "ui/EmptyState.h"
#include "ui/Filmstrip.h"
#include "ui/InitImageWell.h"
#include "ui/ResultsModel.h"
#include "ui/StatusLine.h"
#include "ui/WindowPages.h"
#include "ui/gallery/FilterBar.h"
#include "ui/gallery/GalleryModel.h"
#include "ui/gallery/GalleryPage.h"
#include "ui/inpaint/MaskEditor.h"
#include "ui/preferences/Preferences.h"
#include "ui/viewer/ComparePage.h"

#include <QAccessible>
#include <QClipboard>
#include <QComboBox>
#include <QCryptographicHash>
#include <QDir>
#include <QFileDialog>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QMouseEvent>
#include <QPushButton>
#include <QScreen>
#include <QSpinBox>
#include <QSplitter>
#include <QWheelEvent>
#include <QtTest>

using namespace calotype;
using namespace calotype::tests;
using Bench = WindowBench;

namespace {

void turnWheel(QWidget *widget)
{
    QWheelEvent event(QPointF(5, 5), widget->mapToGlobal(QPointF(5, 5)), {}, QPoint(0, 120), Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(widget, &event);
}

/// Paints with the left button, from one point of the picture to another.
void strokeWithMouse(const MaskEditor &editor, const QPointF &from, const QPointF &to)
{
    auto *const overlay = editor.findChild<QWidget *>(QStringLiteral("maskOverlay"));
    const QPoint begin = editor.view()->toViewport(from).toPoint();
    const QPoint end = editor.view()->toViewport(to).toPoint();
    QTest::mousePress(overlay, Qt::LeftButton, {}, begin);
    QMouseEvent move(QEvent::MouseMove, end, overlay->mapToGlobal(end), Qt::NoButton, Qt::LeftButton, {});
    QApplication::sendEvent(overlay, &move);
    QTest::mouseRelease(overlay, Qt::LeftButton, {}, end);
}

} // namespace

class MainWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void typingAPromptAndCtrlReturnMakesAPicture();
    void generateIsAnsweredAtOnce();
    void previewsGrowIntoTheResult();
    void stopIsAcknowledgedAndNothingIsLeft();
    void finishedPicturesStayAfterAStop();
    void failureIsShownAndCanBeCopied();
    void failedLoadIsShownOnce();
    void failedSaveIsToldAndThePictureStays();
    void randomSeedsAreRecordedAndAFixedOneIsKept();
    void droppedPictureBecomesTheStartImage();
    void pictureOfTheNetworkIsNotFetched();
    void paintedMaskReachesTheRequest();
    void droppedFileOnThePromptIsNotText();
    void droppedModelIsChosen();
    void modelOptionsReachTheBackend();
    void wheelChangesOnlyTheFocusedField();
    void modelsAreListed();
    void withoutModelsTheWindowSaysWhatToDo();
    void examplesOfTheModelMakeTheFirstPicture();
    void versionAndNoticesStandInTheAboutBox();
    void useSettingsBringsBackWhatMadeThePicture();
    void goingToAResultLeavesThePreview();
    void resultIsCopiedWithItsFileWhereItIsSeen();
    void settingsOutliveTheWindow();
    void nextWindowBeginsWithTheModelsDefaultsIfWished();
    void placeOfItsPartsOutlivesTheWindow();
    void firstWindowFitsOntoTheScreen();
    void windowOfALostScreenComesBackOntoOne();
    void closingWhileBusyAsksFirst();
    void deletedWhileBusyItEndsClean();
    void deletedWhileTheModelLoadsItEndsClean();
    void everyControlHasAName();
};

void MainWindowTest::typingAPromptAndCtrlReturnMakesAPicture()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    bench.prompt()->clear();
    QTest::keyClicks(bench.prompt(), QStringLiteral("a leaf"));
    QTest::keyClick(bench.prompt(), Qt::Key_Return, Qt::ControlModifier);

    QTRY_COMPARE(bench.sink.saved().size(), std::size_t{1});
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QCOMPARE(bench.prompt()->toPlainText(), QStringLiteral("a leaf"));
    const auto requests = bench.script->requests();
    QCOMPARE(requests.size(), std::size_t{1});
    QCOMPARE(requests.front().prompt, std::string("a leaf"));
    QVERIFY(!requests.front().negativePrompt.has_value());
    QCOMPARE(bench.window->results().resultCount(), 1);
    QCOMPARE(bench.sink.saved().front().result.device, std::string("cpu"));
    QVERIFY(!bench.view()->isPreview());
    QVERIFY(!bench.view()->picture().isNull());
    QTRY_VERIFY(!bench.window->results().index(0).data(ResultsModel::PathRole).toString().isEmpty());
    QCOMPARE(bench.message()->text(), QString());
}

void MainWindowTest::generateIsAnsweredAtOnce()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.script->loadGate.close(); // whatever the engine does, it is not waited for
    auto *const button = bench.part<QPushButton>("generateButton");
    auto *const status = bench.part<StatusLine>("statusLine");
    const QImage before = button->grab().toImage();
    const QString idle = status->text();
    QTest::mouseClick(button, Qt::LeftButton);
    // No event has been worked off since: the next repaint shows it.
    QCOMPARE(button->text(), QStringLiteral("Add to Queue"));
    QVERIFY(bench.part<QPushButton>("stopButton")->isEnabled());
    QVERIFY2(status->text() != idle, qPrintable(status->text()));
    QVERIFY(button->grab().toImage() != before);
    QTRY_COMPARE(bench.script->loadGate.waiting(), 1);
    QCOMPARE(button->text(), QStringLiteral("Add to Queue"));
    bench.script->loadGate.open();
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QCOMPARE(button->text(), QStringLiteral("Generate"));
}

void MainWindowTest::previewsGrowIntoTheResult()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setSize(128, 64);
    bench.settings().setSteps(3);
    bench.script->stepGate.close();
    bench.action("generate")->trigger();
    bench.script->stepGate.letThrough(1);

    QTRY_VERIFY(bench.view()->isPreview());
    QCOMPARE(bench.view()->pictureSize(), QSize(128, 64));
    QCOMPARE(bench.view()->picture().size(), QSize(16, 8));
    QVERIFY(bench.window->results().hasLive());
    QTRY_VERIFY(bench.part<StatusLine>("statusLine")->text().contains(QStringLiteral("step 1 of 3")));
    QCOMPARE(bench.action("generate")->text(), QStringLiteral("Add to &Queue"));

    bench.script->stepGate.open();
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QVERIFY(!bench.view()->isPreview());
    QCOMPARE(bench.view()->picture().size(), QSize(128, 64));
    QVERIFY(!bench.window->results().hasLive());
    QCOMPARE(bench.action("generate")->text(), QStringLiteral("&Generate"));
}

void MainWindowTest::stopIsAcknowledgedAndNothingIsLeft()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.script->stepGate.close();
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.phase(), Phase::Running);
    QTRY_COMPARE(bench.script->stepGate.waiting(), 1);

    QTest::mouseClick(bench.part<QPushButton>("stopButton"), Qt::LeftButton);
    QCOMPARE(bench.phase(), Phase::Stopping);
    QCOMPARE(bench.part<QPushButton>("stopButton")->text(), QStringLiteral("Stopping…"));
    QVERIFY(!bench.part<QPushButton>("stopButton")->isEnabled());
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QCOMPARE(bench.window->results().rowCount(), 0);
    QCOMPARE(bench.message()->text(), QString());
    QVERIFY(bench.view()->isEmpty());
}

void MainWindowTest::finishedPicturesStayAfterAStop()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setSteps(1);
    bench.settings().setCount(3);
    bench.script->stepGate.close();
    bench.action("generate")->trigger();
    bench.script->stepGate.letThrough(1);
    QTRY_COMPARE(bench.window->results().resultCount(), 1);
    bench.action("stop")->trigger();
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QCOMPARE(bench.window->results().resultCount(), 1);
    QTRY_COMPARE(bench.sink.saved().size(), std::size_t{1});
}

void MainWindowTest::failureIsShownAndCanBeCopied()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.script->failNextGenerate({ErrorCode::Internal, "The engine failed: it is odd.", "8 fingers asked"}, 2);
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.message()->text(), QStringLiteral("The engine failed: it is odd."));
    QCOMPARE(bench.phase(), Phase::Idle);

    QTest::mouseClick(bench.part<QAbstractButton>("messageCopy"), Qt::LeftButton);
    QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("8 fingers asked")));
    QTest::mouseClick(bench.part<QAbstractButton>("messageClose"), Qt::LeftButton);
    QCOMPARE(bench.message()->text(), QString());

    bench.action("generate")->trigger(); // and the next one works
    QTRY_COMPARE(bench.window->results().resultCount(), 1);
}

void MainWindowTest::failedLoadIsShownOnce()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    QSignalSpy failures(&bench.window->controller(), &GenerationController::failed);
    bench.script->failNextLoad({ErrorCode::Damaged, "The file is cut short: fetch it again.", {}}, 1);
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.message()->text(), QStringLiteral("The file is cut short: fetch it again."));
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    QCOMPARE(failures.count(), 1);
}

void MainWindowTest::failedSaveIsToldAndThePictureStays()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.sink.failNext({ErrorCode::DiskFull, "The disk is full: make room.", {}});
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.message()->text(), QStringLiteral("The disk is full: make room."));
    const QModelIndex first = bench.window->results().index(0);
    QCOMPARE(first.data(ResultsModel::SaveErrorRole).toString(), QStringLiteral("The disk is full: make room."));
    bench.window->results().setMemoryLimit(0);
    QVERIFY(bench.window->results().entry(first)->picture);
}

void MainWindowTest::randomSeedsAreRecordedAndAFixedOneIsKept()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setCount(2);
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.sink.saved().size(), std::size_t{2});
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    const qint64 seed = bench.settings().values().seed;
    const auto seeds = bench.script->requests().front().seeds;
    QCOMPARE(seeds.front(), seed);
    QCOMPARE(seeds.back(), (seed + 1) % (bounds::kSeedMax + 1));
    QCOMPARE(bench.part<QLineEdit>("seed")->text(), QString::number(seed));
    QCOMPARE(bench.window->results().index(1).data(ResultsModel::SeedRole).toLongLong(), seed);

    bench.settings().setFixedSeed(true);
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.script->requests().size(), std::size_t{2});
    QCOMPARE(bench.script->requests().back().seeds.front(), seed);
}

/// As some browsers give one.
void MainWindowTest::pictureOfTheNetworkIsNotFetched()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    QMimeData data;
    data.setUrls({QUrl(QStringLiteral("https://example.org/a.png"))});
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    enter.ignore();
    QApplication::sendEvent(bench.window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(bench.window.get(), &event);
    QVERIFY2(bench.message()->text().contains(QStringLiteral("copy the picture in the browser and paste it")),
             qPrintable(bench.message()->text()));
    auto *const well = bench.part<InitImageWell>("initImageWell");
    QVERIFY(well->text().startsWith(QStringLiteral("Drop")));

    bench.message()->dismiss();
    auto *const copied = new QMimeData;
    copied->setUrls(data.urls());
    QGuiApplication::clipboard()->setMimeData(copied);
    QKeyEvent paste(QEvent::KeyPress, Qt::Key_V, Qt::ControlModifier);
    QApplication::sendEvent(well, &paste);
    QVERIFY2(bench.message()->text().contains(QStringLiteral("only the address")), qPrintable(bench.message()->text()));
}

void MainWindowTest::droppedPictureBecomesTheStartImage()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setSize(128, 64);
    bench.settings().setStrength(0.5);
    const QString path = bench.makePicture({300, 200});
    QVERIFY(drop(bench.window.get(), path));
    bench.action("generate")->trigger(); // waits for the picture, and for the answer on what to take of it
    QTRY_VERIFY(bench.part<QPushButton>("placeUse"));
    QVERIFY(bench.script->requests().empty());
    bench.part<QPushButton>("placeUse")->click();
    QTRY_COMPARE(bench.script->requests().size(), std::size_t{1});
    const GenerationRequest request = bench.script->requests().front();
    QVERIFY(request.initImage);
    QCOMPARE(request.initImage->width, 128);
    QCOMPARE(request.initImage->height, 64);
    QCOMPARE(static_cast<int>(request.initImage->pixels[0]), 200);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray hash = QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256);
    QCOMPARE(request.parentHash, hash.toHex().toStdString());
    QCOMPARE(request.strength, 0.5);
    QCOMPARE(bench.part<InitImageWell>("initImageWell")->text(), QStringLiteral("picture.png"));
    QTRY_COMPARE(bench.phase(), Phase::Idle);
}

void MainWindowTest::paintedMaskReachesTheRequest()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setSize(128, 128);
    QVERIFY(drop(bench.window.get(), bench.makePicture({128, 128})));
    auto *const paint = bench.part<QPushButton>("paintMask");
    QTRY_VERIFY(paint->isVisible());
    QTest::mouseClick(paint, Qt::LeftButton);
    auto *const editor = bench.part<MaskEditor>("maskEditor");
    QTRY_VERIFY(editor->isVisible() && !editor->document().mask().isNull());
    editor->setSoftness(0);
    editor->setDiameter(20);
    strokeWithMouse(*editor, {30, 40}, {60, 40});
    QTest::mouseClick(bench.part<QPushButton>("maskDone"), Qt::LeftButton);
    QVERIFY(!editor->isVisible());
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.script->requests().size(), std::size_t{1});
    const GenerationRequest first = bench.script->requests().front();
    QVERIFY(first.initImage);
    QVERIFY(first.mask);
    QCOMPARE(first.mask->width, 128);
    QCOMPARE(first.mask->height, 128);
    QCOMPARE(first.mask->channels, 1);
    QCOMPARE(static_cast<int>(first.mask->row(40)[45]), 255);
    QCOMPARE(static_cast<int>(first.mask->row(90)[45]), 0);
    QTRY_COMPARE(bench.phase(), Phase::Idle);

    QTest::mouseClick(paint, Qt::LeftButton);
    QTRY_VERIFY(editor->isVisible() && !editor->document().mask().isNull());
    strokeWithMouse(*editor, {30, 90}, {60, 90});
    bench.action("generate")->trigger(); // what is painted counts, also without a word that it is done
    QTRY_COMPARE(bench.script->requests().size(), std::size_t{2});
    QVERIFY(!editor->isVisible());
    const GenerationRequest second = bench.script->requests().back();
    QVERIFY(second.mask);
    for (const int y : {40, 90})
        QCOMPARE(static_cast<int>(second.mask->row(y)[45]), 255);
    QCOMPARE(static_cast<int>(second.mask->row(65)[45]), 0);
    QTRY_COMPARE(bench.phase(), Phase::Idle);
}

void MainWindowTest::droppedFileOnThePromptIsNotText()
{
    Bench bench;
    bench.prompt()->setText(QStringLiteral("a fern"));
    drop(bench.prompt()->viewport(), bench.makePicture({32, 32}));
    QCOMPARE(bench.prompt()->toPlainText(), QStringLiteral("a fern"));
}

void MainWindowTest::droppedModelIsChosen()
{
    Bench bench(false);
    const QString model = QStringLiteral(CALOTYPE_TEST_DATA "/models/sd15-tiny.safetensors");
    QVERIFY2(QFile::exists(model), qPrintable(model));
    QVERIFY(drop(bench.window.get(), model));
    QTRY_COMPARE(bench.part<QComboBox>("model")->count(), 1);
    QCOMPARE(bench.settings().values().modelPath, model);
    QCOMPARE(bench.part<QComboBox>("model")->currentIndex(), 0);
}

void MainWindowTest::modelOptionsReachTheBackend()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    const QString model = bench.settings().values().modelPath;
    const QString vae = QStringLiteral(CALOTYPE_TEST_DATA "/models/sd15-tiny/vae/diffusion_pytorch_model.safetensors");
    bench.part<QAbstractButton>("modelOptionsFold")->click();
    auto *const box = bench.part<QComboBox>("prediction");
    box->setCurrentIndex(box->findData(static_cast<int>(PredictionType::VPrediction)));
    Q_EMIT box->activated(box->currentIndex());
    bench.part<QAbstractButton>("chooseVae")->click();
    auto *const dialog = bench.window->findChild<QFileDialog *>();
    QVERIFY(dialog);
    Q_EMIT dialog->fileSelected(vae);
    dialog->reject();
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.sink.saved().size(), std::size_t{1});
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    const auto isAsked = [&](const ModelSpec &spec) {
        return spec.path == model.toStdString() && spec.prediction == PredictionType::VPrediction
               && spec.vaePath == QDir::cleanPath(vae).toStdString();
    };
    QVERIFY(isAsked(bench.script->loadedSpecs().back()));
    QVERIFY(isAsked(bench.sink.saved().back().model)); // so it stands in the picture

    // A job keeps what was said when it was asked for, and the next window what was said last.
    bench.window->queue().setPaused(true);
    bench.action("generate")->trigger();
    bench.part<QAbstractButton>("clearVae")->click();
    bench.open();
    QTRY_VERIFY(bench.window->queue().isOpen());
    bench.action("generate")->trigger();
    const jobs::JobQueue &queue = bench.window->queue();
    QTRY_COMPARE(queue.count(), 3);
    QVERIFY(isAsked(queue.at(1)->model));
    QVERIFY(queue.at(2)->model.prediction == PredictionType::VPrediction);
    QCOMPARE(queue.at(2)->model.vaePath, std::string());
    bench.settings().setModelPath(QStringLiteral(CALOTYPE_TEST_DATA "/models/sdxl-tiny"));
    bench.action("generate")->trigger();
    QTRY_COMPARE(queue.count(), 4);
    QVERIFY(!queue.at(3)->model.prediction);
}

void MainWindowTest::wheelChangesOnlyTheFocusedField()
{
    Bench bench;
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    auto *const count = bench.part<QSpinBox>("count");
    bench.prompt()->setFocus();
    turnWheel(count);
    QCOMPARE(count->value(), 1);
    QVERIFY(!count->hasFocus());
    count->setFocus();
    turnWheel(count);
    QCOMPARE(count->value(), 2);
    QCOMPARE(bench.settings().values().count, 2);
}

void MainWindowTest::modelsAreListed()
{
    Bench bench;
    auto *const box = bench.part<QComboBox>("model");
    QTRY_VERIFY(box->count() > 1);
    QVERIFY(box->currentIndex() >= 0);
    QCOMPARE(box->currentData().toString(), bench.settings().values().modelPath);
    QVERIFY(!bench.part<EmptyState>("emptyState")->isVisible());

    const int other = box->currentIndex() == 0 ? 1 : 0;
    box->setCurrentIndex(other);
    Q_EMIT box->activated(other);
    QCOMPARE(bench.settings().values().modelPath, box->itemData(other).toString());
}

void MainWindowTest::withoutModelsTheWindowSaysWhatToDo()
{
    Bench bench(false);
    QTRY_VERIFY(bench.part<EmptyState>("emptyState")->isVisible());
    QVERIFY(bench.part<QPushButton>("emptyOpenModel")->isEnabled());
    bench.part<QPushButton>("emptyOpenModelFolder")->click();
    auto *const dialog = bench.window->findChild<QFileDialog *>();
    QVERIFY(dialog);
    QCOMPARE(dialog->fileMode(), QFileDialog::Directory);
    dialog->close();
    bench.action("generate")->trigger();
    QVERIFY(bench.message()->text().contains(QStringLiteral("model")));
    QCOMPARE(bench.phase(), Phase::Idle);
}

void MainWindowTest::examplesOfTheModelMakeTheFirstPicture()
{
    Bench bench(false);
    const QString folder = bench.dir.filePath(QStringLiteral("starter"));
    std::filesystem::copy(std::filesystem::path(CALOTYPE_TEST_DATA) / "models/sd15-tiny", folder.toStdString(),
                          std::filesystem::copy_options::recursive);
    QFile advice(folder + QStringLiteral("/calotype.json"));
    QVERIFY(advice.open(QIODevice::WriteOnly));
    advice.write(R"({"steps": 3, "guidance": 2, "example_prompts": ["a pear", "a fig"]})");
    advice.close();
    bench.window->openFiles({folder});

    auto *const examples = bench.part<QWidget>("examplePrompts");
    QTRY_VERIFY(examples->isVisible());
    QCOMPARE(bench.settings().values().steps, 3);
    QCOMPARE(bench.settings().values().guidance, 2.0);
    QCOMPARE(examples->findChildren<QPushButton *>().size(), 2);
    QTest::mouseClick(bench.part<QPushButton>("example2"), Qt::LeftButton);
    QCOMPARE(bench.settings().values().prompt, QStringLiteral("a fig"));
    QTRY_COMPARE(bench.window->results().resultCount(), 1);
    QVERIFY(!examples->isVisible());
}

void MainWindowTest::versionAndNoticesStandInTheAboutBox()
{
    Bench bench;
    bench.action("about")->trigger();
    auto *const box = bench.part<QMessageBox>("about");
    QVERIFY(box);
    QVERIFY2(box->text().startsWith(QStringLiteral("Calotype " CALOTYPE_VERSION "\n")), qPrintable(box->text()));
    QVERIFY(box->informativeText().contains(QStringLiteral("OpenAI")));
    for (const char *owner : {"OpenAI", "Microsoft", "Cal Henderson"})
        QVERIFY2(box->detailedText().contains(QLatin1String(owner)), owner);
    QVERIFY(box->detailedText().contains(QStringLiteral("Permission is hereby granted")));
    box->reject();
}

void MainWindowTest::useSettingsBringsBackWhatMadeThePicture()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    GenerationValues made = bench.settings().values();
    made.prompt = QStringLiteral("ein Farn, früh");
    made.negativePrompt = QStringLiteral("blurry");
    made.steps = 7;
    made.guidance = 4.5;
    made.width = 128;
    made.height = 192;
    made.modelSize = false;
    bench.settings().setValues(made);
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.window->results().resultCount(), 1);
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    made.seed = bench.settings().values().seed;
    made.fixedSeed = true;
    made.modelSampling = false; // else the model would have its way again

    GenerationValues other;
    other.modelPath = made.modelPath;
    other.prompt = QStringLiteral("something else");
    bench.settings().setValues(other);
    bench.action("useSettings")->trigger();
    QCOMPARE(bench.settings().values(), made);
    QCOMPARE(bench.prompt()->toPlainText(), made.prompt);
}

void MainWindowTest::goingToAResultLeavesThePreview()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setSteps(2);
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.window->results().resultCount(), 1);
    QTRY_COMPARE(bench.phase(), Phase::Idle);

    bench.script->stepGate.close();
    bench.action("generate")->trigger();
    bench.script->stepGate.letThrough(1);
    QTRY_VERIFY(bench.view()->isPreview());
    auto *const strip = bench.part<Filmstrip>("filmstrip");
    strip->setCurrentIndex(bench.window->results().index(1));
    QVERIFY(!bench.view()->isPreview());
    strip->setCurrentIndex(bench.window->results().index(0));
    QVERIFY(bench.view()->isPreview());
    bench.script->stepGate.open();
    QTRY_COMPARE(bench.phase(), Phase::Idle);
}

void MainWindowTest::resultIsCopiedWithItsFileWhereItIsSeen()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setSize(128, 64);
    QVERIFY(!bench.action("copyImage")->isEnabled());
    bench.action("generate")->trigger();
    QTRY_VERIFY(!bench.window->results().index(0).data(ResultsModel::PathRole).toString().isEmpty());
    const QString path = bench.window->results().index(0).data(ResultsModel::PathRole).toString();
    QVERIFY(bench.action("copyImage")->isEnabled());
    bench.action("copyImage")->trigger();
    const QMimeData *const data = QGuiApplication::clipboard()->mimeData();
    QCOMPARE(data->urls(), QList<QUrl>{QUrl::fromLocalFile(path)});
    const QImage copied = qvariant_cast<QImage>(data->imageData());
    QCOMPARE(copied.size(), QSize(128, 64));
    QTRY_VERIFY(data->hasFormat(QStringLiteral("image/png"))); // for other programs, and made off the window's thread
    QCOMPARE(QImage::fromData(data->data(QStringLiteral("image/png")), "PNG").convertToFormat(copied.format()), copied);

    for (const auto page : {WindowPages::Gallery, WindowPages::Viewer, WindowPages::Compare}) {
        bench.window->pages().setPage(page);
        for (const char *const name : {"copyImage", "copySeed", "copyPrompt", "useSettings", "useAsStart", "reveal"})
            QVERIFY2(!bench.action(name)->isEnabled(), name);
    }
    bench.window->pages().setPage(WindowPages::Create);
    QVERIFY(bench.action("copyImage")->isEnabled());
    QVERIFY(bench.action("reveal")->isEnabled());
}

void MainWindowTest::settingsOutliveTheWindow()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setPrompt(QStringLiteral("a fern 🌿"));
    bench.settings().setSize(640, 384);
    bench.window->close();
    const GenerationValues before = bench.settings().values();
    bench.open();
    QCOMPARE(bench.settings().values(), before);
    QCOMPARE(bench.prompt()->toPlainText(), before.prompt);
    QCOMPARE(bench.part<QSpinBox>("width")->value(), 640);
}

void MainWindowTest::nextWindowBeginsWithTheModelsDefaultsIfWished()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    const QString model = QStringLiteral(CALOTYPE_TEST_DATA "/models/sdxl-tiny"); // another one than is chosen by itself
    QVERIFY(bench.settings().values().modelPath != model);
    bench.settings().setModelPath(model);
    GenerationValues fresh = bench.settings().values();
    QVERIFY(!fresh.prompt.isEmpty());
    fresh.prompt.clear();

    bench.settings().setNegativePrompt(QStringLiteral("a moss"));
    bench.settings().setSize(128, 64);
    bench.settings().setSteps(fresh.steps + 1);
    bench.settings().setSampler(QStringLiteral("euler"));
    QVERIFY(drop(bench.window.get(), bench.makePicture({128, 64})));
    QTRY_VERIFY(bench.action("clearStartImage")->isEnabled());
    bench.window->queue().setPaused(true);
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.window->queue().count(), 1);
    QTRY_COMPARE(bench.phase(), Phase::Idle);
    const QString kept = bench.dir.filePath(QStringLiteral("start/start.json"));
    QTRY_VERIFY(QFile::exists(kept));

    bench.window->preferences().set(QStringLiteral("program/restoreSession"), false);
    QTRY_VERIFY(!QFile::exists(kept));
    QVERIFY(bench.action("clearStartImage")->isEnabled()); // what stands there stays
    QVERIFY(bench.window->close());
    bench.open();
    QCOMPARE(bench.prompt()->toPlainText(), QString());
    QVERIFY(!bench.action("clearStartImage")->isEnabled());
    QVERIFY(!QFile::exists(kept));
    QTRY_COMPARE(bench.settings().values(), fresh);
    QTRY_VERIFY(bench.window->queue().isOpen());
    QCOMPARE(bench.window->queue().count(), 1);
    QVERIFY(bench.window->queue().at(0)->hasInitImage); // the job keeps its own
}

void MainWindowTest::placeOfItsPartsOutlivesTheWindow()
{
    const QSize size(1280, 860);
    Bench bench;
    bench.window->resize(size); // the screen of this test is a small one
    QTRY_VERIFY(bench.hasModel());
    auto *splitter = bench.part<QSplitter>("splitter");
    auto *info = bench.part<QDockWidget>("infoDock");
    auto *queue = bench.part<QDockWidget>("queueDock");
    QVERIFY(!info->isVisible() && !queue->isVisible());
    const int usual = splitter->sizes().front();
    bench.action("showInfo")->trigger();
    bench.window->addDockWidget(Qt::LeftDockWidgetArea, info);
    QTRY_VERIFY(info->isVisible());
    QCoreApplication::processEvents();
    splitter->setSizes({usual + 30, splitter->width() - usual - 30});
    QCoreApplication::processEvents();
    const int chosen = splitter->sizes().front();
    QVERIFY(chosen != usual);
    FilterBar *filters = &bench.window->pages().galleryPage()->filterBar();
    gallery::GalleryFilter filter;
    filter.sort = gallery::GalleryFilter::Sort::BestRated;
    filters->setFilter(filter);
    filters->setThumbnailEdge(256);
    bench.action("pageCompare")->trigger();
    auto *compare = bench.part<QSplitter>("compareSplitter");
    QTRY_VERIFY(compare->isVisible() && compare->sizes().back() > 0);
    const int usualDifferences = compare->sizes().back();
    compare->setSizes({compare->height() - usualDifferences - 40, usualDifferences + 40});
    QCoreApplication::processEvents();
    const int differences = compare->sizes().back();
    QVERIFY(differences != usualDifferences);
    bench.action("compareSlider")->trigger();
    bench.window->close();
    bench.open();

    bench.window->resize(size);
    splitter = bench.part<QSplitter>("splitter");
    info = bench.part<QDockWidget>("infoDock");
    queue = bench.part<QDockWidget>("queueDock");
    filters = &bench.window->pages().galleryPage()->filterBar();
    QTRY_VERIFY(info->isVisible());
    QVERIFY(bench.action("showInfo")->isChecked());
    QCOMPARE(bench.window->dockWidgetArea(info), Qt::LeftDockWidgetArea);
    QVERIFY(!queue->isVisible());
    QTRY_COMPARE(splitter->sizes().front(), chosen);
    QCOMPARE(filters->filter(), filter);
    QCOMPARE(filters->thumbnailEdge(), 256);
    QCOMPARE(bench.window->pages().galleryPage()->model().filter(), filter);
    QCOMPARE(bench.window->pages().comparePage()->view()->mode(), CompareView::Mode::Slider);
    QVERIFY(bench.action("compareSlider")->isChecked());
    QVERIFY(bench.action("compareDifferences")->isChecked());
    bench.action("pageCompare")->trigger();
    compare = bench.part<QSplitter>("compareSplitter");
    QTRY_COMPARE(compare->sizes().back(), differences);

    bench.action("showInfo")->trigger(); // and what is hidden stays hidden
    bench.action("compareDifferences")->trigger();
    bench.window->close();
    bench.open();
    QVERIFY(bench.part<QDockWidget>("infoDock")->isHidden());
    QVERIFY(!bench.action("compareDifferences")->isChecked());
    bench.action("pageCompare")->trigger();
    compare = bench.part<QSplitter>("compareSplitter");
    QTRY_VERIFY(compare->isVisible());
    QVERIFY(!bench.part<QLabel>("compareNote")->isVisible());
    bench.action("compareDifferences")->trigger();
    QVERIFY(bench.part<QLabel>("compareNote")->isVisible());
    bench.window->resize(size);
    QTRY_COMPARE(compare->sizes().back(), differences); // and comes back as it was
}

void MainWindowTest::firstWindowFitsOntoTheScreen()
{
    const Bench bench;
    const QSize screen = QGuiApplication::primaryScreen()->availableSize();
    QVERIFY(screen.height() < 860); // else this shows nothing
    QVERIFY(bench.window->height() < screen.height());
    QVERIFY(bench.window->width() <= std::max(screen.width(), bench.window->minimumSizeHint().width()));
}

void MainWindowTest::windowOfALostScreenComesBackOntoOne()
{
    Bench bench;
    bench.window->setGeometry(9000, 9000, 1000, 700);
    bench.window->close();
    QVERIFY(bench.store.contains(QStringLiteral("window/geometry")));
    bench.open();
    const QRect window = bench.window->geometry();
    QVERIFY2(QGuiApplication::primaryScreen()->availableGeometry().intersects(window),
             qPrintable(QStringLiteral("at %1, %2").arg(window.x()).arg(window.y())));
    QVERIFY(QGuiApplication::screenAt({window.center().x(), window.top()})); // with the bar that it is moved by
}

void MainWindowTest::closingWhileBusyAsksFirst()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.script->stepGate.close();
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.phase(), Phase::Running);
    QVERIFY(!bench.window->close());
    auto *const question = bench.part<QMessageBox>("closeQuestion");
    QVERIFY(question);
    QVERIFY(question->text().contains(QStringLiteral("next time")));
    question->buttons().front()->click();
    QTRY_VERIFY(!bench.window->isVisible());
    bench.window.reset();
    QTRY_VERIFY(!bench.manager.isGenerating());
}

void MainWindowTest::deletedWhileBusyItEndsClean()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.settings().setSteps(1);
    bench.settings().setCount(3);
    bench.script->stepGate.close();
    bench.action("generate")->trigger();
    bench.script->stepGate.letThrough(1);
    QTRY_COMPARE(bench.window->results().resultCount(), 1);
    bench.window.reset();
    QCOMPARE(bench.sink.saved().size(), std::size_t{1}); // what was finished is saved before the window is gone
    QTRY_VERIFY(!bench.manager.isGenerating());
    QCOMPARE(bench.sink.saved().size(), std::size_t{1});
}

void MainWindowTest::deletedWhileTheModelLoadsItEndsClean()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    bench.script->loadGate.close();
    bench.action("generate")->trigger();
    QTRY_COMPARE(bench.script->loadGate.waiting(), 1);
    bench.window.reset(); // the manager tells of the end of the load to nobody
    bench.script->loadGate.open();
    QTRY_VERIFY(!bench.manager.isGenerating());
    QCOMPARE(bench.script->generateCalls(), 0);
    bench.open(); // and the manager serves the next window
    QTRY_COMPARE(bench.sink.saved().size(), std::size_t{1});
}

void MainWindowTest::everyControlHasAName()
{
    Bench bench;
    QTRY_VERIFY(bench.hasModel());
    int seen = 0;
    for (const QWidget *const widget : bench.window->findChildren<QWidget *>()) {
        const bool isPart = qobject_cast<const QAbstractSpinBox *>(widget->parentWidget())
                            || widget->objectName().startsWith(QLatin1String("qt_"));
        if (widget->focusPolicy() == Qt::NoFocus || isPart || widget->window() != bench.window.get())
            continue;
        QAccessibleInterface *const access = QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
        QVERIFY(access);
        QVERIFY2(!access->text(QAccessible::Name).isEmpty(),
                 qPrintable(QStringLiteral("%1 %2 has no name")
                                .arg(QLatin1String(widget->metaObject()->className()), widget->objectName())));
        ++seen;
    }
    QVERIFY(seen > 20);
}

CALOTYPE_TEST(MainWindowTest)
#include "MainWindowTest.moc"
