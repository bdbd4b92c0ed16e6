#include "core/models/ModelCatalog.h"

#include "core/base/Log.h"
#include "core/engine/SamplerTable.h"
#include "core/formats/ModelDescription.h"
#include "core/models/Paths.h"

#include <algorithm>
#include <set>
#include <system_error>
#include <tuple>
#include <utility>

namespace calotype::models {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFolderPrefix = "diffusers/";
constexpr std::string_view kFilePrefix = "checkpoint/";
constexpr std::string_view kHubPrefix = "hf/";

bool isThere(const fs::path &path)
{
    std::error_code fault;
    return fs::exists(path, fault);
}

bool isFile(const fs::path &path)
{
    std::error_code fault;
    return fs::is_regular_file(path, fault);
}

/// The model that @p text is the path of. A bare word is one only if a model is there: "models" in the working folder
/// must not shadow an id.
std::optional<fs::path> asPath(const std::string &text)
{
    const fs::path path(text);
    const bool plainlyPath = path.is_absolute() || text.starts_with("./") || text.starts_with("../");
    if (!(plainlyPath ? isThere(path) : isFile(path) || isModelFolder(path))) {
        return {};
    }
    std::error_code fault;
    const fs::path absolute = fs::absolute(path, fault).lexically_normal();
    return fault ? path : absolute.has_filename() ? absolute : absolute.parent_path();
}

std::string idOf(const ModelPlace &place)
{
    if (!place.hubId.empty()) {
        return std::string(kHubPrefix) + place.hubId;
    }
    return std::string(place.isFolder ? kFolderPrefix : kFilePrefix) + place.name;
}

CatalogEntry describe(std::string id, std::string name, const fs::path &path)
{
    const ModelInfo info = formats::inspectModel(path);
    CatalogEntry entry;
    entry.id = std::move(id);
    entry.name = std::move(name);
    entry.kind = info.kind;
    entry.inpainting = info.inpainting;
    entry.format = info.format;
    entry.path = path;
    entry.sizeBytes = info.sizeBytes;
    entry.parameters = partParameters(info);
    entry.present = true;
    entry.nativeWidth = info.nativeWidth;
    entry.nativeHeight = info.nativeHeight;
    entry.advice = info.advice;
    entry.dtype = info.dtype;
    for (const std::string &warning : info.warnings) {
        entry.warning += (entry.warning.empty() ? "" : " ") + warning;
    }
    if (!info.missing.empty()) {
        std::string parts;
        for (const std::string &part : info.missing) {
            parts += (parts.empty() ? "" : ", ") + part;
        }
        entry.warning.append(entry.warning.empty() ? "" : " ").append("It lacks: ").append(parts).append(".");
    }
    return entry;
}

CatalogEntry absent(const std::string &id)
{
    CatalogEntry entry;
    entry.id = id;
    entry.name = std::string(lastSegment(id));
    return entry;
}

} // namespace

CatalogFolders CatalogFolders::standard(const Paths &paths, std::vector<fs::path> added)
{
    CatalogFolders folders{{paths.models}, std::move(added), {paths.hubCache}, {}};
    if (!paths.installed.empty()) {
        folders.installed.push_back(paths.installed);
    }
    return folders;
}

ModelCatalog::ModelCatalog(CatalogFolders folders)
    : m_folders(std::move(folders))
    , m_known(KnownCheckpoints::builtIn())
{
    for (const fs::path &folder : m_folders.models) {
        const fs::path file = folder / "models.json";
        if (!isThere(file)) {
            continue;
        }
        try {
            m_known.extend(file);
        } catch (const Failure &failure) {
            spdlog::warn("models: {}", failure.error().message);
            m_warnings.push_back(failure.error().message);
        }
    }
}

void ModelCatalog::setAdded(std::vector<fs::path> folders)
{
    const std::lock_guard lock(m_mutex);
    m_folders.added = std::move(folders);
}

std::vector<fs::path> ModelCatalog::added() const
{
    const std::lock_guard lock(m_mutex);
    return m_folders.added;
}

