#pragma once

#include "core/engine/GenerationRequest.h"
#include "core/engine/MemoryMode.h"
#include "core/engine/ModelInfo.h"
#include "core/engine/VaeTiles.h"
#include "core/jobs/FreeRoom.h"

#include <QHash>
#include <QString>
#include <QStringList>

namespace calotype {
struct LoadedModel;
}

namespace calotype::jobs {

/// What the speed of a run depends on, and under what it is remembered.
struct SpeedKey {
    QString model;  ///< path
    QString device; ///< as resolved: "cpu", "cuda:0"; what was asked for where that is not known
    int width = 0;  ///< pixels
    int height = 0;
    bool guided = true;       ///< two passes a step: guidance > 1
    int evaluationsPerStep = 1; ///< of the sampler

    /// One text for all of it, the key in the database.
    QString text() const;
};

/// The key of @p request on @p model.
SpeedKey speedKey(const GenerationRequest &request, const QString &modelPath, const QString &device);

/// How fast a run will be, by earlier ones.
struct ExpectedSpeed {
    double secondsPerStep = 0;  ///< 0: not known
    bool isByAnotherSize = false; ///< scaled by the pixels, and so rough
};

/// @param known  seconds per step by SpeedKey::text(). Where there is none of @p key, the run nearest in size tells that
///               differs in its size alone.
ExpectedSpeed expectedSpeed(const QHash<QString, double> &known, const SpeedKey &key);

/// The model, as far as an estimate needs it.
struct ModelCost {
    PartSizes weights;        ///< bytes, as the memory mode keeps them; 0: not known
    bool loaded = false;      ///< its memory is taken already
    qint64 freedBytes = 0;    ///< of the model that leaves to make room for it
    int bytesPerNumber = 4;   ///< of what is computed; 4: float32; 2: float16, bfloat16
    MemoryMode memory = MemoryMode::Fast;
    VaeTiles vaeTiles = VaeTiles::Auto;
    qint64 freeBytes = 0;     ///< on the device once the model is loaded; 0: not known
    bool restsInFile = false; ///< the weights lie in the mapped file, and those that do not work give way
    bool isCard = false;      ///< the memory meant is that of a card, not of the process
    bool isXl = false;        ///< has no transformers at the finest level
    int nativeWidth = 512;    ///< for requests that leave the size open
    int nativeHeight = 512;
};

/// The cost of a model that is loaded; what it is asked for, and what is free, is left open.
ModelCost costOf(const LoadedModel &model);

/// What a run will take.
struct RunEstimate {
    qint64 memoryBytes = 0; ///< more than is taken now: weights where they are not loaded, and the work
    qint64 peakBytes = 0;   ///< of the process, or of a card's allocator, whatever is loaded now; 0: not known
    qint64 samplingPeakBytes = 0; ///< the same until the first picture is decoded
    qint64 diskBytes = 0;   ///< of the pictures, and of what the queue keeps
    double seconds = 0;     ///< 0: not known
    bool secondsAreRough = false; ///< by runs of another size
};

/// Steps that really run, over all pictures, strength counted where @p fromImage.
int stepsToRun(const GenerationRequest &request, bool fromImage);

/// @param speed  see JobQueue::speed()
RunEstimate estimateRun(const GenerationRequest &request, const ModelCost &model, const ExpectedSpeed &speed);

/// Plain sentences with a remedy each, for what will not fit; none: it fits, as far as can be known.
QStringList fitWarnings(const RunEstimate &estimate, const FreeRoom &room);

} // namespace calotype::jobs
