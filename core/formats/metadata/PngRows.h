#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace calotype::formats {

/// Decodes the pixels of a PNG row by row, for what is hidden in their lowest bits. Memory: two rows. Reads RGB and
/// RGBA of 8 bits, not interlaced; other kinds are not what programs hide text in.
class PngRows
{
public:
    /// @p png must outlive this.
    explicit PngRows(std::span<const std::byte> png);
    ~PngRows();
    PngRows(const PngRows &) = delete;
    PngRows &operator=(const PngRows &) = delete;

    /// False where next() will give nothing: no PNG, another kind, or more than 100 million pixels.
    bool isReadable() const;
    int width() const;
    int height() const;
    int channels() const; ///< 3 or 4

    /// The next row from the top, width × channels bytes, good until the next call; empty at the end and where the data
    /// is broken.
    std::span<const std::uint8_t> next();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace calotype::formats
