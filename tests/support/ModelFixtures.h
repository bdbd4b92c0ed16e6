#pragma once

#include "core/formats/TensorFile.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace calotype::tests {

inline std::filesystem::path modelData(const std::string &name)
{
    return std::filesystem::path(CALOTYPE_TEST_DATA) / "models" / name;
}

/// Float16 zeros under a name.
inline formats::TensorView zeros(std::string name, std::vector<std::int64_t> shape)
{
    formats::TensorView view;
    view.name = std::move(name);
    view.dtype = formats::DType::F16;
    view.shape = std::move(shape);
    return view;
}

/// Writes a safetensors file; tensors without data become zeros.
inline void writeSafetensors(const std::filesystem::path &path, const std::vector<formats::TensorView> &tensors,
                             const std::map<std::string, std::string> &metadata = {})
{
    nlohmann::ordered_json header;
    if (!metadata.empty())
        header["__metadata__"] = metadata;
    std::string data;
    for (const auto &tensor : tensors) {
        const std::size_t bytes = static_cast<std::size_t>(tensor.elements()) * formats::dtypeSize(tensor.dtype);
        header[tensor.name] = {{"dtype", formats::dtypeName(tensor.dtype)},
                               {"shape", tensor.shape},
                               {"data_offsets", {data.size(), data.size() + bytes}}};
        if (tensor.data)
            data.append(reinterpret_cast<const char *>(tensor.data), bytes);
        else
            data.append(bytes, '\0');
    }
    const std::string text = header.dump();
    const std::uint64_t length = text.size(); // little-endian, as all machines of these tests are
    std::ofstream out(path, std::ios::binary);
    out.write(reinterpret_cast<const char *>(&length), sizeof length);
    out << text << data;
}

inline void writeText(const std::filesystem::path &path, const std::string &text)
{
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

inline nlohmann::json readJson(const std::filesystem::path &path)
{
    std::ifstream in(path);
    return nlohmann::json::parse(in);
}

/// Sets one field of a JSON file.
inline void editJson(const std::filesystem::path &path, const std::string &field, const nlohmann::json &value)
{
    auto json = readJson(path);
    json[field] = value;
    std::filesystem::permissions(path, std::filesystem::perms::owner_write, std::filesystem::perm_options::add);
    writeText(path, json.dump());
}

/// A copy of one of the tiny models' folders.
inline std::filesystem::path copyModel(const std::string &name, const std::filesystem::path &into)
{
    const auto target = into / name;
    std::filesystem::copy(modelData(name), target, std::filesystem::copy_options::recursive);
    return target;
}

} // namespace calotype::tests
