#include "app/PictureWordsReader.h"
#include "app/PicturesFolder.h"
#include "core/base/Resample.h"
#include "core/engine/PictureSeeds.h"
#include "core/engine/Inpainting.h"
#include "tests/support/TestMain.h"
#include "ui/DropContent.h"
#include "ui/GenerationSettings.h"
#include "ui/InitImage.h"
#include "ui/ModelList.h"
#include "ui/QtImage.h"
#include "ui/gallery/GalleryMimeData.h"
#include "ui/startimage/PlacementDialog.h"
#include "ui/startimage/PlacementView.h"
#include "ui/startimage/StartImageIntake.h"
#include "ui/startimage/StartImageKeeper.h"

#include "core/models/ModelCatalog.h"

#include <QAbstractButton>
#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QUrl>
#include <QtTest>

using namespace calotype;
using namespace calotype::ui;

namespace {

/// Red on the left half, blue on the right one.
QImage halves(int width, int height)
{
    QImage image(width, height, QImage::Format_RGB888);
    image.fill(Qt::red);
    for (int y = 0; y < height; ++y)
        for (int x = width / 2; x < width; ++x)
            image.setPixelColor(x, y, Qt::blue);
    return image;
}

QByteArray png(const QImage &image)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

QColor at(const std::shared_ptr<const Image> &image, int x, int y)
{
    const std::uint8_t *const p = image->row(y) + x * 3;
    return QColor(p[0], p[1], p[2]);
}

/// A piece of a page, as a browser's drag has it.
class AskedProgram final : public QMimeData
{
public:
    bool hasFormat(const QString &type) const override { return formats().contains(type); }
    QStringList formats() const override { return {QStringLiteral("text/html")}; }
    int asked() const { return m_asked; }

protected:
    QVariant retrieveData(const QString &type, QMetaType) const override
    {
        if (type != QLatin1String("text/html"))
            return {};
        ++m_asked;
        return QStringLiteral("<img src='https://example.org/a?id=1'>");
    }

private:
    mutable int m_asked = 0;
};

/// A picture on another program's clipboard, as Qt shows it: whoever asks for pixels decodes the file.
class ForeignPicture final : public QMimeData
{
public:
    explicit ForeignPicture(const QByteArray &file)
        : m_file(file)
    {
    }

    bool hasFormat(const QString &type) const override { return formats().contains(type); }
    QStringList formats() const override
    {
        return {QStringLiteral("image/png"), QStringLiteral("application/x-qt-image")};
    }
    int decodings() const { return m_decodings; }

protected:
    QVariant retrieveData(const QString &type, QMetaType) const override
    {
        if (type == QLatin1String("image/png"))
            return m_file;
        if (type != QLatin1String("application/x-qt-image"))
            return {};
        ++m_decodings;
        return QImage::fromData(m_file);
    }

private:
    QByteArray m_file;
    mutable int m_decodings = 0;
};

/// What a file called "told.png" says of its making; others say nothing.
Result<PictureWords> fakeFields(const QString &path)
{
    PictureWords words;
    if (path.endsWith(QLatin1String("told.png"))) {
        words.source = QStringLiteral("a1111");
        words.fields = {{QStringLiteral("prompt"), QStringLiteral("a heron"), WordState::Restored, {}},
                        {QStringLiteral("steps"), qint64{31}, WordState::Restored, {}}};
    }
    return words;
}

struct Bench {
    explicit Bench(FieldReader fields = fakeFields)
        : readFields(std::move(fields))
    {
        image.setTargetSize(128, 128);
        QObject::connect(&settings, &GenerationSettings::sizeChanged, &image, &InitImage::setTargetSize);
    }
    QString file(const char *name, const QImage &picture) const
    {
        const QString path = dir.filePath(QLatin1String(name));
        return picture.save(path) ? path : QString();
    }
    bool isAsked(const char *button) const { return window.findChild<QAbstractButton *>(QLatin1String(button)); }
    void answer(const char *button) const { window.findChild<QAbstractButton *>(QLatin1String(button))->click(); }

    FieldReader readFields;
    QTemporaryDir dir;
    QWidget window;
    GenerationSettings settings;
    InitImage image;
    models::ModelCatalog catalog{models::CatalogFolders{}};
    ModelList models{catalog};
    StartImageIntake intake{{image, settings, models, readFields, &window}};
};

/// The last picture of those that @p values ask for, as the program saves it. @return its path
QString saved(const GenerationValues &values, const QString &folder)
{
    GenerationRequest request;
    request.prompt = values.prompt.toStdString();
    request.negativePrompt = values.negativePrompt.toStdString();
    request.promptSyntax = values.promptSyntax;
    request.sampler = values.sampler.toStdString();
    request.schedule = values.schedule.toStdString();
    request.steps = values.steps;
    request.guidance = values.guidance;
    request.clipSkip = values.clipSkip;
    request.width = values.width;
    request.height = values.height;
    request.noise = values.noise;
    if (values.variationStrength > 0)
        request.variation = Variation{values.variationSeed, values.variationStrength};
    setSeeds(request, values.seed, values.count);

    GeneratedImage picture;
    picture.image = Image(values.width, values.height);
    picture.index = values.count - 1;
    picture.seed = request.seeds.back();
    RunDetails run;
    run.modelPath = values.modelPath.toStdString();
    run.modelName = QFileInfo(values.modelPath).fileName().toStdString();
    run.sampler = request.sampler;
    run.schedule = request.schedule;
    run.width = values.width;
    run.height = values.height;
    picture.run = std::make_shared<const RunDetails>(run);
    ModelSpec model;
    model.path = run.modelPath;

    gallery::OutputRules rules;
    rules.folder = folder;
    app::PicturesFolder pictures(rules);
    const auto path = pictures.place(picture, request);
    return path && pictures.save(path.value(), picture, request, {}, model) ? path.value() : QString();
}

} // namespace

class StartImageTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void framesOfEachPlacement_data();
    void framesOfEachPlacement();
    void framesStayInReach();
    void ownSizesAreMultiplesOfEight_data();
    void ownSizesAreMultiplesOfEight();
    void fillIsTheMiddleToTheByte();
    void whatIsLeftFreeIsMaskedWithASoftBorder();
    void onlyMaskedKeepsTheWholePicture();
    void scaledMaskStaysBlackAndWhiteUnlessItWasSoft_data();
    void scaledMaskStaysBlackAndWhiteUnlessItWasSoft();
    void clearedMaskStaysClear();
    void dropsOfEachKindAreTaken_data();
    void dropsOfEachKindAreTaken();
    void picturesOfOtherProgramsAreNotDecodedWhereTheyComeIn();
    void damagedPictureIsToldAndTheOldOneStays_data();
    void damagedPictureIsToldAndTheOldOneStays();
    void lastOfSeveralDropsCounts();
    void addressesOfTheNetworkAreLeftAlone_data();
    void addressesOfTheNetworkAreLeftAlone();
    void programsOfDragsAreAskedOnce();
    void pictureOfTheShapeIsTakenAtOnce();
    void aNewSizeWhileAFileIsReadDoesNotLoseIt();
    void pictureOfAnotherShapeIsShownFirst();
    void ownSizeOfThePictureCanBeChosen();
    void cancelledPictureIsNotTaken();
    void pictureWithSettingsIsAskedAbout_data();
    void pictureWithSettingsIsAskedAbout();
    void settingsComeBackFromTheFile_data();
    void settingsComeBackFromTheFile();
    void pictureOfTheWebUiBringsItsSyntax();
    void bytesWithSettingsAreAskedAbout_data();
    void bytesWithSettingsAreAskedAbout();
    void frameIsDraggedOutOfThePicture();
    void keysMoveAndScaleTheFrame();
    void startImageAndMaskOutliveTheProgram();
    void startImageThatIsNotToBeKeptIsRemoved();
    void whatWasKeptAndCannotBeReadIsToldOnce_data();
    void whatWasKeptAndCannotBeReadIsToldOnce();
    void pictureThatCannotBeReadOnceComesBack();
};

void StartImageTest::framesOfEachPlacement_data()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<QRectF>("crop");
    QTest::addColumn<QRectF>("frame");
    using Mode = Placement::Mode;
    // A picture of 300 × 100 for a target of 128 × 64.
    QTest::newRow("fill") << int(Mode::Fill) << QRectF() << QRectF(50, 0, 200, 100);
    QTest::newRow("fit") << int(Mode::Fit) << QRectF() << QRectF(0, -25, 300, 150);
    QTest::newRow("crop") << int(Mode::Crop) << QRectF(10, 20, 80, 40) << QRectF(10, 20, 80, 40);
    QTest::newRow("crop of another shape keeps middle and area") << int(Mode::Crop) << QRectF(100, 10, 80, 40).adjusted(20, -20, -20, 20) << QRectF(100, 10, 80, 40);
    QTest::newRow("crop of nothing") << int(Mode::Crop) << QRectF() << QRectF(50, 0, 200, 100);
}

void StartImageTest::framesOfEachPlacement()
{
    QFETCH(int, mode);
    QFETCH(QRectF, crop);
    QFETCH(QRectF, frame);
    const QRectF found = frameOf({static_cast<Placement::Mode>(mode), crop}, {300, 100}, {128, 64});
    QCOMPARE(found.width() / found.height(), 2.0);
    if (crop.width() == crop.height() && !crop.isEmpty()) // the row with another shape: a square of the same area
        QCOMPARE(found.center(), frame.center());
    else
        QCOMPARE(found, frame);
    QCOMPARE(reachesBeyond(found, {300, 100}), frame.top() < 0);
}

void StartImageTest::framesStayInReach()
{
    const QRectF far = boundedFrame({5000, -900, 100, 100}, {400, 400});
    QCOMPARE(far.size(), QSizeF(100, 100));
    QCOMPARE(far.topLeft(), QPointF(387.5, -87.5)); // an eighth of the frame is left over the picture
    QVERIFY(boundedFrame({0, 0, 1, 1}, {400, 400}).width() >= 16);
    QCOMPARE(boundedFrame({0, 0, 9000, 4500}, {400, 400}).size(), QSizeF(1600, 800));
}

