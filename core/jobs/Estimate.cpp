#include "core/jobs/Estimate.h"

#include "core/engine/SamplerTable.h"
#include "core/engine/Validation.h"
#include "core/engine/WorkPlan.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace calotype::jobs {

namespace {

// The largest layer, from 2560 to 1280 channels, where it is widened for its use.
constexpr qint64 kWidestLayerNumbers = 9 * 2560 * 1280;

// A PNG of noise is as large as its pixels; what is said beside them is small.
constexpr qint64 kPictureBytesPerPixel = 3;
constexpr qint64 kPictureOverhead = 64 << 10;

// A resume point: latents of four channels at an eighth of the size in float32, and up to five more of their kind for
// the sampler's history.
constexpr qint64 kResumeBytesPerLatent = 4 * 4 * 6;

// A VAE decode takes about as long as one guided step of the same size (measured at 512 × 512: 25 s and 26–30 s).
constexpr double kStepsPerDecode = 1;

// What a run takes beside the weights.
qint64 workBytes(qint64 width, qint64 height, const ModelCost &model)
{
    WorkFacts facts;
    facts.width = width;
    facts.height = height;
    facts.memory = model.memory;
    facts.vaeTiles = model.vaeTiles;
    facts.unetNumberBytes = facts.vaeNumberBytes = model.bytesPerNumber;
    facts.restingBytes = model.restsInFile ? model.residentBytes : 0;
    facts.freeBytes = model.freeBytes;
    const WorkPlan plan = planWork(facts);
    const qint64 widened = model.restsInFile ? kWidestLayerNumbers : 0;
    const qint64 sampling = (samplingNumbers(width * height, plan.inTurns ? 1 : 2) + widened) * model.bytesPerNumber;
    const qint64 decoding = decodingNumbers(width, height, plan.vaeInTiles) * model.bytesPerNumber;
    return std::max(sampling, model.restsInFile ? decoding - model.residentBytes : decoding);
}

QString dataSize(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

} // namespace

QString SpeedKey::text() const
{
    return QStringLiteral("%1|%2x%3|%4|%5|%6")
        .arg(device)
        .arg(width)
        .arg(height)
        .arg(guided ? QStringLiteral("guided") : QStringLiteral("plain"))
        .arg(evaluationsPerStep)
        .arg(model);
}

SpeedKey speedKey(const GenerationRequest &request, const QString &modelPath, const QString &device)
{
    SpeedKey key;
    key.model = modelPath;
    key.device = device;
    key.width = request.width;
    key.height = request.height;
    key.guided = request.guidance > 1;
    if (const auto sampler = findSampler(request.sampler))
        key.evaluationsPerStep = sampler.value()->evaluationsPerStep;
    return key;
}

int stepsToRun(const GenerationRequest &request, bool fromImage)
{
    const int steps = fromImage ? effectiveSteps(request.steps, request.strength) : request.steps;
    return steps * static_cast<int>(request.seeds.size());
}

RunEstimate estimateRun(const GenerationRequest &request, const ModelCost &model, double secondsPerStep)
{
    const qint64 width = request.width > 0 ? request.width : model.nativeWidth;
    const qint64 height = request.height > 0 ? request.height : model.nativeHeight;
    const qint64 pixels = width * height;
    // Where only a part is made anew, the whole picture is saved.
    const qint64 saved = request.inpaintOnlyMasked && request.initImage
                             ? qint64{request.initImage->width} * request.initImage->height
                             : pixels;
    const auto pictures = static_cast<qint64>(request.seeds.size());
    // Pictures that advance together are denoised one by one, but their latents stay.
    const qint64 latents = (width / 8) * (height / 8) * (request.noise == NoiseMode::Batch ? pictures : 1);

    RunEstimate estimate;
    const qint64 work = workBytes(width, height, model);
    // Pages of a mapped file count as free already, whether they are in memory or not.
    const bool isTaken = model.loaded && !model.restsInFile;
    estimate.memoryBytes = (isTaken ? 0 : std::max<qint64>(0, model.residentBytes - model.freedBytes)) + work;
    estimate.peakBytes = model.residentBytes > 0 ? model.residentBytes + work : 0;
    estimate.diskBytes = pictures * (saved * kPictureBytesPerPixel + kPictureOverhead) + latents * kResumeBytesPerLatent;
    if (request.initImage)
        estimate.diskBytes += saved * kPictureBytesPerPixel;
    if (secondsPerStep > 0) {
        const int steps = request.initImage ? effectiveSteps(request.steps, request.strength) : request.steps;
        estimate.seconds = static_cast<double>(pictures) * (steps + kStepsPerDecode) * secondsPerStep;
    }
    return estimate;
}

QStringList fitWarnings(const RunEstimate &estimate, const FreeRoom &room)
{
    QStringList warnings;
    if (room.memoryBytes > 0 && estimate.memoryBytes > room.memoryBytes) {
        warnings << QCoreApplication::translate("Estimate",
                                                "This will need about %1 of memory, and %2 are free; choose a smaller picture, "
                                                "a smaller model or a shorter number format, or close other programs.")
                        .arg(dataSize(estimate.memoryBytes), dataSize(room.memoryBytes));
    }
    if (room.diskBytes >= 0 && estimate.diskBytes > room.diskBytes) {
        warnings << QCoreApplication::translate("Estimate",
                                                "This may need up to %1 on the disk, and %2 are free; make room, choose "
                                                "another folder for pictures, or ask for fewer.")
                        .arg(dataSize(estimate.diskBytes), dataSize(room.diskBytes));
    }
    return warnings;
}

} // namespace calotype::jobs
