#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace calotype::models {

/// A model as it lies on the disk: a single file, or a folder with a model_index.json.
struct ModelPlace {
    std::filesystem::path path;
    std::string name; ///< the file's name without its ending, the folder's name, or the repository's last word
    bool isFolder = false;
    std::string hubId; ///< "ORG/NAME" in the Hub's cache, else ""
};

/// All models below @p root, sorted by name within each folder. A model folder is one place: nothing in it is looked
/// at. Hidden folders and folders called `blobs` are skipped; links are followed, loops are not. What cannot be read
/// is passed over.
std::vector<ModelPlace> modelsBelow(const std::filesystem::path &root);

/// The models directly in @p folder.
std::vector<ModelPlace> modelsIn(const std::filesystem::path &folder);

/// The model folders of a Hub cache: of each models--ORG--NAME the newest snapshot, if it holds a model_index.json.
std::vector<ModelPlace> modelsInHubCache(const std::filesystem::path &cache);

/// The first file of exactly that name below @p root, model folders included, in the order of modelsBelow().
std::optional<std::filesystem::path> findFileBelow(const std::filesystem::path &root, const std::string &fileName);

/// As findFileBelow(), in the newest snapshots of a Hub cache.
std::optional<std::filesystem::path> findFileInHubCache(const std::filesystem::path &cache, const std::string &fileName);

bool isModelFolder(const std::filesystem::path &folder);

} // namespace calotype::models