void StartImageTest::ownSizesAreMultiplesOfEight_data()
{
    QTest::addColumn<QSize>("picture");
    QTest::addColumn<QSize>("own");
    QTest::newRow("as it is") << QSize(640, 480) << QSize(640, 480);
    QTest::newRow("rounded") << QSize(333, 501) << QSize(336, 504);
    QTest::newRow("too large") << QSize(16384, 8192) << QSize(8192, 4096);
    QTest::newRow("too small") << QSize(32, 16) << QSize(128, 64);
    QTest::newRow("too long for both") << QSize(16000, 40) << QSize(8192, 64);
}

void StartImageTest::ownSizesAreMultiplesOfEight()
{
    QFETCH(QSize, picture);
    QTEST(ownSize(picture), "own");
}

void StartImageTest::fillIsTheMiddleToTheByte()
{
    const Image source = fromQImage(halves(301, 117));
    const StartCanvas canvas = makeCanvas(source, frameOf({}, {301, 117}, {96, 64}), {96, 64}, {});
    QVERIFY(*canvas.picture == centreCropped(source, 96, 64));
    QVERIFY(!canvas.mask);
}

void StartImageTest::whatIsLeftFreeIsMaskedWithASoftBorder()
{
    InitImage image;
    image.setTargetSize(128, 128);
    image.setStart(std::make_shared<Image>(fromQImage(halves(128, 64))), QStringLiteral("x"), {}, {Placement::Mode::Fit, {}}, {});
    QTRY_VERIFY(image.prepared());
    QVERIFY(image.hasMask());
    QVERIFY(image.mask());
    // The picture lies at 32 … 96.
    QCOMPARE(at(image.prepared(), 10, 60), QColor(Qt::red));
    QCOMPARE(static_cast<int>(image.mask()->row(0)[5]), 255);
    QCOMPARE(static_cast<int>(image.mask()->row(31)[64]), 255);
    QCOMPARE(static_cast<int>(image.mask()->row(64)[0]), 0); // an edge of the canvas is none to blend
    int last = 255;
    for (int y = 32; y < 64; ++y) {
        const int value = image.mask()->row(y)[64];
        QVERIFY(value <= last);
        last = value;
    }
    QVERIFY(image.mask()->row(33)[64] > 128 && image.mask()->row(36)[64] > 0 && image.mask()->row(36)[64] < 255);
    QCOMPARE(last, 0);
    QCOMPARE(at(image.prepared(), 10, 0), QColor(Qt::red)); // the edge goes on
}

void StartImageTest::onlyMaskedKeepsTheWholePicture()
{
    InitImage image;
    image.setTargetSize(128, 128);
    image.setImage(halves(300, 100), QStringLiteral("x"));
    image.setOnlyMasked(true);
    QTRY_VERIFY(!image.isBusy());
    QCOMPARE(image.prepared()->width, 128); // nothing is masked yet
    QImage mask(300, 100, QImage::Format_Grayscale8);
    mask.fill(0);
    for (int y = 40; y < 60; ++y)
        std::fill_n(mask.scanLine(y) + 140, 20, uchar{255});
    image.setSourceMask(mask);
    QVERIFY(image.isWhole());
    QTRY_VERIFY(!image.isBusy());
    QCOMPARE(image.prepared()->width, 300);
    QVERIFY(*image.prepared() == *image.source());
    QCOMPARE(static_cast<int>(image.mask()->row(50)[150]), 255);
    QCOMPARE(image.mask()->height, 100);
    image.setOnlyMasked(false); // the middle 100 × 100 of it, at 128 × 128
    QTRY_VERIFY(!image.isBusy());
    QCOMPARE(image.prepared()->width, 128);
    QCOMPARE(static_cast<int>(image.mask()->row(64)[64]), 255);
    QCOMPARE(static_cast<int>(image.mask()->row(64)[20]), 0);
}

void StartImageTest::scaledMaskStaysBlackAndWhiteUnlessItWasSoft_data()
{
    QTest::addColumn<int>("value");
    QTest::addColumn<bool>("soft");
    QTest::newRow("white") << 255 << false;
    QTest::newRow("light grey") << 240 << true;
}

void StartImageTest::scaledMaskStaysBlackAndWhiteUnlessItWasSoft()
{
    QFETCH(int, value);
    QFETCH(bool, soft);
    InitImage image;
    image.setTargetSize(200, 200); // 2.5 times the picture
    image.setPixels(std::make_shared<Image>(80, 80, 3), QStringLiteral("x"));
    QImage mask(80, 80, QImage::Format_Grayscale8);
    mask.fill(0);
    for (int y = 21; y < 43; ++y)
        std::fill_n(mask.scanLine(y) + 21, 22, static_cast<uchar>(value));
    image.setSourceMask(mask);
    QTRY_VERIFY(image.mask());
    QCOMPARE(image.mask()->width, 200);
    QCOMPARE(isSoft(*image.mask()), soft);
    QVERIFY(image.mask()->row(80)[80] >= 240);
    QCOMPARE(static_cast<int>(image.mask()->row(80)[20]), 0);
}

