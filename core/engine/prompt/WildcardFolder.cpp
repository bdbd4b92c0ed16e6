#include "core/engine/prompt/WildcardFolder.h"

#include <cstdint>
#include <fstream>
#include <system_error>

namespace calotype {

namespace {

constexpr std::uintmax_t kSizeMost = 16 << 20; // bytes
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Well-formed UTF-8 (RFC 3629): neither cut, nor overlong, nor a surrogate, nor beyond U+10FFFF.
bool isUtf8(std::string_view text)
{
    while (!text.empty()) {
        const auto lead = static_cast<unsigned char>(text.front());
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
        if (length == 0 || text.size() < length)
            return false;
        std::uint32_t codepoint = length == 1 ? lead : lead & (0x7F >> length);
        for (std::size_t i = 1; i < length; ++i) {
            const auto byte = static_cast<unsigned char>(text[i]);
            if ((byte & 0xC0) != 0x80)
                return false;
            codepoint = codepoint << 6 | (byte & 0x3F);
        }
        const bool isOverlong = (length == 3 && codepoint < 0x800) || (length == 4 && codepoint < 0x10000);
        if (isOverlong || codepoint > 0x10FFFF || (codepoint >= 0xD800 && codepoint <= 0xDFFF))
            return false;
        text.remove_prefix(length);
    }
    return true;
}

std::vector<std::string> readLines(const std::filesystem::path &path)
{
    std::error_code error;
    if (std::filesystem::file_size(path, error) > kSizeMost || error) {
        throw Failure(error ? ErrorCode::Io : ErrorCode::WrongUse,
                      error ? "“" + path.string() + "” could not be read; check its permissions."
                            : "“" + path.string() + "” is larger than 16 MB; split it into several wildcards.");
    }
    std::ifstream in(path, std::ios::binary);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) {
        if (!isUtf8(line)) {
            throw Failure(ErrorCode::Damaged, "“" + path.string() + "” is not written in UTF-8 (line "
                                                  + std::to_string(lines.size() + 1) + "); save it as UTF-8.");
        }
        lines.push_back(std::move(line));
    }
    if (!in.eof() || in.bad())
        throw Failure(ErrorCode::Io, "“" + path.string() + "” could not be read; check its permissions.");
    if (!lines.empty() && lines.front().starts_with(kByteOrderMark))
        lines.front().erase(0, kByteOrderMark.size());
    return lines;
}

} // namespace

WildcardLines wildcardsIn(std::filesystem::path folder)
{
    return [folder = std::move(folder)](const std::string &name) -> std::optional<std::vector<std::string>> {
        const std::filesystem::path path = folder / std::filesystem::path(name + ".txt");
        std::error_code error;
        if (!std::filesystem::is_regular_file(path, error))
            return {};
        return readLines(path);
    };
}

} // namespace calotype
