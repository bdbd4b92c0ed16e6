#include "packaging/starter/Colours.h"

#include <QColor>
#include <QStringList>

#include <algorithm>
#include <array>
#include <cmath>

namespace calotype::starter {

namespace {

constexpr int kBins = 36;

template<typename Visit>
void forEachOpaque(const QImage &picture, Visit visit)
{
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            const QColor colour = picture.pixelColor(x, y);
            if (colour.alpha() > 127)
                visit(x, y, colour);
        }
    }
}

double distance(double a, double b)
{
    const double d = std::abs(a - b);
    return std::min(d, 360.0 - d);
}

} // namespace

const std::vector<Colour> &colours()
{
    static const std::vector<Colour> all{{"red", 2, 1.15, 0.1},   {"orange", 28, 1.15, 0.4}, {"yellow", 50, 1.1, 0.6},
                                         {"green", 125, 1, 0},    {"blue", 215, 1.1, 0.1},   {"purple", 275, 1, 0.1},
                                         {"pink", 335, 0.65, 0.6}};
    return all;
}

std::optional<double> mainHue(const QImage &picture)
{
    std::array<double, kBins> bins{};
    double opaque = 0, coloured = 0;
    forEachOpaque(picture, [&](int, int, const QColor &colour) {
        opaque += 1;
        const double chroma = colour.hsvSaturationF() * colour.valueF();
        if (chroma < 0.2)
            return;
        coloured += 1;
        bins[static_cast<std::size_t>(colour.hsvHueF() * kBins) % kBins] += chroma;
    });
    if (opaque == 0 || coloured < 0.25 * opaque)
        return {};
    // The strongest three neighbours, and their mean.
    double best = -1, hue = 0;
    for (int i = 0; i < kBins; ++i) {
        const double before = bins[(i + kBins - 1) % kBins], here = bins[i], after = bins[(i + 1) % kBins];
        const double sum = before + here + after;
        if (sum > best) {
            best = sum;
            hue = (i + 0.5 + (after - before) / std::max(sum, 1e-9)) * 360.0 / kBins;
        }
    }
    return std::fmod(hue + 360.0, 360.0);
}

std::optional<QString> mainColour(const QImage &picture)
{
    const auto hue = mainHue(picture);
    if (!hue)
        return {};
    double value = 0, saturation = 0, count = 0;
    forEachOpaque(picture, [&](int, int, const QColor &colour) {
        if (distance(colour.hsvHueF() * 360.0, *hue) < 25 && colour.hsvSaturationF() > 0.15) {
            value += colour.valueF();
            saturation += colour.hsvSaturationF();
            count += 1;
        }
    });
    if (count == 0)
        return {};
    value /= count;
    saturation /= count;
    if (*hue > 10 && *hue < 45 && value < 0.72)
        return QString("brown");
    if ((*hue > 310 || *hue < 12) && saturation < 0.55 && value > 0.75)
        return QString("pink");
    const auto nearest = std::min_element(colours().begin(), colours().end(), [&](const Colour &a, const Colour &b) {
        return distance(a.hue, *hue) < distance(b.hue, *hue);
    });
    return nearest->name;
}

QImage recoloured(const QImage &picture, double mainHue, const Colour &colour)
{
    QImage out = picture;
    for (int y = 0; y < out.height(); ++y) {
        for (int x = 0; x < out.width(); ++x) {
            QColor pixel = out.pixelColor(x, y);
            const double saturation = pixel.hsvSaturationF();
            if (pixel.alpha() == 0 || pixel.hsvHueF() < 0)
                continue;
            const double hue = std::fmod(pixel.hsvHueF() * 360.0 + colour.hue - mainHue + 720.0, 360.0);
            // Pale and grey parts keep their brightness.
            const double lift = colour.value * saturation;
            const double value = pixel.valueF() + (1.0 - pixel.valueF()) * lift;
            const int alpha = pixel.alpha();
            pixel.setHsvF(static_cast<float>(hue / 360.0),
                          static_cast<float>(std::min(1.0, saturation * colour.saturation)), static_cast<float>(value));
            pixel.setAlpha(alpha);
            out.setPixelColor(x, y, pixel);
        }
    }
    return out;
}

QString withoutColour(const QString &name)
{
    static const QStringList words{"red",  "orange", "yellow", "green", "blue", "purple", "pink",
                                   "brown", "black",  "white",  "gray",  "grey"};
    QStringList kept;
    for (const QString &word : name.split(' ', Qt::SkipEmptyParts)) {
        if (!words.contains(word))
            kept << word;
    }
    return kept.isEmpty() ? name : kept.join(' ');
}

} // namespace calotype::starter