void StartImageTest::clearedMaskStaysClear()
{
    InitImage image;
    image.setTargetSize(128, 128);
    image.setStart(std::make_shared<Image>(fromQImage(halves(128, 64))), QStringLiteral("x"), {}, {Placement::Mode::Fit, {}}, {});
    QTRY_VERIFY(image.mask());
    image.clearMask();
    QTRY_VERIFY(!image.isBusy());
    QVERIFY(!image.mask());
    QVERIFY(!image.hasMask());
}

void StartImageTest::dropsOfEachKindAreTaken_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"file url", "text url", "mozilla url", "gallery", "pixels", "png bytes", "data url", "html with data"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void StartImageTest::dropsOfEachKindAreTaken()
{
    QFETCH(QString, kind);
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("ein Bild ä.png"));
    const QImage picture = halves(64, 64);
    QVERIFY(picture.save(path));
    const QString url = QUrl::fromLocalFile(path).toString(QUrl::FullyEncoded);
    const QString within = QStringLiteral("data:image/png;base64,") + QString::fromLatin1(png(picture).toBase64());
    auto data = std::make_unique<QMimeData>();
    const bool isFile = kind.contains(QLatin1String("url")) && !kind.startsWith(QLatin1String("data"));
    if (kind == QLatin1String("file url")) {
        data->setUrls({QUrl::fromLocalFile(path)});
    } else if (kind == QLatin1String("text url")) {
        data->setText(url + QLatin1String("\r\n"));
    } else if (kind == QLatin1String("mozilla url")) {
        const QString line = url + QLatin1String("\nA title");
        data->setData(QStringLiteral("text/x-moz-url"), QByteArray(reinterpret_cast<const char *>(line.utf16()), line.size() * 2));
    } else if (kind == QLatin1String("gallery")) {
        data = std::make_unique<GalleryMimeData>(QStringList{path});
    } else if (kind == QLatin1String("pixels")) {
        data->setImageData(picture);
    } else if (kind == QLatin1String("png bytes")) {
        data->setUrls({QUrl(QStringLiteral("https://example.org/a.png"))});
        data->setData(QStringLiteral("image/png"), png(picture));
    } else if (kind == QLatin1String("data url")) {
        data->setText(within);
    } else {
        data->setHtml(QStringLiteral("<meta charset=utf-8><IMG alt='x' src=\"%1\">").arg(within));
    }
    QVERIFY(canTakePicture(data.get()));
    QVERIFY(canTakeDrop(data.get()));
    const DropContent content = dropContent(data.get());
    QVERIFY(content.isPicture());
    if (isFile || kind == QLatin1String("gallery"))
        QCOMPARE(content.picturePath, path);

    Bench bench;
    bench.intake.take(content);
    QTRY_VERIFY(bench.image.prepared());
    QCOMPARE(bench.image.source()->width, 64);
    QCOMPARE(at(bench.image.source(), 0, 0), QColor(Qt::red));
    QCOMPARE(at(bench.image.source(), 63, 0), QColor(Qt::blue));
}

void StartImageTest::picturesOfOtherProgramsAreNotDecodedWhereTheyComeIn()
{
    const ForeignPicture data(png(halves(64, 64)));
    QVERIFY(data.hasImage());
    QVERIFY(canTakePicture(&data));
    const DropContent content = dropContent(&data);
    QCOMPARE(data.decodings(), 0);
    Bench bench;
    bench.intake.take(content);
    QTRY_VERIFY(bench.image.prepared());
    QCOMPARE(at(bench.image.source(), 63, 0), QColor(Qt::blue));
    QCOMPARE(data.decodings(), 0);
}

void StartImageTest::damagedPictureIsToldAndTheOldOneStays_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"file", "file that is gone", "bytes", "address"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void StartImageTest::damagedPictureIsToldAndTheOldOneStays()
{
    QFETCH(QString, kind);
    Bench bench;
    bench.intake.takeFile(bench.file("old.png", halves(200, 200)));
    QTRY_VERIFY(bench.image.prepared());
    QList<Error> errors;
    connect(&bench.intake, &StartImageIntake::failed, &bench.intake, [&](const Error &error) { errors.append(error); });

    const QByteArray damaged("\x89PNG\r\n\x1a\nno more");
    const QString path = bench.dir.filePath(QStringLiteral("broken.png"));
    DropContent content;
    if (kind == QLatin1String("file")) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(damaged), damaged.size());
    }
    if (kind.startsWith(QLatin1String("file")))
        content.picturePath = path;
    else if (kind == QLatin1String("bytes"))
        content.pictureBytes = damaged;
    else
        content.pictureAddress = QStringLiteral("data:image/png;base64,") + QString::fromLatin1(damaged.toBase64());
    bench.intake.take(content);
    QVERIFY(bench.image.isBusy());
    QTRY_COMPARE(errors.size(), 1);
    QVERIFY(errors.front().code == (kind == QLatin1String("file that is gone") ? ErrorCode::NotFound : ErrorCode::Damaged));
    const QString sentence = QString::fromStdString(errors.front().message);
    QVERIFY2(sentence.contains(content.picturePath.isEmpty() ? QStringLiteral("no picture that can be read") : path), qPrintable(sentence));
    QVERIFY(!bench.image.isBusy());
    QCOMPARE(bench.image.name(), QStringLiteral("old.png"));
    QVERIFY(bench.image.prepared());
}