std::vector<fs::path> ModelCatalog::roots() const
{
    std::vector<fs::path> roots;
    for (const fs::path &folder : m_folders.models) {
        for (const char *name : {"checkpoints", "diffusers", "sdxl-models"}) {
            roots.push_back(folder / name);
        }
    }
    return roots;
}

std::vector<ModelPlace> ModelCatalog::places() const
{
    std::vector<ModelPlace> all;
    std::set<fs::path> seen;
    const auto add = [&](std::vector<ModelPlace> found) {
        for (ModelPlace &place : found) {
            std::error_code fault;
            const fs::path real = fs::weakly_canonical(place.path, fault);
            if (seen.insert(fault ? place.path : real).second) {
                all.push_back(std::move(place));
            }
        }
    };
    for (const fs::path &root : roots()) {
        add(modelsBelow(root));
    }
    for (const fs::path &folder : m_folders.models) {
        add(modelsIn(folder));
    }
    for (const fs::path &folder : added()) {
        add(modelsBelow(folder));
    }
    for (const fs::path &cache : m_folders.hubCaches) {
        add(modelsInHubCache(cache));
    }
    for (const fs::path &folder : m_folders.installed) {
        add(modelsIn(folder));
    }
    return all;
}

std::vector<CatalogEntry> ModelCatalog::list(const std::stop_token &stop) const
{
    std::vector<CatalogEntry> entries;
    std::set<std::string> ids;
    for (const ModelPlace &place : places()) {
        if (stop.stop_requested()) {
            break;
        }
        std::string id = idOf(place);
        if (!ids.insert(id).second) {
            id = place.path.string(); // a namesake elsewhere: only its path tells it apart
        }
        entries.push_back(describe(std::move(id), place.name, place.path));
    }
    return entries;
}

std::vector<CatalogEntry> ModelCatalog::listKnown(const std::stop_token &stop) const
{
    std::vector<CatalogEntry> entries;
    for (const KnownCheckpoint &checkpoint : m_known.checkpoints()) {
        if (stop.stop_requested()) {
            break;
        }
        const auto file = findFile(checkpoint.fileName);
        entries.push_back(file ? describe(checkpoint.id, std::string(lastSegment(checkpoint.id)), *file)
                               : absent(checkpoint.id));
    }
    return entries;
}

CatalogEntry ModelCatalog::entry(const std::string &idOrPath) const
{
    const auto found = find(idOrPath);
    if (!found) {
        return absent(idOrPath);
    }
    const fs::path &path = found.value().path;
    const std::string name = found.value().rule == MatchRule::Path
                                 ? (isFile(path) ? path.stem() : path.filename()).string()
                                 : std::string(lastSegment(idOrPath));
    return describe(idOrPath, name, path);
}

Result<FoundModel> ModelCatalog::find(const std::string &idOrPath) const
{
    if (idOrPath.empty()) {
        return Error{ErrorCode::WrongUse, "No model is named: give the path of a file or folder, or a name.", {}};
    }
    if (auto path = asPath(idOrPath)) {
        return FoundModel{std::move(*path), MatchRule::Path};
    }
    if (fs::path(idOrPath).is_absolute()) {
        return Error{ErrorCode::NotFound, "There is no file or folder " + idOrPath + ".", {}};
    }
    if (auto found = search(m_known.resolve(idOrPath))) {
        spdlog::debug("models: \"{}\" is {} ({})", idOrPath, found->path.string(), matchRuleName(found->rule));
        return std::move(*found);
    }
    return notFound(idOrPath);
}

