#include "core/gallery/PngLengths.h"

#include <QByteArray>
#include <QFile>
#include <QFileInfo>
#include <QIODevice>
#include <QtEndian>

#include <algorithm>

namespace calotype::gallery {

namespace {

constexpr qint64 kHead = 8;     ///< length and type
constexpr qint64 kChecksum = 4;
constexpr qint64 kReach = qint64{32} << 10; ///< bytes read at a time; libpng writes pixels in parts of 8 KiB
constexpr int kMostParts = 1 << 20;

/// Eight bytes of a device from anywhere, less at its end.
class Heads
{
public:
    explicit Heads(QIODevice &device)
        : m_device(device)
    {
    }

    QByteArrayView at(qint64 position)
    {
        if (position < m_from || position + kHead > m_from + m_bytes.size()) {
            m_bytes = m_device.seek(position) ? m_device.read(kReach) : QByteArray();
            m_from = position;
        }
        const QByteArrayView rest = QByteArrayView(m_bytes).sliced(position - m_from);
        return rest.first(std::min<qsizetype>(rest.size(), kHead));
    }

private:
    QIODevice &m_device;
    QByteArray m_bytes;
    qint64 m_from = 0;
};

} // namespace

bool isPng(QByteArrayView start)
{
    return start.startsWith("\x89PNG\r\n\x1a\n");
}

bool hasOverlongPart(QIODevice &device)
{
    const qint64 size = device.size();
    bool isOverlong = false;
    Heads heads(device);
    if (isPng(heads.at(0))) {
        qint64 at = kHead;
        for (int parts = 0; !isOverlong && size - at >= kHead; ++parts) {
            const QByteArrayView head = heads.at(at);
            if (head.size() < kHead || head.endsWith("IEND"))
                break;
            const qint64 length = qFromBigEndian<quint32>(head.data());
            at += kHead + length + kChecksum;
            const bool isPastTheEnd = at > size && !head.endsWith("IDAT"); // pixels are read piece by piece
            isOverlong = isPastTheEnd || parts == kMostParts;
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