void StartImageTest::lastOfSeveralDropsCounts()
{
    DropContent large;
    large.pictureBytes = png(halves(1500, 1500));
    DropContent damaged;
    damaged.pictureBytes = "no picture";
    DropContent small;
    small.pictureBytes = png(halves(64, 64));
    Bench bench;
    QSignalSpy failures(&bench.intake, &StartImageIntake::failed);
    for (const DropContent &content : {large, damaged, small})
        bench.intake.take(content);
    QTRY_VERIFY(!bench.image.isBusy());
    QCOMPARE(bench.image.source()->width, 64);
    QCOMPARE(failures.count(), 0); // nobody waits for the others any more
}

void StartImageTest::addressesOfTheNetworkAreLeftAlone_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("html");
    QTest::addColumn<bool>("isPicture");
    QTest::newRow("picture") << "https://example.org/a.png" << "" << true;
    QTest::newRow("picture with a question") << "http://example.org/a.JPG?w=100#top" << "" << true;
    QTest::newRow("picture of a page") << "https://example.org/a?id=1" << "<img src='https://example.org/a?id=1'>" << true;
    QTest::newRow("page") << "https://example.org/a.html" << "<a href='https://example.org/a.html'>A</a>" << false;
    QTest::newRow("words") << "a.png" << "" << false;
}

void StartImageTest::addressesOfTheNetworkAreLeftAlone()
{
    QFETCH(QString, address);
    QFETCH(QString, html);
    QFETCH(bool, isPicture);
    QMimeData data;
    data.setText(address);
    if (address.contains(u':'))
        data.setUrls({QUrl(address)});
    if (!html.isEmpty())
        data.setHtml(html);
    QVERIFY(!canTakePicture(&data)); // so that the well leaves it to the window
    QCOMPARE(canTakeDrop(&data), isPicture);
    QVERIFY(!dropContent(&data).isPicture());
    QCOMPARE(dropContent(&data).isElsewhere, isPicture);
}

void StartImageTest::programsOfDragsAreAskedOnce()
{
    const AskedProgram data;
    QVERIFY(canTakeDrop(&data));
    QCOMPARE(data.asked(), 1);
}

void StartImageTest::pictureOfTheShapeIsTakenAtOnce()
{
    Bench bench;
    bench.intake.takeFile(bench.file("same.png", halves(200, 200)));
    QVERIFY(bench.image.isBusy()); // what is asked for meanwhile waits
    QTRY_VERIFY(bench.image.prepared());
    QVERIFY(!bench.intake.isBusy());
    QCOMPARE(bench.image.name(), QStringLiteral("same.png"));
    QCOMPARE(bench.image.fileHash().size(), std::size_t{64});
}

void StartImageTest::aNewSizeWhileAFileIsReadDoesNotLoseIt()
{
    Bench bench;
    bench.intake.takeFile(bench.file("old.png", halves(64, 64)));
    QTRY_VERIFY(bench.image.prepared());
    bench.intake.takeFile(bench.file("new.png", halves(200, 200)));
    bench.image.setTargetSize(96, 96);
    QTRY_VERIFY(!bench.image.isBusy());
    QCOMPARE(bench.image.name(), QStringLiteral("new.png"));
    QCOMPARE(bench.image.source()->width, 200);
    QCOMPARE(bench.image.prepared()->width, 96);
}

void StartImageTest::pictureOfAnotherShapeIsShownFirst()
{
    Bench bench;
    bench.intake.takeFile(bench.file("wide.png", halves(300, 100)));
    QTRY_VERIFY(bench.isAsked("placeUse"));
    QVERIFY(bench.image.isEmpty());
    QVERIFY(bench.image.isBusy());
    bench.answer("placeFit");
    bench.answer("placeUse");
    QTRY_VERIFY(bench.image.prepared());
    QCOMPARE(bench.image.placement().mode, Placement::Mode::Fit);
    QVERIFY(bench.image.mask());
}

void StartImageTest::ownSizeOfThePictureCanBeChosen()
{
    Bench bench;
    bench.intake.takeFile(bench.file("wide.png", halves(300, 100)));
    QTRY_VERIFY(bench.isAsked("placeOwnSize"));
    bench.answer("placeOwnSize");
    QTRY_VERIFY(bench.image.prepared());
    QCOMPARE(bench.settings.values().width, 304);
    QCOMPARE(bench.settings.values().height, 104);
    QCOMPARE(bench.image.prepared()->width, 304);
}

void StartImageTest::cancelledPictureIsNotTaken()
{
    Bench bench;
    bench.intake.takeFile(bench.file("wide.png", halves(300, 100)));
    QTRY_VERIFY(bench.isAsked("placeCancel"));
    bench.answer("placeCancel");
    QVERIFY(bench.image.isEmpty());
    QVERIFY(!bench.image.isBusy());
    QVERIFY(!bench.intake.isBusy());
}

