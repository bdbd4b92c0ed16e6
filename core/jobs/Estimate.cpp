#include "core/jobs/Estimate.h"

#include "core/engine/SamplerTable.h"
#include "core/engine/Validation.h"

#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QStorageInfo>

#include <algorithm>

namespace calotype::jobs {

namespace {

// Working memory of the VAE's last block, which has the most: five feature maps of 256 channels at the picture's size
// (Autoencoder.h), next to which the UNet's stay small, as attention is computed in blocks. Numbers per pixel.
constexpr qint64 kWorkNumbersPerPixel = 5 * 256;

// A PNG of noise is as large as its pixels; what is said beside them is small.
constexpr qint64 kPictureBytesPerPixel = 3;
constexpr qint64 kPictureOverhead = 64 << 10;

// A resume point: latents of four channels at an eighth of the size in float32, and up to five more of their kind for
// the sampler's history.
constexpr qint64 kResumeBytesPerLatent = 4 * 4 * 6;

// A VAE decode takes about as long as one guided step of the same size (measured at 512 × 512: 25 s and 26–30 s).
constexpr double kStepsPerDecode = 1;

QString dataSize(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeTraditionalFormat);
}

struct Work {
    int pictures = 1;
    bool fromImage = false;
};

RunEstimate estimateWork(const GenerationRequest &request, const Work &work, const ModelCost &model, double secondsPerStep)
{
    const qint64 width = request.width > 0 ? request.width : model.nativeWidth;
    const qint64 height = request.height > 0 ? request.height : model.nativeHeight;
    const qint64 pixels = width * height;
    const qint64 pictures = std::max(work.pictures, 0);
    // Pictures that advance together are denoised one by one, but their latents stay.
    const qint64 latents = (width / 8) * (height / 8) * (request.batchNoise ? pictures : 1);

    RunEstimate estimate;
    estimate.memoryBytes = (model.loaded ? 0 : model.residentBytes) + pixels * kWorkNumbersPerPixel * model.bytesPerNumber;
    estimate.diskBytes = pictures * (pixels * kPictureBytesPerPixel + kPictureOverhead) + latents * kResumeBytesPerLatent;
    if (work.fromImage)
        estimate.diskBytes += pixels * kPictureBytesPerPixel;
    if (secondsPerStep > 0) {
        const int steps = work.fromImage ? effectiveSteps(request.steps, request.strength) : request.steps;
        estimate.seconds = static_cast<double>(pictures) * (steps + kStepsPerDecode) * secondsPerStep;
    }
    return estimate;
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
    return estimateWork(request, {static_cast<int>(request.seeds.size()), request.initImage != nullptr}, model, secondsPerStep);
}

RunEstimate estimateRun(const Job &job, const ModelCost &model, double secondsPerStep)
{
    return estimateWork(job.request, {job.pictures() - job.picturesDone, job.hasInitImage}, model, secondsPerStep);
}

QStringList fitWarnings(const RunEstimate &estimate, const MachineRoom &room)
{
    return fitWarnings(estimate, room.freeMemoryBytes ? room.freeMemoryBytes() : 0, freeDiskBytes(room.folder));
}

QStringList fitWarnings(const RunEstimate &estimate, qint64 freeMemoryBytes, qint64 freeDiskBytes)
{
    QStringList warnings;
    if (freeMemoryBytes > 0 && estimate.memoryBytes > freeMemoryBytes) {
        warnings << QStringLiteral("This will need about %1 of memory, and %2 are free; choose a smaller picture, a smaller "
                                   "model or a shorter number format, or close other programs.")
                        .arg(dataSize(estimate.memoryBytes), dataSize(freeMemoryBytes));
    }
    if (freeDiskBytes >= 0 && estimate.diskBytes > freeDiskBytes) {
        warnings << QStringLiteral("This may need up to %1 on the disk, and %2 are free; make room, choose another folder for "
                                   "pictures, or ask for fewer.")
                        .arg(dataSize(estimate.diskBytes), dataSize(freeDiskBytes));
    }
    return warnings;
}

qint64 freeDiskBytes(const QString &folder)
{
    QFileInfo place(QDir::cleanPath(folder));
    while (!place.exists() && !place.isRoot())
        place.setFile(place.absolutePath());
    const QStorageInfo disk(place.absoluteFilePath());
    // A file system that counts no bytes, as /proc, does not say.
    return disk.isValid() && disk.bytesTotal() > 0 ? disk.bytesAvailable() : -1;
}

} // namespace calotype::jobs
