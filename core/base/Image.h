#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace calotype {

/// An 8-bit picture, rows from the top, channels interleaved, no padding between rows.
struct Image {
    int width = 0;
    int height = 0;
    int channels = 3; ///< 1 grey, 3 RGB, 4 RGBA (straight alpha)
    std::vector<std::uint8_t> pixels;

    Image() = default;
    /// A black (and, with alpha, transparent) picture of @p w × @p h pixels.
    Image(int w, int h, int c = 3)
        : width(w)
        , height(h)
        , channels(c)
        , pixels(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) * static_cast<std::size_t>(c))
    {
    }

    bool isEmpty() const { return pixels.empty(); }
    std::size_t bytesPerRow() const { return static_cast<std::size_t>(width) * static_cast<std::size_t>(channels); }
    const std::uint8_t *row(int y) const { return pixels.data() + static_cast<std::size_t>(y) * bytesPerRow(); }
    std::uint8_t *row(int y) { return pixels.data() + static_cast<std::size_t>(y) * bytesPerRow(); }

    bool operator==(const Image &) const = default;
};

} // namespace calotype
