#include "ui/startimage/StartImageKeeper.h"

#include "core/base/Resample.h"
#include "core/gallery/PictureFile.h"
#include "ui/ErrorWords.h"
#include "ui/InitImage.h"
#include "ui/QtImage.h"

#include <QDir>
#include <QFile>
#include <QImageWriter>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <utility>

namespace calotype::ui {

namespace {

constexpr int kCompression = 20; ///< of Qt's 100: quick
constexpr const char *kPictures[] = {"start.png", "start-2.png"}; ///< in turn
constexpr const char *kMasks[] = {"mask.png", "mask-2.png"};
constexpr char kWords[] = "start.json";
constexpr char kUnread[] = "start.json.unread"; ///< the words of a picture that could not be read

/// What was kept of a start image.
struct Kept {
    std::shared_ptr<const Image> picture;
    QString name;
    std::string fileHash;
    Placement placement;
    PaintedMask painted;
    QString pictureFile;
    QString maskFile;
    std::optional<Error> fault = {}; ///< what of it could not be read, the picture or else the mask
};

QJsonArray rectJson(const QRectF &rect)
{
    return {rect.x(), rect.y(), rect.width(), rect.height()};
}

QRectF rectOf(const QJsonValue &value)
{
    const QJsonArray list = value.toArray();
    return {list.at(0).toDouble(), list.at(1).toDouble(), list.at(2).toDouble(), list.at(3).toDouble()};
}

QByteArray wordsOf(const Kept &kept)
{
    return QJsonDocument(QJsonObject{{"name", kept.name},
                                     {"sha256", QString::fromStdString(kept.fileHash)},
                                     {"mode", static_cast<int>(kept.placement.mode)},
                                     {"frame", rectJson(kept.placement.frame)},
                                     {"picture", kept.pictureFile},
                                     {"mask", kept.maskFile},
                                     {"mask_area", rectJson(kept.painted.isNull() ? QRectF() : kept.painted.area)}})
        .toJson();
}

/// The name that is not in use.
QString otherName(const char *const (&names)[2], const QString &used)
{
    return QLatin1String(names[used == QLatin1String(names[0]) ? 1 : 0]);
}

bool writeImage(const QString &path, const QImage &image)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    QImageWriter writer(&file, "png");
    writer.setCompression(kCompression);
    return writer.write(image) && file.commit();
}

bool writeBytes(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
}

void removeOthers(const QDir &folder, const char *const (&names)[2], const QString &used)
{
    for (const char *const name : names) {
        if (used != QLatin1String(name))
            QFile::remove(folder.filePath(QLatin1String(name)));
    }
}

Kept readKept(const QDir &folder)
{
    Kept kept;
    QFile file(folder.filePath(QLatin1String(kWords)));
    if (!file.open(QIODevice::ReadOnly))
        return kept;
    const QJsonObject words = QJsonDocument::fromJson(file.readAll()).object();
    const auto nameOf = [&](const char *key, const char *const (&names)[2]) {
        return QLatin1String(names[words[QLatin1String(key)].toString() == QLatin1String(names[1]) ? 1 : 0]);
    };
    kept.pictureFile = nameOf("picture", kPictures);
    if (words.isEmpty()) {
        const bool isRead = file.error() == QFileDevice::NoError;
        kept.fault = Error{isRead ? ErrorCode::Damaged : ErrorCode::Io, {}, file.fileName().toStdString()};
        return kept;
    }
    Result<Image> picture = gallery::readPicture(folder.filePath(kept.pictureFile));
    if (!picture) {
        kept.fault = picture.error();
        return kept;
    }
    kept.picture = std::make_shared<const Image>(std::move(picture).value());
    kept.name = words[QLatin1String("name")].toString();
    kept.fileHash = words[QLatin1String("sha256")].toString().toStdString();
    const int mode = words[QLatin1String("mode")].toInt();
    if (mode >= 0 && mode <= static_cast<int>(Placement::Mode::Crop))
        kept.placement = {static_cast<Placement::Mode>(mode), rectOf(words[QLatin1String("frame")])};
    const QRectF area = rectOf(words[QLatin1String("mask_area")]);
    if (area.isEmpty())
        return kept;
    const QString maskFile = nameOf("mask", kMasks);
    if (const auto mask = gallery::decodePicture(folder.filePath(maskFile))) {
        kept.painted = {mask.value().convertToFormat(QImage::Format_Grayscale8), area};
        kept.maskFile = maskFile;
    } else {
        kept.fault = mask.error();
    }
    return kept;
}

} // namespace

StartImageKeeper::StartImageKeeper(InitImage &image, const QString &folder, QObject *parent)
    : QObject(parent)
    , m_image(image)
    , m_folder(folder)
{
    connect(&m_image, &InitImage::changed, this, &StartImageKeeper::keep);
}

/// The last change is not lost, though another one is being written.
StartImageKeeper::~StartImageKeeper()
{
    m_background.wait();
    if (m_restoring)
        return;
    if (m_outcome && *m_outcome && **m_outcome)
        m_kept = (*m_outcome)->value();
    const State next = wanted();
    if (next.words != m_kept.words || next.source != m_kept.source || next.mask != m_kept.mask) {
        if (!writing(next)())
            qWarning("The start image could not be kept for the next time.");
    }
}

