#pragma once

#include "core/base/Error.h"
#include "core/gallery/Replay.h"

#include <QString>

#include <string>
#include <vector>

namespace calotype::app {

/// What came of making a picture again.
struct ReplayReport {
    QString file;
    gallery::ReplayOutcome outcome;
    gallery::PictureOrigin now; ///< how it was made this time
    QString outFile;            ///< where the new picture was saved; "": nowhere
    std::vector<std::string> notes; ///< plain sentences on finding the model and on the run
};

/// The JSON object of `calotype replay --json`: file; verdict (identical, within-tolerance, different); max_difference
/// and mean_difference (0..255); reasons; notes; model, device, dtype and engine of this time; out.
QString replayJson(const ReplayReport &report);

/// The JSON object where the picture could not be made again: file, verdict (impossible), error (code, message).
QString replayFailureJson(const QString &file, const Error &error);

/// The same for people: the verdict's line, then the reasons.
QString replayText(const ReplayReport &report);

} // namespace calotype::app
