#include "core/jobs/Estimate.h"

#include "core/engine/GenerationBackend.h"
#include "core/engine/SamplerTable.h"
#include "core/engine/Validation.h"
#include "core/engine/WorkPlan.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace calotype::jobs {

namespace {

// What the program itself takes with the engine opened: libraries, their tables, threads. Measured: 228 MiB.
constexpr qint64 kProgramBytes = 240'000'000;

// Of a VAE's weights, those that decode.
constexpr double kDecoderShare = 0.6;

// A PNG of noise is as large as its pixels; what is said beside them is small.
constexpr qint64 kPictureBytesPerPixel = 3;
constexpr qint64 kPictureOverhead = 64 << 10;

// A resume point: latents of four channels at an eighth of the size in float32, and up to five more of their kind for
// the sampler's history.
constexpr qint64 kResumeBytesPerLatent = 4 * 4 * 6;

// A VAE decode takes about as long as one guided step of the same size (measured at 512 × 512: 25 s and 26–30 s).
constexpr double kStepsPerDecode = 1;

WorkFacts workFacts(qint64 width, qint64 height, int conditions, const ModelCost &model)
{
    WorkFacts facts;
    facts.conditions = conditions;
    facts.width = width;
    facts.height = height;
    facts.memory = model.memory;
    facts.vaeTiles = model.vaeTiles;
    facts.unetNumberBytes = facts.vaeNumberBytes = model.bytesPerNumber;
    facts.unetBytes = model.weights.unet;
    facts.restsInFile = model.restsInFile;
    facts.isCard = model.isCard;
    facts.isXl = model.isXl;
    facts.freeBytes = model.freeBytes;
    return facts;
}

// The most memory in each stage, all that is taken counted.
struct StagePeaks {
    qint64 text;
    qint64 sampling;
    qint64 decoding;
};

StagePeaks stagePeaks(const WorkFacts &facts, const ModelCost &model)
{
    const PartSizes &weights = model.weights;
    const qint64 program = model.isCard ? 0 : kProgramBytes;
    const WorkPlan plan = planWork(facts);
    const qint64 sampling = samplingBytes(facts, plan.inTurns ? 1 : facts.conditions);
    // What the steps took stays with the heap, and the decoder's maps lie there.
    const qint64 decoding = std::max<qint64>(model.isCard ? 0 : sampling, decodingBytes(facts, plan.vaeInTiles));
    const auto decoder = static_cast<qint64>(kDecoderShare * static_cast<double>(weights.vae));
    if (model.restsInFile)
        return {program + weights.text, program + weights.unet + sampling, program + decoder + decoding};
    const bool dropsText = model.isCard && model.memory == MemoryMode::Low; // elsewhere their place stays with the heap
    const qint64 later = program + weights.total() - (dropsText ? weights.text : 0);
    return {program + weights.total(), later + sampling, later + decoding};
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

ExpectedSpeed expectedSpeed(const QHash<QString, double> &known, const SpeedKey &key)
{
    if (const auto same = known.constFind(key.text()); same != known.cend())
        return {*same, false};
    const double pixels = double(key.width) * key.height;
    if (pixels <= 0)
        return {};
    ExpectedSpeed speed;
    double nearest = 0; // how often one goes into the other, ≥ 1
    for (auto each = known.cbegin(); each != known.cend(); ++each) {
        const QStringView text = each.key();
        const qsizetype size = text.indexOf(u'|') + 1;
        const QList<QStringView> sides = text.mid(size, text.indexOf(u'|', size) - size).split(u'x');
        SpeedKey other = key;
        other.width = sides.first().toInt();
        other.height = sides.last().toInt();
        const double otherPixels = double(other.width) * other.height;
        if (otherPixels <= 0 || other.text() != text)
            continue;
        const double distance = std::max(pixels / otherPixels, otherPixels / pixels);
        const double seconds = each.value() * pixels / otherPixels;
        const bool isNearer = nearest == 0 || distance < nearest;
        if (isNearer || (distance == nearest && seconds > speed.secondsPerStep)) { // of two as near, the slower one
            speed = {seconds, true};
            nearest = distance;
        }
    }
    return speed;
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

ModelCost costOf(const LoadedModel &model)
{
    ModelCost cost;
    cost.loaded = true;
    cost.bytesPerNumber = model.dtype == "float32" ? 4 : 2;
    cost.memory = model.memory;
    cost.restsInFile = restsInFile(model.device, model.dtype, model.memory);
    cost.isCard = model.device.starts_with("cuda");
    cost.isXl = model.info.kind == ModelKind::Sdxl;
    cost.nativeWidth = model.info.nativeWidth;
    cost.nativeHeight = model.info.nativeHeight;
    const PartSizes numbers = partParameters(model.info);
    if (numbers.total() > 0) { // all are kept alike
        const double bytes = static_cast<double>(model.residentBytes) / static_cast<double>(numbers.total());
        cost.weights.text = static_cast<qint64>(bytes * static_cast<double>(numbers.text));
        cost.weights.vae = static_cast<qint64>(bytes * static_cast<double>(numbers.vae));
    }
    cost.weights.unet = model.residentBytes - cost.weights.text - cost.weights.vae;
    return cost;
}

int stepsToRun(const GenerationRequest &request, bool fromImage)
{
    const int steps = fromImage ? effectiveSteps(request.steps, request.strength) : request.steps;
    return steps * static_cast<int>(request.seeds.size());
}

RunEstimate estimateRun(const GenerationRequest &request, const ModelCost &model, const ExpectedSpeed &speed)
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
    const StagePeaks stages = stagePeaks(workFacts(width, height, conditionsOf(request), model), model);
    const qint64 peak = std::max({stages.text, stages.sampling, stages.decoding});
    // Pages of a mapped file count as free already, whether they are in memory or not.
    const qint64 resident = model.restsInFile ? 0 : model.weights.total();
    const qint64 program = model.isCard ? 0 : kProgramBytes;
    estimate.memoryBytes = peak - (model.loaded ? program + resident : std::min<qint64>(model.freedBytes, model.weights.total()));
    if (model.weights.total() > 0) {
        estimate.peakBytes = peak;
        estimate.samplingPeakBytes = std::max(stages.text, stages.sampling);
    }
    estimate.diskBytes = pictures * (saved * kPictureBytesPerPixel + kPictureOverhead) + latents * kResumeBytesPerLatent;
    if (request.initImage)
        estimate.diskBytes += saved * kPictureBytesPerPixel;
    if (speed.secondsPerStep > 0) {
        const int steps = request.initImage ? effectiveSteps(request.steps, request.strength) : request.steps;
        estimate.seconds = static_cast<double>(pictures) * (steps + kStepsPerDecode) * speed.secondsPerStep;
        estimate.secondsAreRough = speed.isByAnotherSize;
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
