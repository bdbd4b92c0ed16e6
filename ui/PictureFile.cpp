#include "ui/PictureFile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QImageReader>

namespace calotype::ui {

namespace {

/// The largest picture that is taken, in MiB of decoded pixels: 16384 × 16384 in four channels.
constexpr int kDecodedLimitMiB = 1024;

const QStringList &modelEndings()
{
    static const QStringList endings{QStringLiteral("safetensors"), QStringLiteral("ckpt"), QStringLiteral("pt"),
                                     QStringLiteral("pth"), QStringLiteral("bin")};
    return endings;
}

QStringList pictureEndings()
{
    QStringList endings;
    for (const QByteArray &format : QImageReader::supportedImageFormats())
        endings.append(QString::fromLatin1(format));
    return endings;
}

QString filterOf(const QString &label, const QStringList &endings)
{
    return QStringLiteral("%1 (*.%2)").arg(label, endings.join(QStringLiteral(" *.")));
}

} // namespace

Result<QImage> readPicture(const QString &path)
{
    const QString name = QDir::toNativeSeparators(path);
    if (!QFileInfo(path).isFile()) {
        const QString text = QCoreApplication::translate("PictureFile", "There is no file “%1”. Choose another picture.");
        return Error{ErrorCode::NotFound, text.arg(name).toStdString(), {}};
    }
    [[maybe_unused]] static const bool raised = [] {
        QImageReader::setAllocationLimit(kDecodedLimitMiB);
        return true;
    }();
    QImageReader reader(path);
    reader.setAutoTransform(true);
    reader.setDecideFormatFromContent(true);
    QImage image = reader.read();
    if (image.isNull()) {
        const QString text = QCoreApplication::translate(
            "PictureFile", "“%1” cannot be read as a picture. Choose a PNG, JPEG or WebP file.");
        return Error{ErrorCode::Damaged, text.arg(QFileInfo(path).fileName()).toStdString(),
                     (name + QStringLiteral(": ") + reader.errorString()).toStdString()};
    }
    return image;
}

bool isPictureFile(const QString &path)
{
    return pictureEndings().contains(QFileInfo(path).suffix(), Qt::CaseInsensitive);
}

bool isModelFile(const QString &path)
{
    const QFileInfo info(path);
    if (info.isDir())
        return QFileInfo::exists(QDir(path).filePath(QStringLiteral("model_index.json")));
    return modelEndings().contains(info.suffix(), Qt::CaseInsensitive);
}

QString modelFileFilter()
{
    return filterOf(QCoreApplication::translate("PictureFile", "Models"), modelEndings());
}

QString pictureFileFilter()
{
    return filterOf(QCoreApplication::translate("PictureFile", "Pictures"), pictureEndings());
}

} // namespace calotype::ui
