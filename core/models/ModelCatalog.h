#pragma once

#include "core/base/Result.h"
#include "core/engine/ModelInfo.h"
#include "core/models/FolderWalk.h"
#include "core/models/KnownCheckpoints.h"
#include "core/models/ModelNames.h"

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace calotype::models {

struct Paths;

/// Where models are looked for, in this order: `checkpoints/`, `diffusers/` and `sdxl-models/` of each models folder,
/// then what lies directly in it; the folders that the user added; the Hub's caches; last what came with the program.
struct CatalogFolders {
    std::vector<std::filesystem::path> models;
    std::vector<std::filesystem::path> added;
    std::vector<std::filesystem::path> hubCaches;
    std::vector<std::filesystem::path> installed;

    static CatalogFolders standard(const Paths &paths, std::vector<std::filesystem::path> added = {});
};

/// One line of a listing.
struct CatalogEntry {
    std::string id;   ///< what find() takes: "diffusers/<folder>", "checkpoint/<name>", "hf/<repository>", or a path
    std::string name; ///< for people
    ModelKind kind = ModelKind::Unknown;
    bool inpainting = false;
    ModelFormat format = ModelFormat::Unknown; ///< Unknown where nothing is there
    std::filesystem::path path;                ///< empty where nothing is there
    std::int64_t sizeBytes = 0;                ///< of a folder: all below it
    PartSizes parameters;                      ///< numbers in its parts
    bool present = false;
    int nativeWidth = 0;  ///< pixels that the model was made for; 0 where nothing is there
    int nativeHeight = 0; ///< likewise
    ModelAdvice advice;
    std::string dtype;   ///< of the UNet
    std::string warning; ///< plain sentences about what is damaged or missing; usually empty
};

struct FoundModel {
    std::filesystem::path path;
    MatchRule rule = MatchRule::Path;
};

/// Finds, names and inspects the models of this machine. Nothing is kept: each call looks at the disk. Any thread; a
/// listing of many models takes its time and belongs on a worker thread.
class ModelCatalog final
{
public:
    /// Reads each models folder's models.json. A damaged one is passed over: see warnings().
    explicit ModelCatalog(CatalogFolders folders);

    /// Folders that the user added, in his order, from the next call on.
    void setAdded(std::vector<std::filesystem::path> folders);
    std::vector<std::filesystem::path> added() const;

    /// What is wrong with the user's own tables, in plain sentences.
    const std::vector<std::string> &warnings() const { return m_warnings; }
    const KnownCheckpoints &known() const { return m_known; }

    /// Every model that is there, in the order of the folders. Stops early, with what it has, when told to.
    std::vector<CatalogEntry> list(const std::stop_token &stop = {}) const;
    /// One line for each known checkpoint, present or not.
    std::vector<CatalogEntry> listKnown(const std::stop_token &stop = {}) const;
    /// The line of one model; where it is not there, one that says so.
    CatalogEntry entry(const std::string &idOrPath) const;

    /// Finds a model by its path, its id, a friendly name or a part of its name. The best match wins.
    /// @return NotFound, naming the near ones; WrongUse for ""
    Result<FoundModel> find(const std::string &idOrPath) const;

private:
    enum class Wanted { Anything, Folders, Files };

    std::vector<std::filesystem::path> roots() const;
    std::vector<ModelPlace> places() const;
    std::optional<std::filesystem::path> findFile(const std::string &fileName) const;
    std::optional<FoundModel> findInHubCache(std::string_view repository) const;
    std::optional<FoundModel> findBest(std::string_view id, Wanted wanted) const;
    std::optional<FoundModel> search(const std::string &id) const;
    Error notFound(const std::string &asked) const;

    CatalogFolders m_folders; ///< but for `added`: never changed
    mutable std::mutex m_mutex; ///< guards m_folders.added
    KnownCheckpoints m_known;
    std::vector<std::string> m_warnings;
};

} // namespace calotype::models
