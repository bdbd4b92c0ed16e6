#include "core/formats/metadata/PictureTexts.h"

#include "core/formats/TextEncoding.h"

#include <algorithm>
#include <utility>

namespace calotype::formats {

namespace {

constexpr std::size_t kMostTexts = 8192;

// What begins with a NUL and goes on blank is padding; a NUL inside would end the text for who reads it as a C string.
std::string cleaned(std::string text)
{
    const auto end = text.find_last_not_of(std::string_view("\0 \t\r\n", 5));
    if (const auto padding = text.find('\0', end == std::string::npos ? 0 : end + 1); padding != std::string::npos)
        text.resize(padding);
    std::replace(text.begin(), text.end(), '\0', ' ');
    return utf8OrLatin1(text);
}

} // namespace

void PictureTexts::add(std::string key, std::string text)
{
    if (m_texts.size() >= kMostTexts || m_texts.contains(key))
        return;
    text = cleaned(std::move(text));
    if (text.find_first_not_of(" \t\r\n") != std::string::npos)
        m_texts.emplace(cleaned(std::move(key)), std::move(text));
}

const std::string *PictureTexts::find(std::string_view key) const
{
    const auto found = m_texts.find(key);
    return found == m_texts.end() ? nullptr : &found->second;
}

const std::string *PictureTexts::findFirst(std::initializer_list<std::string_view> keys) const
{
    for (const std::string_view key : keys) {
        if (const std::string *text = find(key))
            return text;
    }
    return nullptr;
}

std::vector<const std::string *> PictureTexts::records() const
{
    std::vector<const std::string *> found;
    for (const std::string_view key : {"parameters", "EXIF UserComment", "XMP sdcpp:parameters", "JPEG COM parameters", "JPEG COM", "GIF comment",
                                       "EXIF 0x0110", "stealth LSB"}) {
        if (const std::string *text = find(key))
            found.push_back(text);
    }
    return found;
}

} // namespace calotype::formats
