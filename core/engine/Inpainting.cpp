#include "core/engine/Inpainting.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

namespace calotype {

namespace {

constexpr int kMarked = 128; // what is painted anew, as the latents' mask has it
constexpr int kCell = 8;     // pixels of a side of the latents' numbers

/// A stretch of one axis.
struct Stretch {
    int from = 0;
    int length = 0;
};

/// @p inside made as long as @p wanted, evenly to both sides, within 0 … @p end.
Stretch widened(Stretch inside, int wanted, int end)
{
    const int length = std::clamp(wanted, inside.length, end);
    const int before = (length - inside.length) / 2;
    return {std::clamp(inside.from - before, 0, end - length), length};
}

Stretch padded(int from, int length, int padding, int end)
{
    const int first = std::max(0, from - padding);
    return {first, std::min(end, from + length + padding) - first};
}

int rounded(double value)
{
    return static_cast<int>(std::lround(value));
}

PixelRect placeOn(int canvasWidth, int canvasHeight, int width, int height)
{
    // Less than a pixel off the canvas' shape: as near as whole pixels come to it.
    const auto across = static_cast<std::int64_t>(width) * canvasHeight;
    const auto down = static_cast<std::int64_t>(height) * canvasWidth;
    if (std::abs(across - down) < std::max(canvasWidth, canvasHeight))
        return {0, 0, canvasWidth, canvasHeight};
    const double scale = std::min(static_cast<double>(canvasWidth) / width, static_cast<double>(canvasHeight) / height);
    const int placedWidth = std::clamp(rounded(width * scale), 1, canvasWidth);
    const int placedHeight = std::clamp(rounded(height * scale), 1, canvasHeight);
    return {(canvasWidth - placedWidth) / 2, (canvasHeight - placedHeight) / 2, placedWidth, placedHeight};
}

/// Running means along a line of pixels, the ends repeated.
void blurLine(const std::uint8_t *in, std::uint8_t *out, int length, std::ptrdiff_t step, int radius)
{
    const int window = 2 * radius + 1;
    const auto at = [&](int i) { return static_cast<int>(in[std::clamp(i, 0, length - 1) * step]); };
    int sum = window / 2;
    for (int i = -radius; i <= radius; ++i)
        sum += at(i);
    for (int i = 0; i < length; ++i) {
        out[i * step] = static_cast<std::uint8_t>(sum / window);
        sum += at(i + radius + 1) - at(i - radius);
    }
}

Image blurred(const Image &image, int radius)
{
    Image across(image.width, image.height, image.channels);
    for (int y = 0; y < image.height; ++y)
        for (int c = 0; c < image.channels; ++c)
            blurLine(image.row(y) + c, across.row(y) + c, image.width, image.channels, radius);
    Image both(image.width, image.height, image.channels);
    const auto line = static_cast<std::ptrdiff_t>(image.bytesPerRow());
    for (std::size_t i = 0; i < image.bytesPerRow(); ++i)
        blurLine(across.pixels.data() + i, both.pixels.data() + i, image.height, line, radius);
    return both;
}

/// How far outside @p from … @p from + @p length a position lies.
int outside(int position, int from, int length)
{
    return std::max({0, from - position, position - (from + length - 1)});
}

/// In which cells the pixels come to lie that are scaled along an axis.
class CellSpans
{
public:
    CellSpans(int from, int length, int pixels)
        : m_from(from)
        , m_length(length)
        , m_pixels(pixels)
    {
    }

