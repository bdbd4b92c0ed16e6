#include "ui/PictureFile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QImageReader>
#include <QStringList>

namespace calotype::ui {

namespace {

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
