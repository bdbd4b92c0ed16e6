#include "ui/inpaint/MaskTint.h"

namespace calotype::ui {

namespace {

// A red that neither skin nor foliage has.
constexpr int kRed = 240;
constexpr int kGreen = 30;
constexpr int kBlue = 80;
constexpr int kAlpha = 150; ///< of 255, where all is masked

} // namespace

const std::array<QRgb, 256> &maskColours()
{
    static const std::array<QRgb, 256> colours = [] {
        std::array<QRgb, 256> table{};
        for (int value = 0; value < 256; ++value)
            table[static_cast<std::size_t>(value)] = qPremultiply(qRgba(kRed, kGreen, kBlue, kAlpha * value / 255));
        return table;
    }();
    return colours;
}

QImage maskTint(const QImage &mask)
{
    QImage tint(mask.size(), QImage::Format_ARGB32_Premultiplied);
    const auto &colours = maskColours();
    for (int y = 0; y < mask.height(); ++y) {
        const uchar *const from = mask.constScanLine(y);
        auto *const to = reinterpret_cast<QRgb *>(tint.scanLine(y));
        for (int x = 0; x < mask.width(); ++x)
            to[x] = colours[from[x]];
    }
    return tint;
}

} // namespace calotype::ui
