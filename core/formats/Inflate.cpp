#include "core/formats/Inflate.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>

namespace calotype::formats {

std::optional<std::string> inflateText(std::string_view packed, std::size_t &budget)
{
    constexpr int kZlibOrGzip = 15 + 32;
    if (packed.size() > std::numeric_limits<uInt>::max())
        return std::nullopt;
    z_stream stream{};
    if (inflateInit2(&stream, kZlibOrGzip) != Z_OK)
        return std::nullopt;
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    std::string text;
    std::array<char, 16384> buffer;
    int status = Z_OK;
    while (status == Z_OK && text.size() <= budget) {
        stream.next_out = reinterpret_cast<Bytef *>(buffer.data());
        stream.avail_out = buffer.size();
        status = inflate(&stream, Z_NO_FLUSH);
        text.append(buffer.data(), buffer.size() - stream.avail_out);
        if (status == Z_OK && stream.avail_in == 0 && stream.avail_out != 0)
            break; // truncated
    }
    inflateEnd(&stream);
    const bool fits = text.size() <= budget;
    budget -= std::min(budget, text.size());
    if (status != Z_STREAM_END || !fits)
        return std::nullopt;
    return text;
}

} // namespace calotype::formats
