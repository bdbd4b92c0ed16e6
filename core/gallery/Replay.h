#pragma once

#include "core/base/Image.h"
#include "core/base/Result.h"
#include "core/gallery/PictureMetadata.h"

#include <QString>

#include <memory>
#include <string>
#include <vector>

namespace calotype::gallery {

/// What is needed to make a stored picture again.
struct ReplayPlan {
    QString path;             ///< of the picture
    PictureOrigin origin;     ///< as the picture says; pixelHash is what is to come out
    ModelSpec model;          ///< as it was loaded: path, and the device and number format that "auto" stood for
    GenerationRequest request; ///< see setReplaySources()
    int index = 0;            ///< which of the request's pictures is this one
};

/// Reads our own record of a picture.
/// @return NotFound, Io, Damaged; Unsupported for a picture that has none, with its source
Result<ReplayPlan> readReplay(const QString &path);

/// Gives the request the picture that it began from, and its mask, at the size of the picture; null where there was none.
/// @return WrongUse if one is missing or not wanted, or if its pixels are not those that were used
Result<void> setReplaySources(ReplayPlan &plan, std::shared_ptr<const Image> initImage, std::shared_ptr<const Image> mask);

/// How a picture that was made again compares with the stored one.
struct ReplayOutcome {
    enum class Verdict {
        Identical,       ///< every pixel, by the hash that was stored when it was made and is still the file's
        WithinTolerance, ///< the eye sees no difference: see kReplayMean and kReplayMost
        Different,
    };

    Verdict verdict = Verdict::Different;
    int maxDifference = 0;     ///< of one channel of one pixel, 0..255
    double meanDifference = 0; ///< over all of them
    std::vector<std::string> reasons; ///< plain sentences: what was otherwise this time; empty where identical
};

/// On average half a level, nowhere more than 16 of 255: what other devices and library versions come to.
inline constexpr double kReplayMean = 0.5;
inline constexpr int kReplayMost = 16;

/// Compares the picture @p made with the stored one. A stored JPEG or WebP is compared with what its format leaves of the
/// new one. Decodes a file: not for the GUI thread.
/// @param now  how it was made this time
/// @return errors of readPicture()
Result<ReplayOutcome> compareReplay(const ReplayPlan &plan, const Image &made, const PictureOrigin &now);

} // namespace calotype::gallery
