#pragma once

#include "core/gallery/PictureEncoder.h"

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace calotype::formats {
struct PictureInfo;
}

namespace calotype::gallery {

/// What a picture's file says of its making, whatever its format. Texts are UTF-8, "" where there is none.
struct FileTexts {
    std::string parameters; ///< the web UI's text, or what another program writes in its place
    std::string record; ///< our own JSON (see pictureRecord())
    bool isOurs = false; ///< the XMP packet is ours, and made anew
    bool isEdit = false; ///< what our packet says
    std::string xmp; ///< the packet of another program
    std::vector<std::pair<std::string, std::string>> graphs; ///< JSON of ComfyUI and InvokeAI, by its keyword in a PNG

    bool operator==(const FileTexts &) const = default;
};

/// Word for word what a file says, whether or not it can be used. Of a file that no known program wrote, only an XMP
/// packet that has the IPTC's digital source type; what is no settings, such as a camera's name, is left.
FileTexts fileTexts(const formats::PictureInfo &info);

/// Leaves out what a JPEG has no room for (64 KB of EXIF, in which the web UI's text takes two bytes a letter, and as
/// many of XMP): graphs before the web UI's text, our record, but never our digital source type.
FileTexts fittedIntoJpeg(FileTexts texts);

/// The same file, of that format, with the texts: in a PNG as text chunks, else as EXIF and in the XMP packet.
/// @param plain  a whole file, as encodePixels() gives it
/// @throws Failure Unsupported for texts too long for the format
std::vector<std::uint8_t> withFileTexts(
    std::span<const std::uint8_t> plain, PictureFormat format, const FileTexts &texts);

} // namespace calotype::gallery
