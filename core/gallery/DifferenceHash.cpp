#include "core/gallery/DifferenceHash.h"

#include <algorithm>
#include <array>
#include <bit>

namespace calotype::gallery {

namespace {

constexpr int kColumns = 9;
constexpr int kRows = 8;

// BT.601 luma in 1/1000, over white where the pixel is clear. @return 0..255000
qint64 luma(QRgb pixel)
{
    const qint64 opaque = 299 * qRed(pixel) + 587 * qGreen(pixel) + 114 * qBlue(pixel);
    const int alpha = qAlpha(pixel);
    return alpha == 255 ? opaque : (opaque * alpha + qint64{255000} * (255 - alpha)) / 255;
}

// The share of pixel @p at in the cell @p cell of @p cells over @p size pixels, in 1/cells of a pixel.
int overlap(int at, int size, int cell, int cells)
{
    const qint64 begin = std::max<qint64>(qint64{at} * cells, qint64{cell} * size);
    const qint64 end = std::min<qint64>(qint64{at + 1} * cells, qint64{cell + 1} * size);
    return static_cast<int>(std::max<qint64>(0, end - begin));
}

} // namespace

quint64 differenceHash(const QImage &image)
{
    if (image.isNull())
        return 0;
    const QImage argb = image.convertToFormat(QImage::Format_ARGB32);
    const int width = argb.width();
    const int height = argb.height();

    // Sums of luma × area; each cell has the same area, so that sums compare as means do. Exact in integers: at most
    // 255000 × 16384² × 72 < 2^63.
    std::array<std::array<qint64, kColumns>, kRows> cells{};
    for (int y = 0; y < height; ++y) {
        const auto *const line = reinterpret_cast<const QRgb *>(argb.constScanLine(y));
        std::array<qint64, kColumns> sums{};
        int first = 0;
        for (int x = 0; x < width; ++x) {
            const qint64 grey = luma(line[x]);
            while (first + 1 < kColumns && qint64{first + 1} * width <= qint64{x} * kColumns)
                ++first;
            for (int column = first; column < kColumns; ++column) {
                const int share = overlap(x, width, column, kColumns);
                if (share == 0)
                    break;
                sums[static_cast<std::size_t>(column)] += grey * share;
            }
        }
        for (int row = 0; row < kRows; ++row) {
            const int share = overlap(y, height, row, kRows);
            for (std::size_t column = 0; share > 0 && column < kColumns; ++column)
                cells[static_cast<std::size_t>(row)][column] += sums[column] * share;
        }
    }

    quint64 hash = 0;
    for (std::size_t row = 0; row < kRows; ++row) {
        for (std::size_t column = 0; column + 1 < kColumns; ++column) {
            if (cells[row][column] < cells[row][column + 1])
                hash |= quint64{1} << (row * 8 + column);
        }
    }
    return hash;
}

int hashDistance(quint64 a, quint64 b)
{
    return std::popcount(a ^ b);
}

} // namespace calotype::gallery
