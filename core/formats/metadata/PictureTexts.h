#pragma once

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace calotype::formats {

/// The texts that stand in a picture, by where they stood. All are valid UTF-8 without NUL, and none is blank.
///
/// Keys: a PNG text's keyword ("parameters", "prompt", "Comment", "XML:com.adobe.xmp", …); "EXIF UserComment" (tag
/// 0x9286 of any directory), "EXIF ImageDescription", and other EXIF texts by tag ("EXIF 0x010F", "EXIF 0x0110",
/// "EXIF 0x0131", "EXIF 0x927C"), all without the prefix that names the encoding; "JPEG COM"; "GIF comment"; "XMP"
/// (the whole packet of a JPEG or WebP); from an XMP packet "XMP exif:UserComment", "XMP dc:description",
/// "XMP sdcpp:parameters", "XMP calotype:record", unescaped; "stealth LSB" (text hidden in the pixels).
/// ComfyUI's EXIF tags `prompt:{…}` and `workflow:{…}` stand here as "prompt" and "workflow", as in a PNG.
/// "JPEG COM parameters" is a JPEG comment that begins with `parameters` NUL, without those, as stable-diffusion.cpp
/// writes it.
class PictureTexts
{
public:
    /// Keeps the first text of each key, and at most 8192 texts.
    void add(std::string key, std::string text);

    /// The text of @p key, or null.
    const std::string *find(std::string_view key) const;
    /// The first that is there of @p keys, or null.
    const std::string *findFirst(std::initializer_list<std::string_view> keys) const;
    /// Every text that may be the whole record of a program that does not use a key of its own, best first: of
    /// "parameters", "EXIF UserComment", "XMP sdcpp:parameters", "JPEG COM parameters", "JPEG COM", "GIF comment", "EXIF 0x0110",
    /// "stealth LSB" those that are there.
    std::vector<const std::string *> records() const;

    bool isEmpty() const { return m_texts.empty(); }
    const std::map<std::string, std::string, std::less<>> &all() const { return m_texts; }

private:
    std::map<std::string, std::string, std::less<>> m_texts;
};

} // namespace calotype::formats