std::optional<FoundModel> ModelCatalog::search(const std::string &asked) const
{
    std::string id = asked;
    Wanted wanted = Wanted::Anything;
    if (id.starts_with(kFolderPrefix)) {
        id.erase(0, kFolderPrefix.size());
        wanted = Wanted::Folders;
    } else if (id.starts_with(kFilePrefix)) {
        id.erase(0, kFilePrefix.size());
        wanted = Wanted::Files;
    } else if (id.starts_with(kHubPrefix)) {
        id.erase(0, kHubPrefix.size());
        if (auto found = findInHubCache(id)) {
            return found;
        }
    }
    if (wanted != Wanted::Folders) {
        if (const std::string mapped = m_known.fileName(id); !mapped.empty()) {
            if (auto file = findFile(mapped)) {
                return FoundModel{std::move(*file), MatchRule::MappedName};
            }
        }
        if (const std::string name(lastSegment(id)); hasModelEnding(name)) {
            if (auto file = findFile(name)) {
                return FoundModel{std::move(*file), MatchRule::FileName};
            }
        }
    }
    return findBest(id, wanted);
}

std::optional<fs::path> ModelCatalog::findFile(const std::string &fileName) const
{
    for (const fs::path &folder : m_folders.models) {
        if (const fs::path file = folder / "checkpoints" / fileName; isFile(file)) {
            return file;
        }
    }
    for (const fs::path &root : roots()) {
        if (auto found = findFileBelow(root, fileName)) {
            return found;
        }
    }
    for (const fs::path &folder : m_folders.models) {
        if (const fs::path file = folder / fileName; isFile(file)) {
            return file;
        }
    }
    for (const fs::path &folder : added()) {
        if (auto found = findFileBelow(folder, fileName)) {
            return found;
        }
    }
    for (const fs::path &cache : m_folders.hubCaches) {
        if (auto found = findFileInHubCache(cache, fileName)) {
            return found;
        }
    }
    return {};
}

std::optional<FoundModel> ModelCatalog::findInHubCache(std::string_view repository) const
{
    for (const fs::path &cache : m_folders.hubCaches) {
        for (const ModelPlace &place : modelsInHubCache(cache)) {
            if (lowerCase(place.hubId) == lowerCase(repository)) {
                return FoundModel{place.path, MatchRule::Exact};
            }
        }
    }
    return {};
}

/// The rule decides; then the right organisation, a folder before a file, the nearest length, the first in order.
std::optional<FoundModel> ModelCatalog::findBest(std::string_view id, Wanted wanted) const
{
    std::string_view name = lastSegment(id);
    if (hasModelEnding(name)) {
        name = name.substr(0, name.find_last_of('.'));
    }
    using Rank = std::tuple<MatchRule, bool, bool, std::size_t>;
    std::optional<Rank> bestRank;
    std::optional<FoundModel> best;
    for (const ModelPlace &place : places()) {
        if (wanted != Wanted::Anything && place.isFolder != (wanted == Wanted::Folders)) {
            continue;
        }
        const auto rule = matchNames(name, place.name);
        if (!rule) {
            continue;
        }
        const bool otherOrganisation = !place.hubId.empty() && id.find('/') != std::string_view::npos
                                       && lowerCase(place.hubId) != lowerCase(id);
        const auto [shorter, longer] = std::minmax({name.size(), place.name.size()});
        const std::size_t difference = longer - shorter;
        const Rank rank{*rule, otherOrganisation, !place.isFolder, difference};
        if (!bestRank || rank < *bestRank) {
            bestRank = rank;
            best = FoundModel{place.path, *rule};
        }
    }
    return best;
}

Error ModelCatalog::notFound(const std::string &asked) const
{
    std::vector<std::string> names;
    for (const ModelPlace &place : places()) {
        names.push_back(place.name);
    }
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    std::string near;
    for (const std::string_view name : nearest(lastSegment(asked), {names.begin(), names.end()})) {
        near += (near.empty() ? "" : ", ") + std::string(name);
    }
    std::string message = "No model called \"" + asked + "\" was found";
    message += near.empty() ? "; there are no models yet." : "; near names are: " + near + ".";
    if (!m_folders.models.empty()) {
        message += " Put it into " + m_folders.models.front().string() + ", or give its path.";
    }
    return {ErrorCode::NotFound, message, {}};
}

} // namespace calotype::models
