#include "core/base/Resample.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace calotype {

namespace {

constexpr double kLobes = 3.0;
/// Fixed point of the weights: 8 bits of pixel and 2 bits of overshoot are left free of a 32-bit sum.
constexpr int kWeightBits = 32 - 8 - 2;

double lanczos(double x)
{
    if (x == 0.0)
        return 1.0;
    if (x <= -kLobes || x >= kLobes)
        return 0.0;
    const double a = x * std::numbers::pi;
    const double b = a / kLobes;
    return std::sin(a) / a * (std::sin(b) / b);
}

/// One axis of the picture that is read: pixels from..to of it are spread over the whole output.
struct Span {
    double from = 0;
    double to = 0;
};

/// What each output position takes from its axis.
struct Taps {
    struct Window {
        int first = 0;
        int count = 0;
    };
    std::vector<Window> windows;       ///< by output position
    std::vector<std::int32_t> weights; ///< stride values for each output position
    int stride = 0;

    const std::int32_t *of(int position) const
    {
        return weights.data() + static_cast<std::size_t>(position) * static_cast<std::size_t>(stride);
    }
};

Taps makeTaps(int inputSize, Span span, int outputSize)
{
    const double scale = (span.to - span.from) / outputSize;
    const double widening = std::max(scale, 1.0);
    const double support = kLobes * widening;

    Taps taps;
    taps.stride = static_cast<int>(std::ceil(support)) * 2 + 1;
    taps.windows.resize(static_cast<std::size_t>(outputSize));
    taps.weights.resize(static_cast<std::size_t>(outputSize) * static_cast<std::size_t>(taps.stride));

    std::vector<double> exact(static_cast<std::size_t>(taps.stride));
    for (int position = 0; position < outputSize; ++position) {
        const double centre = span.from + (position + 0.5) * scale;
        const int first = std::max(static_cast<int>(centre - support + 0.5), 0);
        const int count = std::min(static_cast<int>(centre + support + 0.5), inputSize) - first;
        double sum = 0;
        for (int k = 0; k < count; ++k) {
            exact[static_cast<std::size_t>(k)] = lanczos((k + first - centre + 0.5) / widening);
            sum += exact[static_cast<std::size_t>(k)];
        }
        std::int32_t *const out = taps.weights.data()
                                  + static_cast<std::size_t>(position) * static_cast<std::size_t>(taps.stride);
        for (int k = 0; k < count; ++k) {
            const double scaled = exact[static_cast<std::size_t>(k)] / sum * (1 << kWeightBits);
            out[k] = static_cast<std::int32_t>(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
        }
        taps.windows[static_cast<std::size_t>(position)] = {first, count};
    }
    return taps;
}

std::uint8_t clipped(std::int32_t sum)
{
    return static_cast<std::uint8_t>(std::clamp(sum >> kWeightBits, 0, 255));
}

/// Columns: rows @p firstRow … of @p in, @p rows of them, become rows 0 … of the answer.
Image acrossColumns(const Image &in, const Taps &taps, int width, int firstRow, int rows)
{
    Image out(width, rows, in.channels);
    for (int y = 0; y < rows; ++y) {
        const std::uint8_t *const from = in.row(firstRow + y);
        std::uint8_t *to = out.row(y);
        for (int x = 0; x < width; ++x) {
            const auto [first, count] = taps.windows[static_cast<std::size_t>(x)];
            const std::int32_t *const weights = taps.of(x);
            for (int c = 0; c < in.channels; ++c) {
                const std::uint8_t *pixel = from + static_cast<std::ptrdiff_t>(first) * in.channels + c;
                std::int32_t sum = 1 << (kWeightBits - 1);
                for (int k = 0; k < count; ++k, pixel += in.channels)
                    sum += *pixel * weights[k];
                *to++ = clipped(sum);
            }
        }
    }
    return out;
}

/// Rows: @p in holds the rows from @p firstRow on of the picture that @p taps were made for.
Image acrossRows(const Image &in, const Taps &taps, int height, int firstRow)
{
    Image out(in.width, height, in.channels);
    const std::size_t line = in.bytesPerRow();
    std::vector<std::int32_t> sums(line);
    for (int y = 0; y < height; ++y) {
        const auto [first, count] = taps.windows[static_cast<std::size_t>(y)];
        const std::int32_t *const weights = taps.of(y);
        std::fill(sums.begin(), sums.end(), 1 << (kWeightBits - 1));
        for (int k = 0; k < count; ++k) {
            const std::uint8_t *const from = in.row(first - firstRow + k);
            for (std::size_t i = 0; i < line; ++i)
                sums[i] += from[i] * weights[k];
        }
        std::uint8_t *const to = out.row(y);
        for (std::size_t i = 0; i < line; ++i)
            to[i] = clipped(sums[i]);
    }
    return out;
}

bool isWhole(Span span, int inputSize, int outputSize)
{
    return span.from == 0 && span.to == inputSize && outputSize == inputSize;
}

Image convolved(const Image &image, Span across, Span down, int width, int height)
{
    const Taps rowTaps = makeTaps(image.height, down, height);
    const bool keepsColumns = isWhole(across, image.width, width);
    const bool keepsRows = isWhole(down, image.height, height);
    if (keepsColumns)
        return keepsRows ? image : acrossRows(image, rowTaps, height, 0);
    if (keepsRows)
        return acrossColumns(image, makeTaps(image.width, across, width), width, 0, image.height);

    int firstRow = image.height;
    int lastRow = 0;
    for (const auto &[first, count] : rowTaps.windows) {
        firstRow = std::min(firstRow, first);
        lastRow = std::max(lastRow, first + count);
    }
    const Image narrow = acrossColumns(image, makeTaps(image.width, across, width), width, firstRow,
                                       lastRow - firstRow);
    return acrossRows(narrow, rowTaps, height, firstRow);
}

Image withAlphaMultiplied(Image image)
{
    for (std::size_t i = 0; i < image.pixels.size(); i += 4) {
        const unsigned alpha = image.pixels[i + 3];
        for (std::size_t c = 0; c < 3; ++c) {
            const unsigned product = image.pixels[i + c] * alpha + 128;
            image.pixels[i + c] = static_cast<std::uint8_t>(((product >> 8) + product) >> 8);
        }
    }
    return image;
}

Image withAlphaDivided(Image image)
{
    for (std::size_t i = 0; i < image.pixels.size(); i += 4) {
        const unsigned alpha = image.pixels[i + 3];
        if (alpha == 0 || alpha == 255)
            continue;
        for (std::size_t c = 0; c < 3; ++c)
            image.pixels[i + c] = static_cast<std::uint8_t>(std::min(255u * image.pixels[i + c] / alpha, 255u));
    }
    return image;
}

Image resampled(const Image &image, Span across, Span down, int width, int height)
{
    if (isWhole(across, image.width, width) && isWhole(down, image.height, height))
        return image;
    if (image.channels != 4)
        return convolved(image, across, down, width, height);
    return withAlphaDivided(convolved(withAlphaMultiplied(image), across, down, width, height));
}

} // namespace

Image resized(const Image &image, int width, int height)
{
    if (image.isEmpty() || width <= 0 || height <= 0)
        return {};
    return resampled(image, {0, static_cast<double>(image.width)}, {0, static_cast<double>(image.height)}, width,
                     height);
}

PicturePart centredPart(int pictureWidth, int pictureHeight, int width, int height)
{
    // Compared in whole numbers, so that equal shapes stay uncropped to the last digit.
    const std::int64_t wide = static_cast<std::int64_t>(pictureWidth) * height;
    const std::int64_t tall = static_cast<std::int64_t>(pictureHeight) * width;
    PicturePart part{0, 0, static_cast<double>(pictureWidth), static_cast<double>(pictureHeight)};
    if (wide > tall) {
        part.width = static_cast<double>(tall) / height;
        part.x = (pictureWidth - part.width) / 2;
    } else if (tall > wide) {
        part.height = static_cast<double>(wide) / width;
        part.y = (pictureHeight - part.height) / 2;
    }
    return part;
}

Image resizedPart(const Image &image, const PicturePart &part, int width, int height)
{
    if (image.isEmpty() || width <= 0 || height <= 0 || !(part.width > 0) || !(part.height > 0))
        return {};
    const Span across{std::max(0.0, part.x), std::min<double>(image.width, part.x + part.width)};
    const Span down{std::max(0.0, part.y), std::min<double>(image.height, part.y + part.height)};
    if (!(across.to > across.from) || !(down.to > down.from))
        return {};
    return resampled(image, across, down, width, height);
}

Image centreCropped(const Image &image, int width, int height)
{
    if (image.isEmpty() || width <= 0 || height <= 0)
        return {};
    return resizedPart(image, centredPart(image.width, image.height, width, height), width, height);
}

Image toRgb(const Image &image)
{
    if (image.channels == 3)
        return image;
    Image out(image.width, image.height, 3);
    const std::size_t step = static_cast<std::size_t>(image.channels);
    for (std::size_t from = 0, to = 0; from < image.pixels.size(); from += step, to += 3) {
        for (std::size_t c = 0; c < 3; ++c) {
            if (image.channels == 1) {
                out.pixels[to + c] = image.pixels[from];
            } else {
                const unsigned alpha = image.pixels[from + 3];
                out.pixels[to + c] = static_cast<std::uint8_t>(
                    (image.pixels[from + c] * alpha + 255 * (255 - alpha) + 127) / 255);
            }
        }
    }
    return out;
}

Image toGrey(const Image &image)
{
    if (image.channels == 1)
        return image;
    Image out(image.width, image.height, 1);
    const std::size_t step = static_cast<std::size_t>(image.channels);
    for (std::size_t from = 0, to = 0; from < image.pixels.size(); from += step, ++to) {
        const std::uint8_t *const p = image.pixels.data() + from;
        out.pixels[to] = static_cast<std::uint8_t>((p[0] * 19595u + p[1] * 38470u + p[2] * 7471u + 0x8000u) >> 16);
    }
    return out;
}

} // namespace calotype
