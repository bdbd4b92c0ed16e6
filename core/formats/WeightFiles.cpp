#include "core/formats/WeightFiles.h"

#include "core/base/Error.h"
#include "core/formats/ModelDescription.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <system_error>
#include <unordered_set>

namespace calotype::formats {

namespace {

namespace fs = std::filesystem;

// More than any model has; bounds the files that one index can make us open.
constexpr std::size_t kMostShards = 1000;

bool isFile(const fs::path &path)
{
    std::error_code error;
    return fs::is_regular_file(path, error);
}

// Shards lie beside their index: anything but a bare file name would lead elsewhere.
bool isBareName(const std::string &name)
{
    return !name.empty() && name != "." && name != ".." && name.find_first_of(std::string_view("/\\\0", 3)) == std::string::npos;
}

// The tensors that each shard must hold.
std::map<std::string, std::vector<std::string>> readIndex(const fs::path &index)
{
    const auto json = readJsonFile(index);
    const auto damaged = [&](const std::string &fault) {
        throw Failure(ErrorCode::Damaged, "“" + index.string() + "” is damaged: " + fault + ".");
    };
    if (!json.is_object() || !json.contains("weight_map") || !json["weight_map"].is_object() || json["weight_map"].empty())
        damaged("it has no “weight_map”");
    std::map<std::string, std::vector<std::string>> shards;
    for (const auto &[tensor, shard] : json["weight_map"].items()) {
        if (!shard.is_string())
            damaged("the shard of “" + tensor + "” is no text");
        const auto name = shard.get<std::string>();
        if (!isBareName(name))
            damaged("the shard “" + name + "” would lie outside its folder");
        shards[name].push_back(tensor);
    }
    if (shards.size() > kMostShards)
        damaged("it names more than " + std::to_string(kMostShards) + " shards");
    return shards;
}

std::vector<std::shared_ptr<const TensorFile>> openShards(const fs::path &index)
{
    const auto shards = readIndex(index);
    for (const auto &[name, tensors] : shards) {
        if (!isFile(index.parent_path() / name))
            throw Failure(ErrorCode::NotFound, "The shard “" + name + "” of “" + index.string()
                                                   + "” is missing; fetch the model again.");
    }
    std::vector<std::shared_ptr<const TensorFile>> files;
    for (const auto &[name, tensors] : shards) {
        files.push_back(openTensorFile(index.parent_path() / name));
        std::unordered_set<std::string_view> held;
        for (const TensorView &view : files.back()->tensors())
            held.insert(view.name);
        const auto absent = std::find_if(tensors.begin(), tensors.end(), [&](const auto &t) { return !held.contains(t); });
        if (absent != tensors.end())
            throw Failure(ErrorCode::Damaged,
                          "The shard “" + name + "” lacks the tensor “" + *absent + "”; fetch the model again.");
    }
    return files;
}

} // namespace

std::vector<std::shared_ptr<const TensorFile>> openWeights(const fs::path &folder, std::string_view stem,
                                                           std::string_view binStem)
{
    for (const std::string ending : {"safetensors", "bin"}) {
        const std::string base(ending == "bin" ? binStem : stem);
        for (const std::string variant : {"", ".fp16"}) {
            const fs::path whole = folder / (base + variant + "." + ending);
            if (isFile(whole))
                return {openTensorFile(whole)};
            // Where the variant's word stands in an index file's name changed over the years.
            for (const std::string &index : {variant + "." + ending + ".index", "." + ending + variant + ".index",
                                             "." + ending + ".index" + variant}) {
                if (isFile(folder / (base + index + ".json")))
                    return openShards(folder / (base + index + ".json"));
            }
        }
    }
    return {};
}

} // namespace calotype::formats
