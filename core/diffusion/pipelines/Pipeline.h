#pragma once

#include "core/diffusion/pipelines/Networks.h"
#include "core/engine/GenerationRequest.h"
#include "core/engine/GenerationResult.h"
#include "core/engine/Progress.h"

#include <stop_token>

namespace calotype::diffusion {

/// Makes the pictures of one request on loaded networks: text to image, image to image (an init image) or inpainting
/// (an init image and a mask), for SD 1.x, 2.x and SDXL. With inpaintOnlyMasked the pictures come out in the size of the
/// init image; RunDetails' size is that of what the network works on.
///
/// Pictures are made one after another, so that each depends on its own seed alone and memory does not grow with
/// their number; with batch noise they advance together. Guidance runs as one batch of two, or where memory is short as two.
/// @return what was finished; `cancelled` is set when @p stop ended it early
/// @throws Failure for anything but a cancel
GenerationResult runPipeline(Networks &networks, const GenerationRequest &request, const ProgressSink &progress,
                             const std::stop_token &stop);

} // namespace calotype::diffusion
