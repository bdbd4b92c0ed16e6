#include "core/models/KnownCheckpoints.h"

#include "core/base/Error.h"
#include "core/formats/ModelDescription.h"
#include "core/models/ModelNames.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace calotype::models {
namespace {

/// A pair of words: an id and its file, or a name and its id.
struct Row {
    const char *key;
    const char *value;
};

/// Repository of the Hub, and the name of its file without .safetensors.
constexpr Row kCheckpoints[] = {
    {"RunDiffusion/Juggernaut-XL-Lightning", "juggernaut-xl-lightning"},
    {"SG161222/RealVisXL_V5.0", "realvisxl-v5"},
    {"cyberdelia/CyberRealisticXL", "cyberrealistic-xl-v80"},
    {"Cyberdelia/CyberRealistic_XL", "cyberrealistic-xl-v80"},
    {"cyberdelia/CyberRealisticPony", "cyberrealistic-pony"},
    {"Lykon/dreamshaper-xl-1-0", "dreamshaper-xl"},
    {"Lykon/dreamshaper-xl-lightning", "dreamshaper-xl-lightning"},
    {"dataautogpt3/ProteusV0.4", "proteus-xl"},
    {"cagliostrolab/animagine-xl-3.1", "animagine-xl"},
    {"imagepipeline/NightVisionXL", "nightvision-xl"},
    {"Disra/NightVisionXL", "nightvision-xl"},
    {"stablediffusionapi/epicrealism-xl-v5", "epicrealism-xl-purefix"},
    {"stablediffusionapi/epicella-xl", "epicella-xl"},
    {"stablediffusionapi/zavychromaxl-v80", "zavychroma-xl"},
    {"Leosam/HelloWorld_XL", "helloworld-xl"},
    {"Copax/Copax_TimeLessXL", "copax-timeless-xl"},
    {"stablediffusionapi/albedobase-xl-v13", "albedobase-xl"},
};

constexpr Row kNames[] = {
    {"sdxl-realism", "RunDiffusion/Juggernaut-XL-Lightning"},
    {"sdxl-anime", "cagliostrolab/animagine-xl-3.1"},
    {"sdxl-surreal", "Lykon/dreamshaper-xl-lightning"},
};

bool sameId(std::string_view a, std::string_view b)
{
    return lowerCase(a) == lowerCase(b);
}

/// The pairs of the object @p section of @p json; none if it is not there.
std::vector<std::pair<std::string, std::string>> readPairs(const nlohmann::json &json, const char *section,
                                                           const std::filesystem::path &file)
{
    const auto damaged = [&](const std::string &what) {
        return Failure(ErrorCode::Damaged, file.string() + ": " + what);
    };
    if (!json.is_object()) {
        throw damaged("it must be an object with \"checkpoints\" and \"names\".");
    }
    std::vector<std::pair<std::string, std::string>> pairs;
    const auto found = json.find(section);
    if (found == json.end()) {
        return pairs;
    }
    if (!found->is_object()) {
        throw damaged("\"" + std::string(section) + "\" must be an object of strings.");
    }
    for (const auto &[key, value] : found->items()) {
        if (key.empty() || !value.is_string() || value.get_ref<const std::string &>().empty()) {
            throw damaged("\"" + std::string(section) + "\" has the entry \"" + key + "\", which must be a string.");
        }
        pairs.emplace_back(key, value.get<std::string>());
    }
    return pairs;
}

} // namespace

KnownCheckpoints KnownCheckpoints::builtIn()
{
    KnownCheckpoints known;
    for (const Row &row : kCheckpoints) {
        known.m_checkpoints.push_back({row.key, std::string(row.value) + ".safetensors"});
    }
    for (const Row &row : kNames) {
        known.m_names.push_back({row.key, row.value});
    }
    return known;
}

void KnownCheckpoints::extend(const std::filesystem::path &jsonFile)
{
    const nlohmann::json json = formats::readJsonFile(jsonFile);
    const auto checkpoints = readPairs(json, "checkpoints", jsonFile);
    const auto names = readPairs(json, "names", jsonFile);
    for (const auto &[id, file] : checkpoints) {
        const auto same = [&id = id](const KnownCheckpoint &one) { return sameId(one.id, id); };
        std::erase_if(m_checkpoints, same);
        m_checkpoints.push_back({id, hasModelEnding(file) ? file : file + ".safetensors"});
    }
    for (const auto &[name, id] : names) {
        const auto same = [&name = name](const FriendlyName &one) { return sameId(one.name, name); };
        std::erase_if(m_names, same);
        m_names.push_back({name, id});
    }
}

std::string KnownCheckpoints::fileName(std::string_view id) const
{
    const auto found = std::ranges::find_if(m_checkpoints, [&](const auto &one) { return sameId(one.id, id); });
    return found == m_checkpoints.end() ? std::string() : found->fileName;
}

std::string KnownCheckpoints::resolve(std::string_view name) const
{
    const auto found = std::ranges::find_if(m_names, [&](const auto &one) { return sameId(one.name, name); });
    return found == m_names.end() ? std::string(name) : found->id;
}

} // namespace calotype::models
