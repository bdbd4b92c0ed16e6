#include "ui/gallery/GalleryMimeData.h"

#include "core/gallery/PictureFile.h"
#include "ui/PngBytes.h"

#include <QUrl>

namespace calotype::ui {

namespace {

QString pixelsType()
{
    return QStringLiteral("application/x-qt-image");
}

} // namespace

GalleryMimeData::GalleryMimeData(const QStringList &paths)
{
    QList<QUrl> urls;
    for (const QString &path : paths)
        urls.append(QUrl::fromLocalFile(path));
    setUrls(urls);
    if (paths.size() == 1)
        m_single = paths.first();
}

bool GalleryMimeData::hasFormat(const QString &mimeType) const
{
    return formats().contains(mimeType);
}

QStringList GalleryMimeData::formats() const
{
    QStringList formats = QMimeData::formats();
    if (!m_single.isEmpty())
        formats.append(pixelsType());
    if (m_single.endsWith(QLatin1String(".png"), Qt::CaseInsensitive))
        formats.append(pngType());
    return formats;
}

QVariant GalleryMimeData::retrieveData(const QString &mimeType, QMetaType type) const
{
    if (mimeType == pngType() && !m_single.isEmpty())
        return pngFile(m_single); // else Qt would encode the pixels
    if (mimeType != pixelsType() || m_single.isEmpty())
        return QMimeData::retrieveData(mimeType, type);
    const auto picture = gallery::decodePicture(m_single);
    return picture ? QVariant(picture.value()) : QVariant();
}

} // namespace calotype::ui
