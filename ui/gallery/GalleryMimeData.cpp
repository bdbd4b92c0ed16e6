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

void GalleryMimeData::keep(const QImage &pixels, const QByteArray &png)
{
    m_pixels = pixels;
    m_png = png;
    if (pixels.isNull())
        m_single.clear();
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
    if (!m_png.isEmpty() || m_single.endsWith(QLatin1String(".png"), Qt::CaseInsensitive))
        formats.append(pngType());
    return formats;
}

QVariant GalleryMimeData::retrieveData(const QString &mimeType, QMetaType type) const
{
    if (mimeType == pngType() && !m_single.isEmpty())
        return m_png.isEmpty() ? pngFile(m_single) : m_png; // else Qt would encode the pixels
    if (mimeType != pixelsType() || m_single.isEmpty())
        return QMimeData::retrieveData(mimeType, type);
    if (!m_pixels.isNull())
        return m_pixels;
    const auto picture = gallery::decodePicture(m_single);
    return picture ? QVariant(picture.value()) : QVariant();
}

} // namespace calotype::ui
