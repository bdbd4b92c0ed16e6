#include "core/formats/metadata/XmpTexts.h"

#include "core/formats/TextEncoding.h"

#include <charconv>
#include <cstdint>
#include <optional>

namespace calotype::formats {

namespace {

constexpr std::size_t kLongestReference = 12;

bool endsName(char c)
{
    return c == '>' || c == '/' || c == '=' || c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// The character that &name; stands for, 0 for an unknown one.
std::uint32_t referenced(std::string_view name)
{
    if (name == "lt")
        return '<';
    if (name == "gt")
        return '>';
    if (name == "amp")
        return '&';
    if (name == "quot")
        return '"';
    if (name == "apos")
        return '\'';
    if (!name.starts_with('#'))
        return 0;
    name.remove_prefix(1);
    const bool isHex = name.starts_with('x') || name.starts_with('X');
    if (isHex)
        name.remove_prefix(1);
    std::uint32_t code = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), code, isHex ? 16 : 10);
    const bool isCharacter = error == std::errc() && end == name.data() + name.size() && code <= 0x10FFFF
                             && (code < 0xD800 || code > 0xDFFF);
    return isCharacter ? code : 0;
}

// The text of an element's inside: of <rdf:Alt><rdf:li>…</rdf:li>… the first entry.
std::string elementText(std::string_view inside)
{
    if (const auto entry = inside.find("<rdf:li"); entry != std::string_view::npos) {
        const auto open = inside.find('>', entry);
        const auto close = inside.find("</rdf:li>", entry);
        if (open == std::string_view::npos || close == std::string_view::npos || close < open)
            return {};
        inside = inside.substr(open + 1, close - open - 1);
    }
    constexpr std::string_view kStart = "<![CDATA[";
    constexpr std::string_view kEnd = "]]>";
    const auto first = inside.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && inside.substr(first).starts_with(kStart)) {
        inside.remove_prefix(first + kStart.size());
        return std::string(inside.substr(0, inside.find(kEnd)));
    }
    return unescapeXml(inside);
}

std::optional<std::string> property(std::string_view packet, const std::string &name)
{
    const std::string opening = "<" + name;
    for (auto at = packet.find(opening); at != std::string_view::npos; at = packet.find(opening, at + 1)) {
        const auto after = at + opening.size();
        if (after >= packet.size() || !endsName(packet[after]))
            continue;
        const auto open = packet.find('>', after);
        const auto close = packet.find("</" + name + ">", after);
        if (open == std::string_view::npos || close == std::string_view::npos || close < open)
            return std::nullopt;
        return elementText(packet.substr(open + 1, close - open - 1));
    }
    for (auto at = packet.find(name + "="); at != std::string_view::npos; at = packet.find(name + "=", at + 1)) {
        const auto start = at + name.size() + 1;
        const bool isWhole = at > 0 && (packet[at - 1] == ' ' || packet[at - 1] == '\n' || packet[at - 1] == '\t');
        if (!isWhole || start >= packet.size() || (packet[start] != '"' && packet[start] != '\''))
            continue;
        const auto end = packet.find(packet[start], start + 1);
        if (end == std::string_view::npos)
            return std::nullopt;
        return unescapeXml(packet.substr(start + 1, end - start - 1));
    }
    return std::nullopt;
}

} // namespace

void addXmpTexts(std::string_view packet, PictureTexts &texts)
{
    for (const char *name : {"exif:UserComment", "dc:description", "sdcpp:parameters", "calotype:record"}) {
        if (auto text = property(packet, name))
            texts.add(std::string("XMP ") + name, std::move(*text));
    }
}

std::string unescapeXml(std::string_view text)
{
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '&') {
            const std::string_view ahead = text.substr(at + 1, kLongestReference);
            const auto end = ahead.find(';');
            const std::uint32_t character = end == std::string_view::npos ? 0 : referenced(ahead.substr(0, end));
            if (character != 0) {
                appendUtf8(plain, character);
                at += end + 1;
                continue;
            }
        }
        plain += text[at];
    }
    return plain;
}

} // namespace calotype::formats