void StartImageTest::pictureWithSettingsIsAskedAbout_data()
{
    QTest::addColumn<QString>("button");
    QTest::addColumn<bool>("picture");
    QTest::addColumn<bool>("settings");
    QTest::newRow("image") << "useImage" << true << false;
    QTest::newRow("settings") << "useSettings" << false << true;
    QTest::newRow("both") << "useBoth" << true << true;
}

void StartImageTest::pictureWithSettingsIsAskedAbout()
{
    QFETCH(QString, button);
    QFETCH(bool, picture);
    QFETCH(bool, settings);
    Bench bench;
    bench.intake.takeFile(bench.file("told.png", halves(128, 128)));
    QTRY_VERIFY(bench.isAsked("useBoth"));
    QVERIFY(bench.image.isEmpty());
    bench.answer(qPrintable(button));
    QTRY_VERIFY(!bench.image.isBusy());
    QCOMPARE(!bench.image.isEmpty(), picture);
    QCOMPARE(bench.settings.values().prompt, settings ? QStringLiteral("a heron") : QString());
    QCOMPARE(bench.settings.values().steps, settings ? 31 : GenerationValues().steps);
}

void StartImageTest::settingsComeBackFromTheFile_data()
{
    QTest::addColumn<bool>("weighted");
    QTest::addColumn<int>("noise");
    QTest::addColumn<int>("count");
    QTest::addColumn<double>("variation");
    QTest::newRow("weighted") << true << int(NoiseMode::PerImage) << 1 << 0.0;
    QTest::newRow("plain, a variation") << false << int(NoiseMode::Nv) << 1 << 0.25;
    QTest::newRow("third of a batch") << true << int(NoiseMode::Batch) << 3 << 0.0;
}

void StartImageTest::settingsComeBackFromTheFile()
{
    QFETCH(bool, weighted);
    QFETCH(int, noise);
    QFETCH(int, count);
    QFETCH(double, variation);
    Bench bench(app::readPictureWords);
    qputenv("CALOTYPE_DATA_DIR", QFile::encodeName(bench.dir.filePath(QStringLiteral("data"))));
    const QString model = QStringLiteral(CALOTYPE_TEST_DATA "/models/sd15-tiny");
    QSignalSpy scanned(&bench.models, &ModelList::scanned);
    bench.models.open(model);
    QTRY_VERIFY(!scanned.isEmpty() && bench.models.rowOf(model) >= 0);

    GenerationValues made;
    made.prompt = QStringLiteral("a (heron:1.3) [at dawn:at dusk:0.5],\nünï “quoted” \\(x\\)");
    made.negativePrompt = QStringLiteral("[blurry]: 2, Steps: 3");
    made.promptSyntax = weighted ? PromptSyntax::Weighted : PromptSyntax::Plain;
    made.modelPath = model;
    made.sampler = QStringLiteral("euler");
    made.schedule = QStringLiteral("karras");
    made.steps = 31;
    made.guidance = 5.25;
    made.modelSampling = false;
    made.clipSkip = 2;
    made.width = 128;
    made.height = 192;
    made.modelSize = false;
    made.fixedSeed = true;
    made.seed = 4294967295;
    made.noise = static_cast<NoiseMode>(noise);
    made.variationSeed = 6;
    made.variationStrength = variation;
    made.count = count;
    const QString path = saved(made, bench.dir.filePath(QStringLiteral("out")));
    qunsetenv("CALOTYPE_DATA_DIR");
    QVERIFY(!path.isEmpty());

    GenerationValues other;
    other.prompt = QStringLiteral("something else");
    other.promptSyntax = weighted ? PromptSyntax::Plain : PromptSyntax::Weighted;
    other.sampler = QStringLiteral("ddim");
    other.steps = 3;
    other.guidance = 1;
    other.clipSkip = 4;
    other.width = 256;
    other.noise = noise == int(NoiseMode::Nv) ? NoiseMode::Batch : NoiseMode::Nv;
    other.variationSeed = variation > 0 ? 1 : 6; // without a variation nothing is told of it
    other.variationStrength = 0.9;
    other.count = 4;
    bench.settings.setValues(other);

    bench.intake.takeFile(path);
    QTRY_VERIFY(bench.isAsked("useBoth"));
    bench.answer("useBoth");
    QTRY_VERIFY(!bench.image.isBusy() && !bench.image.isEmpty());
    const GenerationValues &values = bench.settings.values();
    QCOMPARE(values.prompt, made.prompt);
    QCOMPARE(values.negativePrompt, made.negativePrompt);
    QCOMPARE(values.modelPath, made.modelPath);
    QCOMPARE(values.promptSyntax, made.promptSyntax);
    QCOMPARE(values.noise, made.noise);
    QCOMPARE(values.seed, made.seed);
    QCOMPARE(values.count, made.count);
    QVERIFY(values == made); // and all the others
}

