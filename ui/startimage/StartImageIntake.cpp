#include "ui/startimage/StartImageIntake.h"

#include "core/base/Resample.h"
#include "core/gallery/FileHash.h"
#include "core/gallery/PictureFile.h"
#include "ui/DropContent.h"
#include "ui/ErrorWords.h"
#include "ui/GenerationSettings.h"
#include "ui/InitImage.h"
#include "ui/ModelList.h"
#include "ui/QtImage.h"
#include "ui/info/NamedModels.h"
#include "ui/info/PictureFields.h"
#include "ui/startimage/PlacementDialog.h"

#include <QDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QTemporaryFile>

#include <algorithm>
#include <utility>

namespace calotype::ui {

namespace {

constexpr int kShownSide = 1200;

QImage smallCopy(const std::shared_ptr<const Image> &picture)
{
    const QImage all = asQImage(picture);
    if (std::max(all.width(), all.height()) <= kShownSide)
        return all;
    return all.scaled(kShownSide, kShownSide, Qt::KeepAspectRatio, Qt::SmoothTransformation);
}

/// What a picture file says of its making that came without a name; the reader takes files.
PictureWords wordsWithin(const QByteArray &bytes, const FieldReader &readFields)
{
    QTemporaryFile file;
    if (bytes.isEmpty() || !readFields || !file.open() || file.write(bytes) != bytes.size() || !file.flush())
        return {};
    const Result<PictureWords> words = readFields(file.fileName());
    return words ? words.value() : PictureWords();
}

} // namespace

StartImageIntake::StartImageIntake(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
{
    connect(&m_parts.image, &InitImage::changed, this, &StartImageIntake::dropOutdated);
}

StartImageIntake::~StartImageIntake()
{
    delete m_question;
}

bool StartImageIntake::isBusy() const
{
    return m_reading || m_question;
}

template<typename Read>
void StartImageIntake::read(Read read)
{
    closeQuestion();
    m_reading = false;
    hold();
    m_reading = true;
    m_background.run(read, [this, order = ++m_order](const Result<Arrival> &arrival) {
        if (order != m_order)
            return;
        m_reading = false;
        if (!arrival) {
            Q_EMIT failed(arrival.error());
            withdraw(arrival.error());
            return;
        }
        ask(arrival.value());
        if (!m_question)
            release();
    });
}

void StartImageIntake::dropOutdated()
{
    if (!isBusy() || m_imageOrder == m_parts.image.order())
        return;
    ++m_order;
    m_reading = false;
    closeQuestion();
    release();
}

void StartImageIntake::closeQuestion()
{
    QDialog *const question = m_question;
    m_question.clear();
    if (!question)
        return;
    question->disconnect(this); // it has nothing to say any more
    question->close();
}

void StartImageIntake::take(const DropContent &content)
{
    if (!content.picturePath.isEmpty()) {
        takeFile(content.picturePath);
    } else if (content.isPicture()) {
        read([content, name = tr("Pasted picture"), readFields = m_parts.readFields] {
            Result<Arrival> arrival = arrivalOf(decodedPicture(content), name);
            if (arrival)
                arrival.value().words = wordsWithin(pictureFile(content), readFields);
            return arrival;
        });
    }
}

void StartImageIntake::takeFile(const QString &path)
{
    read([path, readFields = m_parts.readFields] { return readFile(path, readFields); });
}

void StartImageIntake::takePicture(const QString &path)
{
    read([path] { return readFile(path, {}); });
}

void StartImageIntake::place()
{
    const InitImage &image = m_parts.image;
    if (image.isEmpty())
        return;
    closeQuestion();
    m_reading = false;
    release();
    m_imageOrder = image.order();
    m_reading = true;
    m_background.run([source = image.source()] { return smallCopy(source); }, [this, order = ++m_order](const QImage &shown) {
        if (order != m_order)
            return;
        m_reading = false;
        const InitImage &image = m_parts.image;
        showFrame({nullptr, shown, image.name(), image.fileHash(), {}}, image.placement());
    });
}

Result<StartImageIntake::Arrival> StartImageIntake::readFile(const QString &path, const FieldReader &readFields)
{
    Result<Image> image = gallery::readPicture(path);
    if (!image)
        return image.error();
    Arrival arrival;
    arrival.picture = std::make_shared<const Image>(std::move(image).value());
    arrival.shown = smallCopy(arrival.picture);
    arrival.name = QFileInfo(path).fileName();
    arrival.fileHash = gallery::fileHash(path).toHex().toStdString();
    if (readFields) {
        if (const Result<PictureWords> words = readFields(path))
            arrival.words = words.value();
    }
    return arrival;
}

Result<StartImageIntake::Arrival> StartImageIntake::arrivalOf(QImage picture, const QString &name)
{
    if (picture.isNull())
        return worded(ErrorCode::Damaged, tr("What was brought is no picture that can be read; save it as a file first."));
    Arrival arrival;
    arrival.picture = std::make_shared<const Image>(toRgb(fromQImage(picture)));
    arrival.shown = smallCopy(arrival.picture);
    arrival.name = name;
    return arrival;
}

void StartImageIntake::ask(const Arrival &arrival)
{
    const QList<ShownField> fields = shownFields(arrival.words, namedModels(m_parts.models, ModelList::PathRole));
    if (std::none_of(fields.begin(), fields.end(), [](const ShownField &field) { return field.isUsable(); })) {
        usePicture(arrival);
        return;
    }
    auto *const box = new QMessageBox(QMessageBox::Question, tr("Use the Picture"),
                                      tr("“%1” says how it was made. What shall be used of it?").arg(arrival.name),
                                      QMessageBox::NoButton, m_parts.window);
    box->setObjectName(QStringLiteral("arrivalQuestion"));
    const auto offer = [box](const char *name, const QString &text) {
        QPushButton *const button = box->addButton(text, QMessageBox::AcceptRole);
        button->setObjectName(QLatin1String(name));
        return button;
    };
    QPushButton *const image = offer("useImage", tr("&Image"));
    QPushButton *const settings = offer("useSettings", tr("&Settings"));
    QPushButton *const both = offer("useBoth", tr("&Both"));
    box->setDefaultButton(image);
    box->setEscapeButton(box->addButton(QMessageBox::Cancel));
    connect(box, &QDialog::finished, this, [this, box, arrival, image, settings, both] {
        const QAbstractButton *const clicked = box->clickedButton();
        if (clicked == settings || clicked == both)
            useSettings(arrival);
        if (clicked == image || clicked == both)
            usePicture(arrival);
    });
    show(box);
}

void StartImageIntake::useSettings(const Arrival &arrival)
{
    const QList<ShownField> fields = shownFields(arrival.words, namedModels(m_parts.models, ModelList::PathRole));
    m_parts.settings.replaceValues(withAllUsed(fields, m_parts.settings.values(), usualSyntax(arrival.words.source)));
}

void StartImageIntake::usePicture(const Arrival &arrival)
{
    const QSize size(arrival.picture->width, arrival.picture->height);
    if (hasShapeOf(size, m_parts.image.targetSize()))
        m_parts.image.setPixels(arrival.picture, arrival.name, arrival.fileHash);
    else
        showFrame(arrival, {});
}

/// @param arrival  without a picture: the start image that there is
void StartImageIntake::showFrame(const Arrival &arrival, const Placement &placement)
{
    InitImage &image = m_parts.image;
    const std::shared_ptr<const Image> &picture = arrival.picture ? arrival.picture : image.source();
    const QSize size(picture->width, picture->height);
    auto *const dialog = new PlacementDialog(arrival.shown, size, image.targetSize(), placement, m_parts.window);
    const auto apply = [this, arrival](const Placement &chosen) {
        if (arrival.picture)
            m_parts.image.setStart(arrival.picture, arrival.name, arrival.fileHash, chosen, {});
        else
            m_parts.image.setPlacement(chosen);
    };
    connect(dialog, &PlacementDialog::placed, this, apply);
    connect(dialog, &PlacementDialog::ownSizeChosen, this, [this, apply](const QSize &own) {
        m_parts.settings.setSize(own.width(), own.height());
        apply({});
    });
    show(dialog);
}

void StartImageIntake::show(QDialog *question)
{
    m_question = question;
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QDialog::finished, this, [this, question](int result) {
        if (m_question != question) // the answer brought the next question
            return;
        m_question.clear();
        const auto *const box = qobject_cast<QMessageBox *>(question);
        const bool isCancelled = box ? !box->clickedButton() || box->clickedButton() == box->escapeButton()
                                     : result == QDialog::Rejected;
        if (isCancelled)
            withdraw({ErrorCode::Cancelled, {}, {}});
        else
            release();
    });
    question->open();
}

void StartImageIntake::hold()
{
    if (!std::exchange(m_holds, true))
        m_parts.image.hold();
    m_imageOrder = m_parts.image.order();
}

void StartImageIntake::withdraw(const Error &reason)
{
    if (std::exchange(m_holds, false))
        m_parts.image.withdraw(reason);
}

void StartImageIntake::release()
{
    if (std::exchange(m_holds, false))
        m_parts.image.release();
}

} // namespace calotype::ui
