#include "core/base/Error.h"
#include "core/formats/ModelDescription.h"

namespace calotype::formats {

PartSource describeTinyVae(const std::filesystem::path &path)
{
    std::filesystem::path file = path;
    if (std::filesystem::is_directory(path)) {
        for (const char *name : {"diffusion_pytorch_model.safetensors", "diffusion_pytorch_model.fp16.safetensors",
                                 "diffusion_pytorch_model.bin"}) {
            file = path / name;
            if (std::filesystem::exists(file))
                break;
        }
    }
    PartSource source;
    source.files.push_back(openTensorFile(file));
    if (!source.files.front()->find("decoder.layers.0.weight")) {
        throw Failure(ErrorCode::Unsupported,
                      "“" + file.filename().string() + "” is no tiny autoencoder in the diffusers layout; "
                          + "use TAESD's diffusion_pytorch_model.safetensors.");
    }
    source.present = true;
    return source;
}

} // namespace calotype::formats
