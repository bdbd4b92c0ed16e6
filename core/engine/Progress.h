#pragma once

#include "core/base/Image.h"
#include "core/engine/GenerationResult.h"
#include "core/engine/ResumePoint.h"

#include <functional>
#include <memory>

namespace calotype {

enum class Stage { Loading, EncodingText, EncodingImage, Sampling, Decoding, Finished };

/// The stage's word for people reading a log or a command line ("loading", "text", …).
const char *stageName(Stage stage);

/// One event of a running generation, sent by value.
struct Progress {
    Stage stage = Stage::Loading;
    int step = 0;       ///< steps done of the current picture
    int totalSteps = 0; ///< steps that really run, strength counted
    int image = 0;      ///< index of the current picture, from 0
    int imageCount = 1;
    double secondsPerStep = 0; ///< median of the last 8 steps, the first left out; 0: not known yet
    double secondsLeft = -1;   ///< estimate for the whole request; negative: not known yet
    std::shared_ptr<const Image> preview;         ///< null where this event has none
    std::shared_ptr<const GeneratedImage> finished; ///< a picture that is done, with its Decoding event
    std::shared_ptr<const Latents> latents;       ///< of this step, when the request asks for them
    std::shared_ptr<const ResumePoint> resumePoint; ///< after this step; see GenerationRequest::resumePointSeconds
};

/// Called on the generation thread. It must return quickly.
using ProgressSink = std::function<void(const Progress &)>;

} // namespace calotype
