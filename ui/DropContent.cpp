#include "ui/DropContent.h"

#include "core/gallery/PngLengths.h"
#include "ui/PictureFile.h"

#include <QBuffer>
#include <QImageReader>
#include <QMimeData>
#include <QRegularExpression>
#include <QStringDecoder>
#include <QUrl>

#include <algorithm>

namespace calotype::ui {

namespace {

constexpr qsizetype kMostAddress = 64 * 1024 * 1024; ///< of a picture within its address

/// The one address that browsers put under a type of their own: UTF-16, the page's title on the next line.
QString mozillaAddress(const QMimeData *data)
{
    const QByteArray bytes = data->data(QStringLiteral("text/x-moz-url"));
    QString text = QStringDecoder(QStringDecoder::Utf16LE)(bytes);
    return text.section(u'\n', 0, 0).remove(QChar::Null).trimmed();
}

/// What a page's piece of text says of its first picture.
QString pictureAddress(const QString &html)
{
    static const QRegularExpression source(QStringLiteral("<img\\b[^>]*?\\bsrc\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')"),
                                           QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = source.match(html.first(std::min(html.size(), kMostAddress)));
    return match.hasMatch() ? match.captured(1) + match.captured(2) : QString();
}

struct Addresses {
    QStringList all;  ///< that the data names, the likeliest first
    QString ofPage;   ///< the one of these that a page's piece of text says of its first picture
};

/// Asks for each form once: in a drag each is a question to another program, which is waited for.
Addresses addresses(const QMimeData *data)
{
    Addresses found;
    for (const QUrl &url : data->urls())
        found.all.append(url.toString(QUrl::FullyEncoded));
    if (data->hasFormat(QStringLiteral("text/x-moz-url")))
        found.all.append(mozillaAddress(data));
    if (data->hasHtml()) {
        found.ofPage = pictureAddress(data->html());
        found.all.append(found.ofPage);
    }
    if (data->hasText()) {
        const QString text = data->text();
        if (text.size() < kMostAddress)
            found.all.append(text.section(u'\n', 0, 0).trimmed());
    }
    return found;
}

template<typename Test>
QString firstFile(const QStringList &addresses, Test fits)
{
    for (const QString &address : addresses) {
        if (!address.startsWith(QLatin1String("file:"), Qt::CaseInsensitive))
            continue;
        const QString path = QUrl(address).toLocalFile();
        if (!path.isEmpty() && fits(path))
            return path;
    }
    return {};
}

bool isPictureData(const QString &address)
{
    return address.startsWith(QLatin1String("data:image/"), Qt::CaseInsensitive) && address.contains(u',');
}

bool isOfNetwork(const QString &address)
{
    return address.startsWith(QLatin1String("http:"), Qt::CaseInsensitive)
           || address.startsWith(QLatin1String("https:"), Qt::CaseInsensitive);
}

/// Whether a picture of the network is named: by what its address ends with, or as the picture of a page.
bool namesPictureElsewhere(const Addresses &named)
{
    return std::any_of(named.all.begin(), named.all.end(),
                       [](const QString &address) { return isOfNetwork(address) && isPictureFile(QUrl(address).path()); })
           || isOfNetwork(named.ofPage);
}

/// The first of them that holds a picture itself; "" for none.
QString pictureData(const QStringList &addresses)
{
    const auto found = std::find_if(addresses.begin(), addresses.end(), isPictureData);
    return found == addresses.end() ? QString() : *found;
}

QByteArray bytesWithin(const QString &address)
{
    if (!isPictureData(address))
        return {};
    const qsizetype comma = address.indexOf(u',');
    const QByteArray rest = QByteArray::fromPercentEncoding(address.mid(comma + 1).toLatin1());
    const bool is64 = QStringView(address).first(comma).endsWith(QLatin1String(";base64"), Qt::CaseInsensitive);
    return is64 ? QByteArray::fromBase64(rest) : rest;
}

/// A type under which the bytes of a picture file come; "" for none.
QString bytesType(const QMimeData *data)
{
    for (const char *const type : {"image/png", "image/webp", "image/jpeg", "image/bmp", "image/gif", "image/tiff"}) {
        if (data->hasFormat(QLatin1String(type)))
            return QLatin1String(type);
    }
    return {};
}

bool namesPicture(const QMimeData *data, const QStringList &named)
{
    return data->hasImage() || !bytesType(data).isEmpty() || !firstFile(named, isPictureFile).isEmpty()
           || !pictureData(named).isEmpty();
}

} // namespace

bool canTakePicture(const QMimeData *data)
{
    return namesPicture(data, addresses(data).all);
}

bool canTakeDrop(const QMimeData *data)
{
    const Addresses named = addresses(data);
    return namesPicture(data, named.all) || !firstFile(named.all, isModelFile).isEmpty() || namesPictureElsewhere(named);
}

DropContent dropContent(const QMimeData *data)
{
    DropContent content;
    const Addresses named = addresses(data);
    content.modelPath = firstFile(named.all, isModelFile);
    if (content.isModel())
        return content;
    content.picturePath = firstFile(named.all, isPictureFile);
    if (!content.picturePath.isEmpty())
        return content;
    if (const QString type = bytesType(data); !type.isEmpty())
        content.pictureBytes = data->data(type);
    // The pixels of another program are decoded here and now, when they are asked for: only where nothing else comes.
    if (content.pictureBytes.isEmpty() && data->hasImage())
        content.picture = qvariant_cast<QImage>(data->imageData());
    if (!content.isPicture())
        content.pictureAddress = pictureData(named.all);
    content.isElsewhere = !content.isPicture() && namesPictureElsewhere(named);
    return content;
}

QByteArray pictureFile(const DropContent &content)
{
    return content.pictureBytes.isEmpty() ? bytesWithin(content.pictureAddress) : content.pictureBytes;
}

QImage decodedPicture(const DropContent &content)
{
    if (!content.picture.isNull())
        return content.picture;
    QByteArray bytes = pictureFile(content);
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    if (gallery::hasOverlongPart(buffer))
        return {};
    QImageReader reader(&buffer);
    reader.setDecideFormatFromContent(true);
    reader.setAutoTransform(true);
    return reader.read();
}

} // namespace calotype::ui
