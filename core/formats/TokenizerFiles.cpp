#include "core/formats/TokenizerFiles.h"

#include "core/formats/ConfigFields.h"

#include <nlohmann/json.hpp>

#include <system_error>

namespace calotype::formats {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

bool isFile(const fs::path &path)
{
    std::error_code error;
    return fs::is_regular_file(path, error);
}

json readIfThere(const fs::path &path)
{
    return isFile(path) ? readJsonFile(path) : json::object();
}

// A token stands as text, or as an object with its text in "content".
std::string tokenText(const json &object, const char *name)
{
    if (!object.is_object() || !object.contains(name))
        return {};
    const json &token = object[name];
    if (token.is_string())
        return token.get<std::string>();
    if (token.is_object() && token.contains("content") && token["content"].is_string())
        return token["content"].get<std::string>();
    return {};
}

// Ids of tokens that were added beside the vocabulary: {"49408": {"content": "<pad>"}}.
std::optional<std::int64_t> addedId(const json &config, const std::string &token)
{
    if (!config.is_object() || !config.contains("added_tokens_decoder") || !config["added_tokens_decoder"].is_object())
        return std::nullopt;
    for (const auto &[id, entry] : config["added_tokens_decoder"].items()) {
        if (!entry.is_object() || tokenText(json{{"t", entry}}, "t") != token)
            continue;
        if (!id.empty() && id.size() < 7 && id.find_first_not_of("0123456789") == std::string::npos)
            return std::stoll(id);
    }
    return std::nullopt;
}

} // namespace

TokenizerSource readTokenizer(const fs::path &folder, const ClipTextConfig &text, std::int64_t usualPad)
{
    TokenizerSource source;
    source.maxLength = text.maxPositions;
    source.padId = usualPad;

    const auto config = readIfThere(folder / "tokenizer_config.json");
    const auto special = readIfThere(folder / "special_tokens_map.json");
    // Tokenizers without a limit write 1e30 here.
    if (config.is_object() && config.contains("model_max_length") && config["model_max_length"].is_number()) {
        const double length = config["model_max_length"].get<double>();
        if (length >= 2 && length < static_cast<double>(text.maxPositions))
            source.maxLength = static_cast<std::int64_t>(length);
    }

    if (!isFile(folder / "vocab.json") || !isFile(folder / "merges.txt"))
        return source;
    source.vocab = folder / "vocab.json";
    source.merges = folder / "merges.txt";
    const auto vocab = readJsonFile(source.vocab);
    const ConfigFields fields(vocab, "“" + source.vocab.string() + "”");
    std::string pad = tokenText(special, "pad_token");
    if (pad.empty())
        pad = tokenText(config, "pad_token");
    if (pad.empty())
        return source;
    if (vocab.contains(pad))
        source.padId = fields.integer(pad.c_str(), 0);
    else if (const auto added = addedId(config, pad))
        source.padId = *added;
    else
        fields.damaged(pad, "is the padding token but has no id");
    return source;
}

} // namespace calotype::formats
