#pragma once

#include "core/base/Result.h"
#include "core/engine/GenerationBackend.h"
#include "core/engine/GenerationRequest.h"
#include "core/engine/GenerationResult.h"

#include <filesystem>

namespace calotype::ui {

/// Where finished pictures go. The window hands every picture over as soon as it is finished, so that nothing that
/// was made is lost with what comes after it.
class PictureSink
{
public:
    virtual ~PictureSink() = default;

    /// Writes @p picture with all that made it. Called on a worker thread, one call at a time.
    /// @param request as it was run, with the seeds of all its pictures
    /// @param result  what is known of the run by now: its details and this picture's size, but no images
    /// @return the file
    virtual Result<std::filesystem::path> save(const GeneratedImage &picture, const GenerationRequest &request,
                                               const GenerationResult &result, const ModelSpec &model) = 0;
};

} // namespace calotype::ui
