#include "app/ModelChoice.h"

#include "core/base/Error.h"
#include "core/models/Paths.h"

namespace calotype::app {

models::ModelCatalog standardCatalog()
{
    return models::ModelCatalog(models::CatalogFolders::standard(models::Paths::standard()));
}

std::string chooseModel(const models::ModelCatalog &catalog, const std::string &asked)
{
    if (!asked.empty()) {
        auto found = catalog.find(asked);
        if (!found)
            throw Failure(found.error());
        return found.value().path.string();
    }
    for (const models::CatalogEntry &entry : catalog.list()) {
        if (entry.present && entry.warning.empty())
            return entry.path.string();
    }
    throw Failure(ErrorCode::NotFound, "There is no model yet; name one with --model, or put one into “"
                                           + models::Paths::standard().models.string() + "”.");
}

std::string previewDecoder(ModelKind kind)
{
    const auto models = models::Paths::standard().models;
    const std::string name = kind == ModelKind::Sdxl || kind == ModelKind::SdxlRefiner ? "taesdxl" : "taesd";
    for (const auto &folder : {models, models / "vae_approx"}) {
        for (const std::string &candidate : {name, name + ".safetensors"}) {
            std::error_code none;
            if (std::filesystem::exists(folder / candidate, none))
                return (folder / candidate).string();
        }
    }
    return {};
}

} // namespace calotype::app