void StartImageKeeper::setKeeping(bool keeps)
{
    m_keeps = keeps;
    keep();
}

void StartImageKeeper::restore()
{
    const QString words = QDir(m_folder).filePath(QLatin1String(kWords));
    const bool isToldOf = !QFile::exists(words) && QFile::rename(QDir(m_folder).filePath(QLatin1String(kUnread)), words);
    if (!QFile::exists(words))
        return;
    if (!m_keeps) { // left by a program that did not get to remove it
        write({});
        return;
    }
    m_restoring = true;
    m_image.hold();
    const auto read = [folder = QDir(m_folder)] { return readKept(folder); };
    m_background.run(read, [this, isToldOf, order = m_image.order()](const Kept &kept) {
        m_restoring = false;
        const bool isWanted = m_image.isEmpty() && m_image.order() == order;
        if (kept.picture) // without a mask that could not be read it is to be written anew
            m_kept = {kept.picture, kept.painted.isNull() ? 0 : kept.painted.pixels.cacheKey(),
                      kept.fault ? QByteArray() : wordsOf(kept), kept.pictureFile, kept.maskFile};
        if (kept.picture && isWanted)
            m_image.setStart(kept.picture, kept.name, kept.fileHash, kept.placement, kept.painted);
        m_image.release();
        if (!kept.fault || !isWanted)
            return;
        const bool isOfMask = static_cast<bool>(kept.picture);
        const bool isLost = kept.fault->code == ErrorCode::Damaged || kept.fault->code == ErrorCode::NotFound;
        if (!isOfMask && isLost)
            putAside();
        if (isOfMask || !isLost || !isToldOf)
            tell(*kept.fault, isOfMask);
    });
}

/// Until the next time, or until another picture is kept.
void StartImageKeeper::putAside() const
{
    const QDir folder(m_folder);
    QFile::remove(folder.filePath(QLatin1String(kUnread)));
    QFile::rename(folder.filePath(QLatin1String(kWords)), folder.filePath(QLatin1String(kUnread)));
}

void StartImageKeeper::tell(const Error &fault, bool isOfMask)
{
    const QString sentence = isOfMask ? tr("The mask that was kept of the start image cannot be read; paint it again.")
                                      : tr("The start image that was kept cannot be read; choose it again.");
    const std::string &detail = fault.message.empty() ? fault.detail : fault.message;
    Q_EMIT failed(worded(fault.code, sentence, QString::fromStdString(detail)));
}

StartImageKeeper::State StartImageKeeper::wanted() const
{
    State next;
    if (m_keeps)
        next.source = m_image.source();
    if (!next.source)
        return next;
    const PaintedMask &painted = m_image.painted();
    next.mask = painted.isNull() ? 0 : painted.pixels.cacheKey();
    next.pictureFile = next.source == m_kept.source ? m_kept.pictureFile : otherName(kPictures, m_kept.pictureFile);
    if (next.mask != 0)
        next.maskFile = next.mask == m_kept.mask ? m_kept.maskFile : otherName(kMasks, m_kept.maskFile);
    next.words = wordsOf({next.source, m_image.name(), m_image.fileHash(), m_image.placement(), painted, next.pictureFile, next.maskFile});
    return next;
}

void StartImageKeeper::keep()
{
    if (m_restoring || m_outcome)
        return;
    const State next = wanted();
    if (next.source == m_kept.source && next.mask == m_kept.mask && next.words == m_kept.words)
        return;
    if (m_hasFailed && next.source == m_tried.source && next.mask == m_tried.mask && next.words == m_tried.words)
        return;
    write(next);
}

void StartImageKeeper::write(const State &next)
{
    m_tried = next;
    m_outcome = std::make_shared<std::optional<Result<State>>>();
    const auto work = [written = writing(next), outcome = m_outcome] {
        *outcome = written();
        return true;
    };
    m_background.run(work, [this](bool) {
        const Result<State> written = **std::exchange(m_outcome, nullptr);
        if (written)
            m_kept = written.value();
        else if (!m_hasFailed)
            Q_EMIT failed(written.error());
        m_hasFailed = !written;
        keep(); // what has changed meanwhile
    });
}

/// To be called on any thread.
std::function<Result<StartImageKeeper::State>()> StartImageKeeper::writing(const State &next) const
{
    const QString told = tr("The start image could not be kept for the next time: make room on the disk.");
    return [folder = QDir(m_folder), next, told, pixels = m_image.painted().pixels, otherSource = next.source != m_kept.source,
            otherMask = next.mask != m_kept.mask]() -> Result<State> {
        const QString words = folder.filePath(QLatin1String(kWords));
        QFile::remove(folder.filePath(QLatin1String(kUnread))); // before its picture is written over
        if (next.source) {
            const bool written = folder.mkpath(QStringLiteral("."))
                                 && (!otherSource || writeImage(folder.filePath(next.pictureFile), asQImage(next.source)))
                                 && (!otherMask || next.mask == 0 || writeImage(folder.filePath(next.maskFile), pixels))
                                 && writeBytes(words, next.words);
            if (!written)
                return worded(ErrorCode::Io, told, folder.path());
        } else {
            QFile::remove(words);
        }
        removeOthers(folder, kPictures, next.pictureFile);
        removeOthers(folder, kMasks, next.maskFile);
        return next;
    };
}

} // namespace calotype::ui
