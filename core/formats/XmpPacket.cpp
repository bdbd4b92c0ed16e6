#include "core/formats/XmpPacket.h"

#include "core/formats/Utf8.h"

#include <string_view>

namespace calotype::formats {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD"; // U+FFFD

// XML 1.0 has no control characters but these, and neither U+FFFE nor U+FFFF.
bool isXmlCharacter(std::string_view character)
{
    if (character.size() == 1)
        return static_cast<unsigned char>(character[0]) >= 0x20 || character == "\t" || character == "\n" || character == "\r";
    return character != "\xEF\xBF\xBE" && character != "\xEF\xBF\xBF";
}

std::string escaped(std::string_view text)
{
    std::string xml;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8CharacterLength(text, at);
        const std::string_view character = text.substr(at, length);
        at += length == 0 ? 1 : length;
        if (length == 0 || !isXmlCharacter(character))
            xml += kReplacement;
        else if (character == "&")
            xml += "&amp;";
        else if (character == "<")
            xml += "&lt;";
        else if (character == ">")
            xml += "&gt;";
        else if (character == "\"")
            xml += "&quot;";
        else if (character == "\r")
            xml += "&#13;"; // a bare one would be read as a line feed
        else
            xml += character;
    }
    return xml;
}

} // namespace

std::string xmpPacket(const XmpContent &content)
{
    const std::string source = content.fromImage ? "compositeWithTrainedAlgorithmicMedia" : "trainedAlgorithmicMedia";
    std::string xml = "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                      " <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                      "  <rdf:Description rdf:about=\"\"\n"
                      "    xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
                      "    xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\"\n"
                      "    xmlns:calotype=\"urn:x-calotype:picture:1#\">\n";
    xml += "   <xmp:CreatorTool>" + escaped(content.tool) + "</xmp:CreatorTool>\n";
    xml += "   <Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/" + source
           + "</Iptc4xmpExt:DigitalSourceType>\n";
    if (!content.record.empty())
        xml += "   <calotype:record>" + escaped(content.record) + "</calotype:record>\n";
    xml += "  </rdf:Description>\n"
           " </rdf:RDF>\n"
           "</x:xmpmeta>\n"
           "<?xpacket end=\"r\"?>";
    return xml;
}

} // namespace calotype::formats
