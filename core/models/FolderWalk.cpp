#include "core/models/FolderWalk.h"

#include "core/models/ModelNames.h"

#include <algorithm>
#include <functional>
#include <set>
#include <system_error>
#include <utility>

namespace calotype::models {
namespace {

namespace fs = std::filesystem;

constexpr int kDepthMost = 12;
constexpr const char *kHubPrefix = "models--";

bool isFolder(const fs::path &path)
{
    std::error_code fault;
    return fs::is_directory(path, fault);
}

bool isFile(const fs::path &path)
{
    std::error_code fault;
    return fs::is_regular_file(path, fault);
}

/// What lies in @p folder, sorted; empty where it cannot be read.
std::vector<fs::path> content(const fs::path &folder)
{
    std::vector<fs::path> paths;
    std::error_code fault;
    fs::directory_iterator entry(folder, fault);
    while (!fault && entry != fs::directory_iterator()) {
        paths.push_back(entry->path());
        entry.increment(fault);
    }
    std::ranges::sort(paths);
    return paths;
}

bool isSkipped(const fs::path &folder)
{
    const std::string name = folder.filename().string();
    return name == "blobs" || name.starts_with('.');
}

/// Files before folders, the root's own first. @c enter tells whether to look into a folder, @c seeFile whether to go
/// on.
class Walk
{
public:
    Walk(std::function<bool(const fs::path &)> enter, std::function<bool(const fs::path &)> seeFile)
        : m_enter(std::move(enter))
        , m_seeFile(std::move(seeFile))
    {
    }

    bool run(const fs::path &folder, int depth = 0)
    {
        std::error_code fault;
        const fs::path real = fs::canonical(folder, fault);
        if (fault || depth > kDepthMost || !m_seen.insert(real).second) {
            return true;
        }
        std::vector<fs::path> folders;
        for (const fs::path &path : content(folder)) {
            if (isFolder(path)) {
                folders.push_back(path);
            } else if (isFile(path) && !m_seeFile(path)) {
                return false;
            }
        }
        for (const fs::path &path : folders) {
            if (!isSkipped(path) && m_enter(path) && !run(path, depth + 1)) {
                return false;
            }
        }
        return true;
    }

private:
    std::function<bool(const fs::path &)> m_enter;
    std::function<bool(const fs::path &)> m_seeFile;
    std::set<fs::path> m_seen; ///< real paths, against loops of links
};

ModelPlace folderPlace(const fs::path &path)
{
    return {path, path.filename().string(), true, {}};
}

ModelPlace filePlace(const fs::path &path)
{
    return {path, path.stem().string(), false, {}};
}

struct Snapshot {
    fs::path path;
    std::string hubId;
};

/// The newest snapshot of each repository of a Hub cache; of the same age, the last by name.
std::vector<Snapshot> newestSnapshots(const fs::path &cache)
{
    std::vector<Snapshot> result;
    for (const fs::path &repository : content(cache)) {
        std::string id = repository.filename().string();
        if (!id.starts_with(kHubPrefix)) {
            continue;
        }
        id.erase(0, std::string_view(kHubPrefix).size());
        if (const auto dashes = id.find("--"); dashes != std::string::npos) {
            id.replace(dashes, 2, "/");
        }
        fs::path newest;
        fs::file_time_type newestTime = fs::file_time_type::min();
        for (const fs::path &snapshot : content(repository / "snapshots")) {
            std::error_code fault;
            const auto time = fs::last_write_time(snapshot, fault);
            if (!fault && time >= newestTime && isFolder(snapshot)) {
                newest = snapshot;
                newestTime = time;
            }
        }
        if (!newest.empty()) {
            result.push_back({newest, id});
        }
    }
    return result;
}

} // namespace

bool isModelFolder(const fs::path &folder)
{
    return isFile(folder / "model_index.json");
}

std::vector<ModelPlace> modelsBelow(const fs::path &root)
{
    if (isModelFolder(root)) {
        return {folderPlace(root.has_filename() ? root : root.parent_path())};
    }
    std::vector<ModelPlace> places;
    Walk walk(
        [&](const fs::path &folder) {
            if (!isModelFolder(folder)) {
                return true;
            }
            places.push_back(folderPlace(folder));
            return false;
        },
        [&](const fs::path &file) {
            if (hasModelEnding(file.filename().string())) {
                places.push_back(filePlace(file));
            }
            return true;
        });
    walk.run(root);
    return places;
}

std::vector<ModelPlace> modelsIn(const fs::path &folder)
{
    std::vector<ModelPlace> places;
    for (const fs::path &path : content(folder)) {
        if (isModelFolder(path) && !isSkipped(path)) {
            places.push_back(folderPlace(path));
        } else if (isFile(path) && hasModelEnding(path.filename().string())) {
            places.push_back(filePlace(path));
        }
    }
    return places;
}

std::vector<ModelPlace> modelsInHubCache(const fs::path &cache)
{
    std::vector<ModelPlace> places;
    for (const Snapshot &snapshot : newestSnapshots(cache)) {
        if (isModelFolder(snapshot.path)) {
            places.push_back({snapshot.path, std::string(lastSegment(snapshot.hubId)), true, snapshot.hubId});
        }
    }
    return places;
}

std::optional<fs::path> findFileBelow(const fs::path &root, const std::string &fileName)
{
    std::optional<fs::path> found;
    Walk walk([](const fs::path &) { return true; },
              [&](const fs::path &file) {
                  if (file.filename() == fileName) {
                      found = file;
                  }
                  return !found;
              });
    walk.run(root);
    return found;
}

std::optional<fs::path> findFileInHubCache(const fs::path &cache, const std::string &fileName)
{
    for (const Snapshot &snapshot : newestSnapshots(cache)) {
        if (auto found = findFileBelow(snapshot.path, fileName)) {
            return found;
        }
    }
    return {};
}

} // namespace calotype::models