    /// The cells that pixel @p i reaches into.
    Stretch of(int i) const
    {
        const std::int64_t length = m_length;
        const auto first = static_cast<int>(m_from + i * length / m_pixels);
        const auto past = static_cast<int>(m_from + ((i + 1) * length + m_pixels - 1) / m_pixels);
        return {first / kCell, (past + kCell - 1) / kCell - first / kCell};
    }

private:
    int m_from;
    int m_length;
    int m_pixels;
};

std::uint8_t mixed(int below, int above, int weight)
{
    return static_cast<std::uint8_t>((below * (255 - weight) + above * weight + 127) / 255);
}

} // namespace

std::optional<PixelRect> maskedBox(const Image &mask)
{
    int left = mask.width;
    int right = 0;
    int top = mask.height;
    int bottom = 0;
    for (int y = 0; y < mask.height; ++y) {
        const std::uint8_t *const row = mask.row(y);
        const auto isMasked = [](std::uint8_t value) { return value != 0; };
        const std::uint8_t *const end = row + mask.width;
        const std::uint8_t *const first = std::find_if(row, end, isMasked);
        if (first == end)
            continue;
        const auto last = std::find_if(std::reverse_iterator(end), std::reverse_iterator(first), isMasked);
        left = std::min(left, static_cast<int>(first - row));
        right = std::max(right, static_cast<int>(last.base() - row));
        top = std::min(top, y);
        bottom = y + 1;
    }
    if (bottom == 0)
        return {};
    return PixelRect{left, top, right - left, bottom - top};
}

bool marksAnything(const Image &mask)
{
    return std::any_of(mask.pixels.begin(), mask.pixels.end(), [](std::uint8_t value) { return value >= kMarked; });
}

bool isSoft(const Image &mask)
{
    return std::any_of(mask.pixels.begin(), mask.pixels.end(),
                       [](std::uint8_t value) { return value != 0 && value != 255; });
}

Image maskPart(const Image &mask, const PicturePart &part, int width, int height, bool soft)
{
    Image scaled = resizedPart(mask, part, width, height);
    if (!soft) {
        for (std::uint8_t &value : scaled.pixels)
            value = value >= kMarked ? std::uint8_t{255} : std::uint8_t{0};
    }
    return scaled;
}

MaskedRegion maskedRegion(const PixelRect &masked, int padding, int pictureWidth, int pictureHeight, int canvasWidth,
                          int canvasHeight)
{
    Stretch across = padded(masked.x, masked.width, padding, pictureWidth);
    Stretch down = padded(masked.y, masked.height, padding, pictureHeight);
    const double shape = static_cast<double>(canvasWidth) / canvasHeight;
    if (across.length < down.length * shape)
        across = widened(across, rounded(down.length * shape), pictureWidth);
    else
        down = widened(down, rounded(across.length / shape), pictureHeight);
    return {{across.from, down.from, across.length, down.length},
            placeOn(canvasWidth, canvasHeight, across.length, down.length)};
}

Image cropped(const Image &image, const PixelRect &part)
{
    Image out(part.width, part.height, image.channels);
    for (int y = 0; y < part.height; ++y)
        std::memcpy(out.row(y), image.row(part.y + y) + part.x * image.channels, out.bytesPerRow());
    return out;
}

Image extended(const Image &part, const PixelRect &place, int width, int height)
{
    if (place == PixelRect{0, 0, width, height})
        return part;
    Image canvas(width, height, part.channels);
    const auto pixel = static_cast<std::size_t>(part.channels);
    for (int y = 0; y < height; ++y) {
        const std::uint8_t *const from = part.row(std::clamp(y - place.y, 0, part.height - 1));
        for (int x = 0; x < width; ++x) {
            std::memcpy(canvas.row(y) + x * part.channels,
                        from + std::clamp(x - place.x, 0, part.width - 1) * part.channels, pixel);
        }
    }
    // Two running means fall off like a tent: edges melt without bands.
    const int reach = std::max(2, std::min(width, height) / 16);
    const Image soft = blurred(blurred(canvas, reach), reach);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const int away = std::max(outside(x, place.x, place.width), outside(y, place.y, place.height));
            const int weight = std::min(255, away * 255 / reach);
            for (int c = 0; weight > 0 && c < part.channels; ++c) {
                std::uint8_t &value = canvas.row(y)[x * part.channels + c];
                value = mixed(value, soft.row(y)[x * part.channels + c], weight);
            }
        }
    }
    return canvas;
}

Image regionPicture(const Image &picture, const MaskedRegion &region, int width, int height)
{
    const Image part = resized(cropped(picture, region.source), region.canvas.width, region.canvas.height);
    return extended(part, region.canvas, width, height);
}

Image regionMask(const Image &mask, const MaskedRegion &region, int width, int height)
{
    const PixelRect &source = region.source;
    const CellSpans across(region.canvas.x, region.canvas.width, source.width);
    const CellSpans down(region.canvas.y, region.canvas.height, source.height);
    Image cells((width + kCell - 1) / kCell, (height + kCell - 1) / kCell, 1);
    for (int y = 0; y < source.height; ++y) {
        const std::uint8_t *const row = mask.row(source.y + y) + source.x;
        const Stretch rows = down.of(y);
        for (int x = 0; x < source.width; ++x) {
            if (row[x] < kMarked)
                continue;
            const Stretch columns = across.of(x);
            for (int line = rows.from; line < rows.from + rows.length; ++line)
                std::fill_n(cells.row(line) + columns.from, columns.length, std::uint8_t{255});
        }
    }
    Image canvas(width, height, 1);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            canvas.row(y)[x] = cells.row(y / kCell)[x / kCell];
    return canvas;
}

Image withRegion(Image picture, const Image &canvas, const MaskedRegion &region, const Image &mask)
{
    const PixelRect &source = region.source;
    const Image made = resized(cropped(canvas, region.canvas), source.width, source.height);
    for (int y = 0; y < source.height; ++y) {
        const std::uint8_t *const weights = mask.row(source.y + y) + source.x;
        std::uint8_t *const out = picture.row(source.y + y) + source.x * picture.channels;
        for (int x = 0; x < source.width; ++x) {
            for (int c = 0; c < picture.channels; ++c) {
                std::uint8_t &value = out[x * picture.channels + c];
                value = mixed(value, made.row(y)[x * picture.channels + c], weights[x]);
            }
        }
    }
    return picture;
}

} // namespace calotype
