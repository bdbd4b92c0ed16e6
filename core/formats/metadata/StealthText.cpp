#include "core/formats/metadata/StealthText.h"

#include "core/formats/Inflate.h"
#include "core/formats/Utf8.h"
#include "core/formats/metadata/PngRows.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace calotype::formats {

namespace {

constexpr std::size_t kSignature = 15;                ///< bytes
constexpr std::size_t kHead = 8 * (kSignature + 4);   ///< bits: signature and length
constexpr std::size_t kMostText = 8U << 20;           ///< bytes, packed or not

/// Gives the picture's rows from the top, an empty one at the end.
using Rows = std::function<std::span<const std::uint8_t>()>;
/// Starts at the top again.
using OpenRows = std::function<Rows()>;

struct Shape {
    std::size_t width = 0;
    std::size_t height = 0;
    std::size_t channels = 0;
};

enum class Place { Alpha, Colour };

/// Reads the lowest bits in their order: down the first column, then down the second.
class BitReader
{
public:
    BitReader(const Shape &shape, Place place, const OpenRows &open)
        : m_shape(shape)
        , m_place(place)
        , m_open(open)
    {
    }

    std::uint64_t capacity() const { return std::uint64_t{m_shape.width} * m_shape.height * perPixel(); }

    /// The first @p count bits, in bytes, the last filled up with zeros; nothing if the pixels cannot be decoded.
    std::optional<std::string> read(std::size_t count) const
    {
        if (count > capacity())
            return std::nullopt;
        std::string bytes((count + 7) / 8, '\0');
        const std::size_t perColumn = m_shape.height * perPixel();
        const std::size_t columns = (count + perColumn - 1) / perColumn;
        const std::size_t rows = std::min(m_shape.height, (count + perPixel() - 1) / perPixel());
        const Rows next = m_open();
        for (std::size_t y = 0; y < rows; ++y) {
            const auto row = next();
            if (row.empty())
                return std::nullopt;
            for (std::size_t x = 0; x < columns; ++x) {
                for (std::size_t part = 0; part < perPixel(); ++part) {
                    const std::size_t bit = (x * m_shape.height + y) * perPixel() + part;
                    const std::uint8_t value = row[x * m_shape.channels + (m_place == Place::Alpha ? 3 : part)];
                    if (bit < count && (value & 1))
                        bytes[bit / 8] = static_cast<char>(bytes[bit / 8] | 0x80 >> bit % 8);
                }
            }
        }
        return bytes;
    }

private:
    std::size_t perPixel() const { return m_place == Place::Alpha ? 1 : 3; }

    const Shape &m_shape;
    const Place m_place;
    const OpenRows &m_open;
};

std::optional<std::string> readFrom(const BitReader &bits, std::string_view plain, std::string_view packed)
{
    const auto head = bits.read(kHead);
    if (!head)
        return std::nullopt;
    const std::string_view signature = std::string_view(*head).substr(0, kSignature);
    if (signature != plain && signature != packed)
        return std::nullopt;
    std::size_t length = 0;
    for (const char byte : head->substr(kSignature))
        length = length << 8 | static_cast<std::uint8_t>(byte);
    if (length == 0 || length > bits.capacity() - kHead || length > 8 * kMostText)
        return std::nullopt;
    const auto all = bits.read(kHead + length);
    if (!all)
        return std::nullopt;
    std::string text = all->substr(kSignature + 4, length / 8);
    if (signature == packed) {
        std::size_t budget = kMostText;
        auto inflated = inflateText(text, budget);
        if (!inflated)
            return std::nullopt;
        text = std::move(*inflated);
    }
    if (!isUtf8(text))
        return std::nullopt;
    return text;
}

std::optional<std::string> readStealth(const Shape &shape, const OpenRows &open)
{
    if (shape.channels == 4) {
        if (auto text = readFrom(BitReader(shape, Place::Alpha, open), "stealth_pnginfo", "stealth_pngcomp"))
            return text;
    }
    return readFrom(BitReader(shape, Place::Colour, open), "stealth_rgbinfo", "stealth_rgbcomp");
}

} // namespace

std::optional<std::string> readStealthText(std::span<const std::byte> png)
{
    const PngRows first(png);
    if (!first.isReadable())
        return std::nullopt;
    const Shape shape{static_cast<std::size_t>(first.width()), static_cast<std::size_t>(first.height()),
                      static_cast<std::size_t>(first.channels())};
    return readStealth(shape, [png] { return [rows = std::make_shared<PngRows>(png)] { return rows->next(); }; });
}

std::optional<std::string> readStealthText(const Image &image)
{
    if (image.isEmpty() || (image.channels != 3 && image.channels != 4))
        return std::nullopt;
    const Shape shape{static_cast<std::size_t>(image.width), static_cast<std::size_t>(image.height),
                      static_cast<std::size_t>(image.channels)};
    return readStealth(shape, [&image] {
        return [&image, y = 0]() mutable -> std::span<const std::uint8_t> {
            return y < image.height ? std::span(image.row(y++), image.bytesPerRow()) : std::span<const std::uint8_t>();
        };
    });
}

} // namespace calotype::formats