void StartImageTest::pictureOfTheWebUiBringsItsSyntax()
{
    Bench bench(app::readPictureWords);
    bench.intake.takeFile(QStringLiteral(CALOTYPE_TEST_DATA "/metadata/a1111-png-plain.png"));
    QTRY_VERIFY(bench.isAsked("useSettings"));
    bench.answer("useSettings");
    QCOMPARE(bench.settings.values().prompt, QStringLiteral("a watercolor fox in a snowy forest, soft light"));
    QCOMPARE(bench.settings.values().promptSyntax, PromptSyntax::Weighted);
}

void StartImageTest::bytesWithSettingsAreAskedAbout_data()
{
    QTest::addColumn<bool>("isAddress");
    QTest::newRow("bytes") << false;
    QTest::newRow("address") << true;
}

/// As a browser brings the picture of another program.
void StartImageTest::bytesWithSettingsAreAskedAbout()
{
    QFETCH(bool, isAddress);
    QFile file(QStringLiteral(CALOTYPE_TEST_DATA "/metadata/a1111-png-plain.png"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    QMimeData data;
    if (isAddress)
        data.setText(QStringLiteral("data:image/png;base64,") + QString::fromLatin1(bytes.toBase64()));
    else
        data.setData(QStringLiteral("image/png"), bytes);
    Bench bench(app::readPictureWords);
    bench.intake.take(dropContent(&data));
    QTRY_VERIFY(bench.isAsked("useSettings"));
    bench.answer("useSettings");
    QTRY_VERIFY(!bench.image.isBusy());
    QVERIFY(bench.image.isEmpty());
    QCOMPARE(bench.settings.values().prompt, QStringLiteral("a watercolor fox in a snowy forest, soft light"));
    QCOMPARE(bench.settings.values().steps, 29);
    QCOMPARE(bench.settings.values().seed, qint64{3340869679});
}

void StartImageTest::frameIsDraggedOutOfThePicture()
{
    PlacementDialog dialog(halves(400, 200), {400, 200}, {128, 128}, {}, nullptr);
    dialog.show();
    PlacementView *const view = dialog.view();
    QCOMPARE(view->frame(), QRectF(100, 0, 200, 200));
    const auto drag = [view](const QPointF &from, const QPointF &to) {
        QTest::mousePress(view, Qt::LeftButton, {}, from.toPoint());
        QMouseEvent move(QEvent::MouseMove, to.toPoint(), view->mapToGlobal(to.toPoint()), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(view, &move);
        QTest::mouseRelease(view, Qt::LeftButton, {}, to.toPoint());
    };
    drag(view->toWidget({200, 100}), view->toWidget({260, 100}));
    QVERIFY(qAbs(view->frame().left() - 160) < 3);
    QCOMPARE(view->frame().size(), QSizeF(200, 200));
    QVERIFY(dialog.findChild<QAbstractButton *>(QStringLiteral("placeCrop"))->isChecked());

    const QRectF before = view->frame();
    drag(view->toWidget(before.bottomRight()), view->toWidget(before.bottomRight() + QPointF(100, 100)));
    QVERIFY(qAbs(view->frame().width() - 300) < 4);
    QVERIFY((view->frame().topLeft() - before.topLeft()).manhattanLength() < 1); // the other corner stays
    QVERIFY(reachesBeyond(view->frame(), {400, 200}));
}

void StartImageTest::keysMoveAndScaleTheFrame()
{
    PlacementView view;
    view.resize(500, 400);
    view.setTargetSize({128, 128});
    view.setPicture(halves(400, 200), {400, 200});
    QTest::keyClick(&view, Qt::Key_Right);
    QCOMPARE(view.frame(), QRectF(102, 0, 200, 200)); // a hundredth of the frame
    QTest::keyClick(&view, Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(view.frame().top(), 20.0);
    QTest::keyClick(&view, Qt::Key_Plus);
    QCOMPARE(view.frame().width(), 210.0);
    QCOMPARE(view.placement().mode, Placement::Mode::Crop);
}

void StartImageTest::startImageAndMaskOutliveTheProgram()
{
    const QTemporaryDir dir;
    const QString folder = dir.filePath(QStringLiteral("state/start"));
    QImage mask(128, 128, QImage::Format_Grayscale8);
    mask.fill(0);
    mask.scanLine(50)[60] = 200;
    {
        InitImage image;
        StartImageKeeper keeper(image, folder);
        image.setTargetSize(128, 128);
        image.setStart(std::make_shared<Image>(fromQImage(halves(300, 100))), QStringLiteral("wide"), std::string(64, 'c'),
                       {Placement::Mode::Crop, {10, 0, 100, 100}}, {});
        QTRY_VERIFY(image.prepared());
        image.setMask(mask);
    }
    {
        InitImage image;
        image.setTargetSize(128, 128);
        StartImageKeeper keeper(image, folder);
        keeper.restore();
        QVERIFY(image.isBusy());
        QTRY_VERIFY(image.prepared());
        QVERIFY(*image.source() == fromQImage(halves(300, 100)));
        QCOMPARE(image.name(), QStringLiteral("wide"));
        QCOMPARE(image.fileHash(), std::string(64, 'c'));
        QCOMPARE(image.placement(), (Placement{Placement::Mode::Crop, {10, 0, 100, 100}}));
        QVERIFY(image.mask());
        QCOMPARE(asQImage(image.mask()), mask);
        image.clear();
    }
    InitImage image;
    StartImageKeeper keeper(image, folder);
    keeper.restore();
    QVERIFY(!image.isBusy());
    QVERIFY(!QFile::exists(folder + QLatin1String("/start.png")));
}

void StartImageTest::startImageThatIsNotToBeKeptIsRemoved()
{
    const QTemporaryDir dir;
    const QDir folder(dir.filePath(QStringLiteral("start")));
    const auto files = [&folder] { return folder.entryList(QDir::Files, QDir::Name); };
    const QStringList all{QStringLiteral("start.json"), QStringLiteral("start.png")};
    const auto take = [](InitImage &image) {
        image.setTargetSize(128, 128);
        image.setStart(std::make_shared<Image>(fromQImage(halves(128, 128))), QStringLiteral("halves"), {}, {}, {});
    };
    {
        InitImage image;
        StartImageKeeper keeper(image, folder.path());
        take(image);
        QTRY_COMPARE(files(), all);
        keeper.setKeeping(false);
        QTRY_COMPARE(files(), QStringList());
        QVERIFY(!image.isEmpty()); // it is there until the end
        keeper.setKeeping(true);
    }
    QCOMPARE(files().size(), 2);
    {
        InitImage image; // of a program that was told so elsewhere
        StartImageKeeper keeper(image, folder.path());
        keeper.setKeeping(false);
        keeper.restore();
        QVERIFY(!image.isBusy());
        QTRY_COMPARE(files(), QStringList());
        take(image);
        QTRY_VERIFY(image.prepared());
    }
    QCOMPARE(files(), QStringList());
}

void StartImageTest::whatWasKeptAndCannotBeReadIsToldOnce_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("told");
    QTest::addColumn<bool>("isPictureThere");
    QTest::newRow("picture") << "start.png" << "choose it again" << false;
    QTest::newRow("mask") << "mask.png" << "paint it again" << true;
    QTest::newRow("words") << "start.json" << "choose it again" << false;
}

void StartImageTest::whatWasKeptAndCannotBeReadIsToldOnce()
{
    QFETCH(QString, file);
    QFETCH(QString, told);
    QFETCH(bool, isPictureThere);
    const QTemporaryDir dir;
    const QString folder = dir.filePath(QStringLiteral("start"));
    {
        InitImage image;
        StartImageKeeper keeper(image, folder);
        image.setTargetSize(128, 128);
        image.setStart(std::make_shared<Image>(fromQImage(halves(128, 128))), QStringLiteral("halves"), {}, {}, {});
        QTRY_VERIFY(image.prepared());
        QImage mask(128, 128, QImage::Format_Grayscale8);
        mask.fill(200);
        image.setMask(mask);
    }
    QFile damaged(folder + u'/' + file);
    QVERIFY(damaged.exists());
    QVERIFY(damaged.open(QIODevice::WriteOnly));
    QCOMPARE(damaged.write("no more"), qint64{7});
    damaged.close();

    for (const int tellings : {1, 0}) {
        InitImage image;
        image.setTargetSize(128, 128);
        StartImageKeeper keeper(image, folder);
        QStringList sentences;
        connect(&keeper, &StartImageKeeper::failed, &keeper,
                [&sentences](const Error &error) { sentences << QString::fromStdString(error.message); });
        keeper.restore();
        QTRY_VERIFY(!image.isBusy());
        QTRY_COMPARE(sentences.size(), tellings);
        QVERIFY2(tellings == 0 || sentences.front().contains(told), qPrintable(sentences.value(0)));
        QCOMPARE(!image.isEmpty(), isPictureThere);
        QVERIFY(!image.mask());
    }
}

void StartImageTest::pictureThatCannotBeReadOnceComesBack()
{
    const QTemporaryDir dir;
    const QString folder = dir.filePath(QStringLiteral("start"));
    const QString path = folder + QLatin1String("/start.png");
    {
        InitImage image;
        StartImageKeeper keeper(image, folder);
        image.setTargetSize(128, 128);
        image.setStart(std::make_shared<Image>(fromQImage(halves(128, 128))), QStringLiteral("halves"), {}, {}, {});
        QTRY_VERIFY(image.prepared());
    }
    QVERIFY(QFile::rename(path, path + QLatin1String(".away")));
    {
        InitImage image;
        StartImageKeeper keeper(image, folder);
        keeper.restore();
        QTRY_VERIFY(!image.isBusy());
        QVERIFY(image.isEmpty());
    }
    QVERIFY(QFile::rename(path + QLatin1String(".away"), path));
    for (int time = 0; time < 2; ++time) { // from then on as ever
        InitImage image;
        image.setTargetSize(128, 128);
        StartImageKeeper keeper(image, folder);
        keeper.restore();
        QTRY_VERIFY(image.prepared());
        QVERIFY(*image.source() == fromQImage(halves(128, 128)));
    }
}

CALOTYPE_TEST(StartImageTest)
#include "StartImageTest.moc"
