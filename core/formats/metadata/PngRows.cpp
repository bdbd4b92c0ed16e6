#include "core/formats/metadata/PngRows.h"

#include "core/formats/PngChunks.h"

#include <zlib.h>

#include <cstdlib>
#include <vector>

namespace calotype::formats {

namespace {

constexpr std::uint64_t kMostPixels = 100'000'000;
constexpr std::uint32_t kLongestEdge = 1U << 20;

std::uint8_t paeth(int left, int up, int upLeft)
{
    const int estimate = left + up - upLeft;
    const int toLeft = std::abs(estimate - left);
    const int toUp = std::abs(estimate - up);
    const int toUpLeft = std::abs(estimate - upLeft);
    if (toLeft <= toUp && toLeft <= toUpLeft)
        return static_cast<std::uint8_t>(left);
    return static_cast<std::uint8_t>(toUp <= toUpLeft ? up : upLeft);
}

// Undoes the filter of PNG's section 9 in place. @p above is the row before, zeros for the first.
bool unfilter(int filter, std::span<std::uint8_t> row, std::span<const std::uint8_t> above, std::size_t step)
{
    if (filter < 0 || filter > 4)
        return false;
    for (std::size_t i = 0; filter != 0 && i < row.size(); ++i) {
        const int left = i >= step ? row[i - step] : 0;
        const int up = above[i];
        const int upLeft = i >= step ? above[i - step] : 0;
        const int guess = filter == 1 ? left : filter == 2 ? up : filter == 3 ? (left + up) / 2 : paeth(left, up, upLeft);
        row[i] = static_cast<std::uint8_t>(row[i] + guess);
    }
    return true;
}

} // namespace

struct PngRows::Private {
    int width = 0;
    int height = 0;
    int channels = 0;
    int done = 0;
    bool readable = false;
    std::vector<std::span<const std::uint8_t>> data; // the IDAT chunks
    std::size_t nextData = 0;
    std::vector<std::uint8_t> row;   // the filter's byte, then the pixels
    std::vector<std::uint8_t> above; // the row before
    z_stream stream{};
    bool open = false;

    ~Private()
    {
        if (open)
            inflateEnd(&stream);
    }

    void readHeader(std::span<const std::uint8_t> header)
    {
        if (header.size() != 13)
            return;
        const std::uint32_t w = bigEndian32(header.first<4>());
        const std::uint32_t h = bigEndian32(header.subspan<4, 4>());
        const bool isRgb = header[9] == 2 || header[9] == 6;
        const bool isPlain = header[8] == 8 && header[10] == 0 && header[11] == 0 && header[12] == 0;
        if (!isRgb || !isPlain || w == 0 || h == 0 || w > kLongestEdge || h > kLongestEdge
            || std::uint64_t{w} * h > kMostPixels)
            return;
        width = static_cast<int>(w);
        height = static_cast<int>(h);
        channels = header[9] == 6 ? 4 : 3;
        readable = true;
    }

    bool fill()
    {
        stream.next_out = row.data();
        stream.avail_out = static_cast<uInt>(row.size());
        while (stream.avail_out > 0) {
            if (stream.avail_in == 0) {
                if (nextData == data.size())
                    return false;
                stream.next_in = const_cast<Bytef *>(data[nextData].data());
                stream.avail_in = static_cast<uInt>(data[nextData].size());
                ++nextData;
                continue; // an empty chunk holds nothing
            }
            const int status = inflate(&stream, Z_NO_FLUSH);
            if (status == Z_STREAM_END)
                return stream.avail_out == 0;
            if (status != Z_OK)
                return false;
        }
        return true;
    }
};

PngRows::PngRows(std::span<const std::byte> png)
    : d(std::make_unique<Private>())
{
    const std::span<const std::uint8_t> octets(reinterpret_cast<const std::uint8_t *>(png.data()), png.size());
    if (!isPng(octets))
        return;
    bool first = true;
    forEachPngChunk(octets, [&](const PngChunk &chunk) {
        if (first && chunk.type == "IHDR" && chunk.checksumHolds())
            d->readHeader(chunk.data);
        first = false;
        if (chunk.type == "IDAT")
            d->data.push_back(chunk.data);
        return d->readable;
    });
    if (!d->readable)
        return;
    const std::size_t bytes = static_cast<std::size_t>(d->width) * static_cast<std::size_t>(d->channels);
    d->row.assign(bytes + 1, 0);
    d->above.assign(bytes + 1, 0);
    d->open = inflateInit(&d->stream) == Z_OK;
    d->readable = d->open;
}

PngRows::~PngRows() = default;

bool PngRows::isReadable() const
{
    return d->readable;
}

int PngRows::width() const
{
    return d->width;
}

int PngRows::height() const
{
    return d->height;
}

int PngRows::channels() const
{
    return d->channels;
}

std::span<const std::uint8_t> PngRows::next()
{
    if (!d->readable || d->done == d->height)
        return {};
    std::swap(d->row, d->above);
    const auto pixels = std::span(d->row).subspan(1);
    if (!d->fill() || !unfilter(d->row[0], pixels, std::span(d->above).subspan(1), static_cast<std::size_t>(d->channels))) {
        d->readable = false;
        return {};
    }
    ++d->done;
    return pixels;
}

} // namespace calotype::formats
