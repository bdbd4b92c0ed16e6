#include "core/formats/ModelDescription.h"

#include "core/base/Error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <system_error>

namespace calotype::formats {

namespace {

constexpr std::uintmax_t kLargestFile = 64u << 20;
// Deeper than any model's configuration; what uses the value later (dump, copies) recurses.
constexpr int kDeepest = 64;

std::string readText(const std::filesystem::path &path)
{
    const std::string name = path.filename().string();
    std::error_code error;
    if (!std::filesystem::exists(path, error))
        throw Failure(ErrorCode::NotFound, "“" + path.string() + "” does not exist; check the path.");
    if (!std::filesystem::is_regular_file(path, error))
        throw Failure(ErrorCode::Damaged, "“" + path.string() + "” is no file.");
    const auto size = std::filesystem::file_size(path, error);
    if (error)
        throw Failure(ErrorCode::Io, "The size of “" + name + "” could not be read.", error.message());
    if (size > kLargestFile)
        throw Failure(ErrorCode::Damaged, "“" + path.string() + "” is larger than 64 MB, which no JSON file of a model is.");
    std::ifstream in(path, std::ios::binary);
    std::string text(static_cast<std::size_t>(size), '\0');
    if (!in || !in.read(text.data(), static_cast<std::streamsize>(size)))
        throw Failure(ErrorCode::Io, "“" + path.string() + "” could not be read; check its permissions.");
    return text;
}

std::string lineAndColumn(const std::string &text, std::size_t byte)
{
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(byte > 0 ? byte - 1 : 0, text.size()));
    const auto line = 1 + std::count(text.begin(), end, '\n');
    const auto lastBreak = std::find(std::make_reverse_iterator(end), text.rend(), '\n');
    const auto column = 1 + std::distance(lastBreak.base(), end);
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

// Python's json writes numbers that JSON does not have (a scheduler's "lambda_min_clipped": -Infinity). They become
// strings, for the field's reader to take or refuse.
std::string withQuotedNonNumbers(const std::string &text)
{
    std::string quoted;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (inString) {
            quoted += text[i];
            if (text[i] == '\\' && i + 1 < text.size())
                quoted += text[++i];
            else if (text[i] == '"')
                inString = false;
            continue;
        }
        std::string_view found;
        for (const std::string_view word : {"-Infinity", "Infinity", "NaN"}) {
            if (text.compare(i, word.size(), word) == 0) {
                found = word;
                break;
            }
        }
        if (found.empty()) {
            inString = text[i] == '"';
            quoted += text[i];
        } else {
            quoted.append("\"").append(found).append("\"");
            i += found.size() - 1;
        }
    }
    return quoted;
}

} // namespace

nlohmann::json readJsonFile(const std::filesystem::path &path)
{
    using nlohmann::json;
    const std::string text = withQuotedNonNumbers(readText(path));
    const auto boundDepth = [&](int depth, json::parse_event_t, json &) {
        if (depth > kDeepest)
            throw Failure(ErrorCode::Damaged, "“" + path.string() + "” is damaged: it is nested too deeply.");
        return true;
    };
    try {
        return json::parse(text, boundDepth);
    } catch (const json::parse_error &error) {
        throw Failure(ErrorCode::Damaged,
                      "“" + path.string() + "” is damaged: it is no JSON at " + lineAndColumn(text, error.byte) + ".",
                      error.what());
    } catch (const json::exception &error) {
        throw Failure(ErrorCode::Damaged, "“" + path.string() + "” is damaged: a value in it cannot be read.", error.what());
    }
}

} // namespace calotype::formats
