#include "core/gallery/FileTexts.h"

#include "core/formats/ExifComment.h"
#include "core/formats/JpegMetadata.h"
#include "core/formats/PngText.h"
#include "core/formats/WebpMetadata.h"
#include "core/formats/XmpPacket.h"
#include "core/formats/metadata/PictureInfo.h"
#include "core/gallery/PictureRecord.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>

namespace calotype::gallery {

namespace {

using nlohmann::json;

constexpr const char *kXmpKeyword = "XML:com.adobe.xmp";
constexpr const char *kSourceType = "/digitalsourcetype/";

// Dearest first; the place is that of the tag which ComfyUI writes it to, counted downwards.
constexpr std::array kGraphKeys{"prompt", "workflow", "invokeai_metadata", "invokeai_workflow", "invokeai_graph"};

using Texts = std::map<std::string, std::string>;

std::string firstOf(const Texts &texts, std::initializer_list<const char *> keys)
{
    for (const char *key : keys) {
        if (const auto text = texts.find(key); text != texts.end())
            return text->second;
    }
    return {};
}

// Programs that write a text for each value into a PNG have them as one JSON object elsewhere.
std::string asOneObject(const Texts &texts)
{
    json object = json::object();
    for (const auto &[key, text] : texts) {
        if (key != kXmpKeyword && !key.starts_with("XMP"))
            object[key] = text;
    }
    return object.empty() ? std::string() : object.dump(-1, ' ', false, json::error_handler_t::replace);
}

bool isEditBy(const std::string &xmp, const std::string &record)
{
    if (xmp.find(kSourceType) != std::string::npos)
        return xmp.find("/digitalsourcetype/compositeWithTrainedAlgorithmicMedia") != std::string::npos;
    const json object = json::parse(record, nullptr, false);
    return object.is_object() && object.contains("mode") && object["mode"] != "txt2img";
}

std::string packet(const FileTexts &texts, const std::string &record)
{
    return texts.isOurs ? formats::xmpPacket({"Calotype " CALOTYPE_VERSION, texts.isEdit, record}) : texts.xmp;
}

std::vector<std::uint8_t> exif(const FileTexts &texts)
{
    if (texts.parameters.empty() && texts.graphs.empty())
        return {};
    std::vector<std::string> graphs;
    for (const char *key : kGraphKeys) {
        const auto isOf = [key](const auto &graph) { return graph.first == key; };
        const auto graph = std::find_if(texts.graphs.begin(), texts.graphs.end(), isOf);
        graphs.push_back(graph == texts.graphs.end() ? std::string() : graph->first + ":" + graph->second);
    }
    return formats::exifWithComment(texts.parameters, graphs);
}

} // namespace

FileTexts fileTexts(const formats::PictureInfo &info)
{
    FileTexts texts;
    texts.record = recordAmong(info.raw);
    texts.isOurs = !texts.record.empty();
    const std::string xmp = firstOf(info.raw, {"XMP", kXmpKeyword});
    const bool isMade = texts.isOurs || !info.source.empty();
    const bool isLabelled = xmp.find(kSourceType) != std::string::npos;
    if (texts.isOurs)
        texts.isEdit = isEditBy(xmp, texts.record);
    else if ((isMade || isLabelled) && xmp.find("tiff:Orientation") == std::string::npos) // the pixels are upright by now
        texts.xmp = xmp;
    if (!isMade)
        return texts;
    for (const char *key : kGraphKeys) {
        // Easy Diffusion's prompt has the same keyword, and is a prompt.
        if (const std::string graph = firstOf(info.raw, {key}); graph.starts_with("{\""))
            texts.graphs.emplace_back(key, graph);
    }
    // What is hidden in the pixels was looked for because the others say nothing.
    texts.parameters = firstOf(info.raw, {"stealth LSB", "parameters", "EXIF UserComment", "XMP sdcpp:parameters",
                                          "JPEG COM parameters", "JPEG COM", "GIF comment"});
    // Else it is a camera's name.
    if (const std::string model = firstOf(info.raw, {"EXIF 0x0110"}); texts.parameters.empty() && model.starts_with('{'))
        texts.parameters = model;
    if (texts.parameters.empty() && texts.graphs.empty() && !texts.isOurs)
        texts.parameters = asOneObject(info.raw);
    return texts;
}

FileTexts fittedIntoJpeg(FileTexts texts)
{
    while (exif(texts).size() > formats::kMostExifInJpeg) {
        if (texts.graphs.empty())
            texts.parameters.clear();
        else
            texts.graphs.pop_back();
    }
    if (packet(texts, texts.record).size() > formats::kMostXmpInJpeg) {
        texts.record.clear();
        texts.xmp.clear();
    }
    return texts;
}

std::vector<std::uint8_t> withFileTexts(std::span<const std::uint8_t> plain, PictureFormat format, const FileTexts &texts)
{
    if (format == PictureFormat::Png) {
        std::vector<formats::PngTextChunk> chunks;
        const auto add = [&chunks](const std::string &keyword, const std::string &text) {
            if (!text.empty())
                chunks.push_back({keyword, text});
        };
        add("parameters", texts.parameters);
        add(kCalotypeKey, texts.record);
        for (const auto &[key, graph] : texts.graphs)
            add(key, graph);
        add(kXmpKeyword, packet(texts, {}));
        return formats::withPngText(plain, chunks);
    }
    const std::string xmp = packet(texts, texts.record);
    return format == PictureFormat::Jpeg ? formats::withJpegMetadata(plain, exif(texts), xmp)
                                         : formats::withWebpMetadata(plain, exif(texts), xmp);
}

} // namespace calotype::gallery
