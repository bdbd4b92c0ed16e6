#include "core/formats/Utf8.h"
#include "core/formats/metadata/PictureInfo.h"

#include <cstdlib>

/// Whatever the bytes are, what is read from them is sound text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace calotype::formats;
    const PictureInfo info = readPictureInfo(std::as_bytes(std::span(data, size)));
    if (info.source.empty() && !info.fields.empty())
        std::abort();
    for (const auto &[key, text] : info.raw) {
        if (!isUtf8(key) || !isUtf8(text) || text.find('\0') != std::string::npos)
            std::abort();
    }
    for (const PictureField &field : info.fields)
        field.value.dump(); // throws at what is no UTF-8
    return 0;
}
