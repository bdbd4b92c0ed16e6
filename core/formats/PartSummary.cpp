#include "core/formats/PartSummary.h"

#include <algorithm>
#include <map>
#include <system_error>

namespace calotype::formats {

namespace {

namespace fs = std::filesystem;

bool isFloating(DType dtype)
{
    return dtype == DType::F64 || dtype == DType::F32 || dtype == DType::F16 || dtype == DType::BF16;
}

} // namespace

ModelPart summarisePart(std::string name, const PartSource &source)
{
    ModelPart part;
    part.name = std::move(name);
    part.present = source.present;
    if (!source.present)
        return part;
    std::map<DType, std::int64_t> bytesOf;
    for (const auto &file : source.files) {
        part.files.push_back(file->path().string());
        for (const TensorView &tensor : file->tensors()) {
            if (!tensor.name.starts_with(source.prefix))
                continue;
            const std::int64_t bytes = tensor.elements() * static_cast<std::int64_t>(dtypeSize(tensor.dtype));
            bytesOf[tensor.dtype] += bytes;
            part.sizeBytes += bytes;
            if (isFloating(tensor.dtype))
                part.parameters += tensor.elements();
        }
    }
    const auto most = std::max_element(bytesOf.begin(), bytesOf.end(),
                                       [](const auto &a, const auto &b) { return a.second < b.second; });
    if (most != bytesOf.end())
        part.dtype = dtypeName(most->first);
    return part;
}

void summariseModel(ModelInfo &info)
{
    info.parameters = 0;
    info.missing.clear();
    for (const ModelPart &part : info.parts) {
        info.parameters += part.parameters;
        if (part.name == "unet")
            info.dtype = part.dtype;
        // Without these two the built-in vocabulary and the kind's usual scheduler serve; see FolderModel.
        if (!part.present && part.name != "scheduler" && !part.name.starts_with("tokenizer"))
            info.missing.push_back(part.name);
    }
}

std::int64_t sizeOnDisk(const fs::path &path)
{
    std::error_code error;
    if (!fs::is_directory(path, error)) {
        const auto size = fs::file_size(path, error);
        return error ? 0 : static_cast<std::int64_t>(size);
    }
    std::int64_t total = 0;
    fs::recursive_directory_iterator it(path, fs::directory_options::skip_permission_denied, error);
    for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
        std::error_code ofFile; // a link into nowhere counts nothing
        if (!it->is_regular_file(ofFile))
            continue;
        const auto size = it->file_size(ofFile);
        if (!ofFile)
            total += static_cast<std::int64_t>(size);
    }
    return total;
}

std::string modelName(const fs::path &path)
{
    static const std::vector<std::string> endings{".safetensors", ".ckpt", ".pt", ".pth", ".bin"};
    const auto extension = path.extension().string();
    return std::find(endings.begin(), endings.end(), extension) == endings.end() ? path.filename().string()
                                                                                : path.stem().string();
}

fs::path modelPath(const fs::path &path)
{
    if (path.filename() == "model_index.json")
        return path.has_parent_path() ? path.parent_path() : fs::path(".");
    return path.has_filename() || !path.has_parent_path() ? path : path.parent_path();
}

} // namespace calotype::formats
