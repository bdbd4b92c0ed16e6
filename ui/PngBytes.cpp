#include "ui/PngBytes.h"

#include "core/gallery/PngLengths.h"

#include <QBuffer>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QImageWriter>

namespace calotype::ui {

namespace {

constexpr qint64 kMostBytes = qint64{64} << 20;
constexpr int kQuick = 20; ///< of 100: about a third of the time that Qt takes by itself

} // namespace

QString pngType()
{
    return QStringLiteral("image/png");
}

QByteArray pngFile(const QString &path)
{
    QFile file(path);
    // A pipe would be waited for, perhaps for ever.
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly) || file.size() > kMostBytes)
        return {};
    return gallery::isPng(file.peek(8)) ? file.readAll() : QByteArray();
}

QByteArray pngBytes(const QString &path, const QImage &picture)
{
    QByteArray bytes = pngFile(path);
    if (bytes.isEmpty()) {
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        QImageWriter writer(&buffer, "png");
        writer.setCompression(kQuick);
        if (!writer.write(picture))
            return {};
    }
    return bytes;
}

} // namespace calotype::ui
