#include "core/tokenizer/ByteSymbols.h"

namespace calotype {

namespace {

constexpr int kFirstStandIn = 0x100;

bool standsForItself(int byte)
{
    return (byte >= '!' && byte <= '~') || (byte >= 0xA1 && byte <= 0xAC) || byte >= 0xAE;
}

// All symbols lie below U+0800: one or two bytes of UTF-8.
std::string utf8(int codepoint)
{
    if (codepoint < 0x80)
        return std::string(1, static_cast<char>(codepoint));
    return {static_cast<char>(0xC0 | (codepoint >> 6)), static_cast<char>(0x80 | (codepoint & 0x3F))};
}

ByteSymbols makeTable()
{
    ByteSymbols table;
    std::size_t position = 0;
    for (const bool printing : {true, false}) {
        int standIn = kFirstStandIn;
        for (int byte = 0; byte < 256; ++byte) {
            if (standsForItself(byte) != printing)
                continue;
            table.ofByte[static_cast<std::size_t>(byte)] = utf8(printing ? byte : standIn++);
            table.vocabularyOrder[position++] = static_cast<std::uint8_t>(byte);
        }
    }
    return table;
}

// The byte of each symbol's code point, -1 for none.
std::array<int, 0x200> makeInverse()
{
    std::array<int, 0x200> inverse;
    inverse.fill(-1);
    int standIn = kFirstStandIn;
    for (int byte = 0; byte < 256; ++byte)
        inverse[static_cast<std::size_t>(standsForItself(byte) ? byte : standIn++)] = byte;
    return inverse;
}

} // namespace

const ByteSymbols &byteSymbols()
{
    static const ByteSymbols table = makeTable();
    return table;
}

std::string bytesOfSymbols(std::string_view symbols)
{
    static const auto inverse = makeInverse();
    std::string out;
    out.reserve(symbols.size());
    for (std::size_t i = 0; i < symbols.size();) {
        const auto lead = static_cast<std::uint8_t>(symbols[i]);
        std::size_t length = 1;
        std::size_t codepoint = lead;
        if (lead >= 0xC0 && lead < 0xE0 && i + 1 < symbols.size()) {
            length = 2;
            codepoint = static_cast<std::size_t>(lead & 0x1F) << 6 | (static_cast<std::uint8_t>(symbols[i + 1]) & 0x3F);
        }
        if (codepoint < inverse.size() && inverse[codepoint] >= 0)
            out += static_cast<char>(inverse[codepoint]);
        else
            out += symbols.substr(i, length);
        i += length;
    }
    return out;
}

} // namespace calotype
