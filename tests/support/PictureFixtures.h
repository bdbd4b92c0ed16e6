#pragma once

#include <QColor>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImage>

#include <cstdint>

/// Real picture files for tests of the gallery.
namespace calotype::fixtures {

/// Smooth shapes that depend on @p seed alone, the same at every size.
inline QImage pattern(int seed, int width = 96, int height = 64)
{
    QImage image(width, height, QImage::Format_RGB32);
    // Well mixed (Murmur3's finaliser), so that patterns have nothing in common.
    const auto number = [seed](int k) {
        std::uint32_t h = static_cast<std::uint32_t>(seed) * 1000003U + static_cast<std::uint32_t>(k);
        h = (h ^ (h >> 16)) * 0x85ebca6bU;
        h = (h ^ (h >> 13)) * 0xc2b2ae35U;
        return h ^ (h >> 16);
    };
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            // A map of 10 × 9 greys, blended between its points: as much as a difference hash can tell.
            const double u = 9.0 * x / width;
            const double v = 8.0 * y / height;
            const int i = static_cast<int>(u);
            const int j = static_cast<int>(v);
            const auto grey = [&](int a, int b) { return static_cast<double>(number(a * 7 + b * 61 + 1) % 256); };
            const double top = grey(i, j) * (i + 1 - u) + grey(i + 1, j) * (u - i);
            const double bottom = grey(i, j + 1) * (i + 1 - u) + grey(i + 1, j + 1) * (u - i);
            const int value = static_cast<int>(top * (j + 1 - v) + bottom * (v - j));
            image.setPixelColor(x, y, QColor(value, value * 3 / 4 + 20, 255 - value)); // of many hues, and its light follows it
        }
    }
    return image;
}

/// A PNG as AUTOMATIC1111 writes them. Its time is set @p ageSeconds back, so that it counts as finished.
inline bool writePicture(const QString &path, int seed, const QString &prompt = QStringLiteral("a fox"), int ageSeconds = 3600)
{
    QDir().mkpath(QFileInfo(path).path());
    QImage image = pattern(seed);
    image.setText(QStringLiteral("parameters"),
                  QStringLiteral("%1\nNegative prompt: blurry\nSteps: 20, Sampler: DPM++ 2M, CFG scale: 6.5, Seed: %2, Size: 96x64, "
                                 "Model: testmodel")
                      .arg(prompt)
                      .arg(seed));
    if (!image.save(path, "PNG"))
        return false;
    QFile file(path);
    return file.open(QIODevice::ReadWrite)
        && file.setFileTime(QDateTime::currentDateTime().addSecs(-ageSeconds), QFileDevice::FileModificationTime);
}

} // namespace calotype::fixtures
