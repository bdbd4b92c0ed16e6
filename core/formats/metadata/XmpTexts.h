#pragma once

#include "core/formats/metadata/PictureTexts.h"

#include <string>
#include <string_view>

namespace calotype::formats {

/// Adds what an XMP packet says in exif:UserComment, dc:description, sdcpp:parameters and calotype:record (element or
/// attribute; of several languages the first), as "XMP exif:UserComment" and so on. Reads by searching, not by parsing:
/// declarations are ignored and entities never expanded, beside the five of XML and numbered characters.
void addXmpTexts(std::string_view packet, PictureTexts &texts);

/// Text of XML with its character references resolved; unknown ones stay as they are.
std::string unescapeXml(std::string_view text);

} // namespace calotype::formats
