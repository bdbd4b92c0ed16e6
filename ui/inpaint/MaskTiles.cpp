#include "ui/inpaint/MaskTiles.h"

#include <algorithm>
#include <cstring>

namespace calotype::ui {

namespace {

constexpr int kCompression = 1;

int squaresAcross(const QSize &size)
{
    return (size.width() + MaskTiles::kSide - 1) / MaskTiles::kSide;
}

QByteArray bytesOf(const QImage &mask, const QRect &rect)
{
    QByteArray bytes(static_cast<qsizetype>(rect.width()) * rect.height(), Qt::Uninitialized);
    for (int y = 0; y < rect.height(); ++y) {
        std::memcpy(bytes.data() + static_cast<qsizetype>(y) * rect.width(),
                    mask.constScanLine(rect.top() + y) + rect.left(), static_cast<std::size_t>(rect.width()));
    }
    return bytes;
}

void write(QImage &mask, const QRect &rect, const QByteArray &bytes)
{
    for (int y = 0; y < rect.height(); ++y) {
        std::memcpy(mask.scanLine(rect.top() + y) + rect.left(),
                    bytes.constData() + static_cast<qsizetype>(y) * rect.width(), static_cast<std::size_t>(rect.width()));
    }
}

/// A square of one value, as most are, is that value alone.
QByteArray packed(const QByteArray &bytes)
{
    if (std::all_of(bytes.begin(), bytes.end(), [first = bytes.front()](char value) { return value == first; }))
        return bytes.first(1);
    return qCompress(bytes, kCompression);
}

QByteArray unpacked(const QByteArray &bytes, qsizetype size)
{
    return bytes.size() == 1 ? QByteArray(size, bytes.front()) : qUncompress(bytes);
}

} // namespace

QRect MaskTiles::rectOf(int key, const QSize &size)
{
    const int across = squaresAcross(size);
    return QRect(key % across * kSide, key / across * kSide, kSide, kSide).intersected(QRect(QPoint(), size));
}

void MaskTiles::keep(const QImage &mask, const QRect &touched)
{
    const QRect area = touched.intersected(mask.rect());
    if (area.isEmpty())
        return;
    const int across = squaresAcross(mask.size());
    for (int row = area.top() / kSide; row <= area.bottom() / kSide; ++row) {
        for (int column = area.left() / kSide; column <= area.right() / kSide; ++column) {
            const int key = row * across + column;
            if (m_tiles.find(key) == m_tiles.end())
                m_tiles.emplace(key, bytesOf(mask, rectOf(key, mask.size())));
        }
    }
}

void MaskTiles::pack(const QImage &now)
{
    for (auto it = m_tiles.begin(); it != m_tiles.end();) {
        if (it->second == bytesOf(now, rectOf(it->first, now.size()))) {
            it = m_tiles.erase(it);
        } else {
            it->second = packed(it->second);
            ++it;
        }
    }
    m_packed = true;
}

QRect MaskTiles::exchange(QImage &mask)
{
    QRect changed;
    for (auto &[key, bytes] : m_tiles) {
        const QRect rect = rectOf(key, mask.size());
        const QByteArray now = bytesOf(mask, rect);
        write(mask, rect, m_packed ? unpacked(bytes, now.size()) : bytes);
        bytes = packed(now);
        changed |= rect;
    }
    m_packed = true;
    return changed;
}

qsizetype MaskTiles::byteCount() const
{
    qsizetype sum = 0;
    for (const auto &[key, bytes] : m_tiles)
        sum += bytes.size() + static_cast<qsizetype>(sizeof(void *) * 8);
    return sum;
}

} // namespace calotype::ui
