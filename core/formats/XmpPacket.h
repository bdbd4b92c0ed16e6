#pragma once

#include <string>

namespace calotype::formats {

/// What our XMP packet says of a picture. Texts are UTF-8.
struct XmpContent {
    std::string tool;       ///< "Calotype 1.0"
    bool fromImage = false; ///< the picture is an edit of another one
    std::string record;     ///< our own JSON as calotype:record; "": it stands elsewhere
};

/// An XMP packet (ISO 16684-1) with the picture's digital source type in the words of the IPTC
/// (http://cv.iptc.org/newscodes/digitalsourcetype): trainedAlgorithmicMedia, or compositeWithTrainedAlgorithmicMedia for
/// an edit. Characters that XML cannot hold become U+FFFD.
std::string xmpPacket(const XmpContent &content);

} // namespace calotype::formats
