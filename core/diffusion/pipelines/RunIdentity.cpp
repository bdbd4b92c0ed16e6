#include "core/diffusion/pipelines/RunIdentity.h"

#include "core/base/Error.h"
#include "core/engine/MemoryMode.h"
#include "core/formats/RequestJson.h"
#include "core/formats/Sha256.h"

#include <nlohmann/json.hpp>

#include <span>

namespace calotype::diffusion {

namespace {

std::string requestDigest(GenerationRequest request, const RunDetails &details)
{
    request.sampler = details.sampler;
    request.schedule = details.schedule;
    request.width = details.width;
    request.height = details.height;
    request.previewEvery = 1;
    request.previewSeconds = 0;
    request.preview = PreviewMethod::Off; // how a run is watched changes nothing about its pictures
    request.keepLatents = false;
    request.keepStepLatents = false;
    const std::string text = formats::toJson(request).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return formats::sha256(std::as_bytes(std::span(text)));
}

std::string modelDigest(const RunDetails &details, const formats::ModelDescription &description)
{
    formats::Sha256 digest;
    for (const std::string *text : {&details.modelName, &details.vaePath, &details.prediction, &description.schedulerConfigJson}) {
        digest.add(*text);
        digest.add("\n");
    }
    for (const formats::PartSource *part :
         {&description.unetSource, &description.textSource, &description.text2Source, &description.vaeSource}) {
        for (const auto &file : part->files) {
            for (const formats::TensorView &tensor : file->tensors()) {
                // Another model of the same name and shape differs in its numbers: the first of each tensor tells.
                if (tensor.name.starts_with(part->prefix) && tensor.data)
                    digest.add(std::span(tensor.data, formats::dtypeSize(tensor.dtype)));
            }
        }
    }
    return digest.hex();
}

} // namespace

RunIdentity RunIdentity::of(const GenerationRequest &request, const RunDetails &details,
                            const formats::ModelDescription &description)
{
    return {requestDigest(request, details), modelDigest(details, description), details.device, details.dtype};
}

void RunIdentity::requireSame(const RunIdentity &found, const std::string &modelName) const
{
    const auto refuse = [](const std::string &why) {
        throw Failure(ErrorCode::OtherRun, "The interrupted picture " + why + ", or start the picture anew.");
    };
    if (found.model != model)
        refuse("was not being made with “" + modelName + "”; load the model it was begun with");
    if (found.device != device || found.dtype != dtype)
        refuse("was being made on " + found.device + " in " + found.dtype + ", not on " + device + " in " + dtype
               + "; choose these again");
    if (found.request != request)
        refuse("belongs to another request; go on with the settings it was begun with");
}

} // namespace calotype::diffusion
