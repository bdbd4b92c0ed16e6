#include "core/gallery/PngLengths.h"

#include <QByteArray>
#include <QFile>
#include <QFileInfo>
#include <QIODevice>
#include <QtEndian>

namespace calotype::gallery {

namespace {

constexpr qint64 kHead = 8;     ///< length and type
constexpr qint64 kChecksum = 4;

} // namespace

bool hasOverlongPart(QIODevice &device)
{
    const qint64 size = device.size();
    bool isOverlong = false;
    if (device.seek(0) && device.read(kHead) == QByteArrayView("\x89PNG\r\n\x1a\n")) {
        for (qint64 at = kHead; !isOverlong && size - at >= kHead && device.seek(at);) {
            const QByteArray head = device.read(kHead);
            if (head.size() < kHead || head.endsWith("IEND"))
                break;
            const qint64 length = qFromBigEndian<quint32>(head.constData());
            at += kHead + length + kChecksum;
            isOverlong = at > size && !head.endsWith("IDAT"); // pixels are read piece by piece
        }
    }
    device.seek(0);
    return isOverlong;
}

bool hasOverlongPart(const QString &path)
{
    QFile file(path);
    return QFileInfo(path).isFile() && file.open(QIODevice::ReadOnly | QIODevice::Unbuffered) && hasOverlongPart(file);
}

} // namespace calotype::gallery
