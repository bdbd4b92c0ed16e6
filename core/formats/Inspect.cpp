#include "core/formats/ModelDescription.h"

#include "core/base/Error.h"
#include "core/formats/FolderModel.h"
#include "core/formats/PartSummary.h"
#include "core/formats/SingleFileModel.h"

#include <exception>
#include <system_error>

namespace calotype::formats {

namespace {

namespace fs = std::filesystem;

bool isFolder(const fs::path &path)
{
    std::error_code error;
    return fs::is_directory(path, error);
}

void requireThere(const fs::path &path)
{
    std::error_code error;
    if (path.empty() || !fs::exists(path, error))
        throw Failure(ErrorCode::NotFound, "“" + path.string() + "” does not exist; check the path.", error.message());
}

ModelDescription describe(const fs::path &given, std::optional<PredictionType> prediction, bool noteFaults)
{
    requireThere(given);
    const fs::path path = modelPath(given);
    return isFolder(path) ? describeFolder(path, prediction, noteFaults) : describeSingleFile(path, prediction, noteFaults);
}

// What can be said of a file that cannot be described.
ModelInfo bareInfo(const fs::path &path)
{
    ModelInfo info;
    info.path = path.string();
    info.name = modelName(path);
    info.sizeBytes = sizeOnDisk(path);
    if (isFolder(path)) {
        info.format = ModelFormat::Folder;
        return info;
    }
    try {
        switch (detectTensorFile(path)) {
        case TensorFileFormat::Safetensors: info.format = ModelFormat::Safetensors; break;
        case TensorFileFormat::PickleZip: info.format = ModelFormat::PickleZip; break;
        case TensorFileFormat::PickleLegacy: info.format = ModelFormat::PickleLegacy; break;
        case TensorFileFormat::Unknown: break;
        }
    } catch (const Failure &) {
        // The warning says already that it cannot be read.
    }
    return info;
}

} // namespace

ModelDescription describeModel(const fs::path &path, std::optional<PredictionType> prediction)
{
    return describe(path, prediction, false);
}

ModelInfo inspectModel(const fs::path &path)
{
    std::string fault;
    try {
        return describe(path, {}, true).info;
    } catch (const Failure &failure) {
        fault = failure.error().message;
    } catch (const std::exception &error) {
        fault = std::string("The file could not be looked at: ") + error.what();
    }
    ModelInfo info = bareInfo(modelPath(path));
    info.warnings.push_back(std::move(fault));
    return info;
}

void describeVae(const fs::path &path, VaeConfig &config, PartSource &source)
{
    requireThere(path);
    if (!isFolder(path)) {
        describeVaeFile(path, config, source);
        return;
    }
    VaeConfig read = config;
    PartSource found;
    describeVaeFolder(path, read, found);
    if (!found.present)
        throw Failure(ErrorCode::NotFound, "“" + path.string() + "” has a VAE's config.json but no weights; fetch it again.");
    config = std::move(read);
    source = std::move(found);
}

} // namespace calotype::formats
