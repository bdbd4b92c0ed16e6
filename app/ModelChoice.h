#pragma once

#include "core/models/ModelCatalog.h"

#include <string>

namespace calotype::app {

/// The catalog of this machine, by the environment and the platform.
models::ModelCatalog standardCatalog();

/// The model that @p asked names; with "" the only or the first one of the catalog.
/// @throws Failure NotFound with what there is and where models go
std::string chooseModel(const models::ModelCatalog &catalog, const std::string &asked);

/// A tiny autoencoder for previews of models of @p kind, if one lies in the models folders: `taesd` or `taesdxl`, a folder
/// or a .safetensors file, directly or in `vae_approx/`. "" without one.
std::string previewDecoder(ModelKind kind);

} // namespace calotype::app
