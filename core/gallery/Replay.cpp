#include "core/gallery/Replay.h"

#include "core/engine/MemoryMode.h"
#include "core/formats/RequestJson.h"
#include "core/formats/metadata/PictureInfo.h"
#include "core/gallery/PictureEncoder.h"
#include "core/gallery/PictureFile.h"
#include "core/gallery/PictureRecord.h"

#include <QFile>
#include <QImage>
#include <QImageReader>

#include <algorithm>
#include <cstdlib>

namespace calotype::gallery {

namespace {

Error refusal(ErrorCode code, const QString &sentence)
{
    return {code, sentence.toStdString(), {}};
}

Result<void> checkSource(const Image *given, const std::string &wantedHash, const char *what, const char *option)
{
    if (wantedHash.empty() && !given)
        return {};
    const QString name = QString::fromLatin1(what);
    if (wantedHash.empty())
        return refusal(ErrorCode::WrongUse, QStringLiteral("This picture was made without %1; leave it out.").arg(name));
    if (!given) {
        return refusal(ErrorCode::WrongUse,
                       QStringLiteral("This picture was made from %1 that is needed again; name its file with %2.")
                           .arg(name, QString::fromLatin1(option)));
    }
    if (formats::pixelHash(*given) != wantedHash) {
        return refusal(ErrorCode::WrongUse,
                       QStringLiteral("The pixels of %1 are not those that this picture was made from; name the file that was used.")
                           .arg(name));
    }
    return {};
}

// What a file of that format shows of the picture; the picture itself for a lossless one.
Image asStored(const Image &image, const QByteArray &qtFormat, int quality)
{
    const bool isJpeg = qtFormat == "jpeg" || qtFormat == "jpg";
    if (!isJpeg && qtFormat != "webp")
        return image;
    const auto bytes = encodePixels(image, isJpeg ? PictureFormat::Jpeg : PictureFormat::Webp, quality);
    QImage decoded;
    if (!bytes || !decoded.loadFromData(bytes.value()))
        return image;
    decoded.convertTo(QImage::Format_RGB888);
    Image rgb(decoded.width(), decoded.height());
    for (int y = 0; y < rgb.height; ++y)
        std::copy_n(decoded.constScanLine(y), rgb.bytesPerRow(), rgb.row(y));
    return rgb;
}

void measure(const Image &a, const Image &b, ReplayOutcome &outcome)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        const int difference = std::abs(int{a.pixels[i]} - int{b.pixels[i]});
        outcome.maxDifference = std::max(outcome.maxDifference, difference);
        sum += difference;
    }
    outcome.meanDifference = sum / static_cast<double>(std::max<std::size_t>(a.pixels.size(), 1));
}

class Reasons
{
public:
    /// Says so where both are known and differ. @param sentence  with "%1" for then and "%2" for now
    void compare(const char *sentence, const std::string &before, const std::string &now)
    {
        if (!before.empty() && !now.empty() && before != now)
            add(QString::fromUtf8(sentence).arg(QString::fromStdString(before), QString::fromStdString(now)).toStdString());
    }
    void add(std::string_view sentence) { m_sentences.emplace_back(sentence); }

    bool isEmpty() const { return m_sentences.empty(); }
    std::vector<std::string> taken() && { return std::move(m_sentences); }

private:
    std::vector<std::string> m_sentences;
};

std::string program(const PictureOrigin &origin)
{
    return origin.program.empty() ? "Calotype " CALOTYPE_VERSION : origin.program;
}

// The one memory mode that rounds otherwise.
bool isLow(const PictureOrigin &origin)
{
    return memoryModeOf(origin.run.memory) == MemoryMode::Low;
}

// Where memory is as short as then, or as plentiful, the choice comes out the same; only what was against that is asked for.
VaeTiles tilesFor(const PictureOrigin &origin)
{
    const auto were = vaeTilesOf(origin.run.vaeTiles);
    const bool count = were == VaeTiles::On || (were == VaeTiles::Off && isLow(origin));
    return count ? *were : VaeTiles::Auto;
}

Reasons whatDiffers(const PictureOrigin &before, const PictureOrigin &now)
{
    Reasons reasons;
    reasons.compare("The model is another one: its SHA-256 was %1 and is %2.", before.modelHash, now.modelHash);
    if (before.modelHash.empty() || now.modelHash.empty())
        reasons.compare("The model may be another one: it was called “%1” and is called “%2”.", before.run.modelName, now.run.modelName);
    if (before.run.vaePath.empty() != now.run.vaePath.empty())
        reasons.add(before.run.vaePath.empty() ? "It was made with the model's own VAE, which another one replaced this time."
                                               : "It was made with a separate VAE, which was not used this time.");
    reasons.compare("The VAE is another one: its SHA-256 was %1 and is %2.", before.vaeHash, now.vaeHash);
    reasons.compare("The model was taken to predict %1 and is taken to predict %2.", before.run.prediction, now.run.prediction);
    reasons.compare("It was made on %1, this time on %2.", before.run.device, now.run.device);
    reasons.compare("It was computed in %1, this time in %2.", before.run.dtype, now.run.dtype);
    if (isLow(before) != isLow(now)) {
        reasons.add(isLow(before) ? "It was made with low memory, which rounds otherwise, and not this time."
                                  : "This time it was made with low memory, which rounds otherwise.");
    }
    if (!before.run.vaeTiles.empty() && !now.run.vaeTiles.empty() && before.run.vaeTiles != now.run.vaeTiles) {
        reasons.add(before.run.vaeTiles == "on" ? "The VAE worked in tiles then, which rounds otherwise, and not this time."
                                                : "This time the VAE worked in tiles, which rounds otherwise.");
    }
    reasons.compare("It was computed by %1, this time by %2.", before.run.engine, now.run.engine);
    reasons.compare("It was made by %1, this time by %2.", program(before), program(now));
    reasons.compare("The sampler was %1 and is %2.", before.run.sampler, now.run.sampler);
    reasons.compare("The schedule was %1 and is %2.", before.run.schedule, now.run.schedule);
    if (before.run.timesteps != now.run.timesteps || before.run.sigmas != now.run.sigmas)
        reasons.add("The sampler took other noise levels this time.");
    return reasons;
}

} // namespace

Result<ReplayPlan> readReplay(const QString &path)
{
    ReplayPlan plan;
    plan.path = path;
    try {
        const formats::PictureInfo info = formats::readPictureInfo(std::filesystem::path(QFile::encodeName(path).toStdString()));
        const std::string record = recordAmong(info.raw);
        if (record.empty()) {
            return refusal(ErrorCode::Unsupported,
                           info.source.empty()
                               ? QStringLiteral("“%1” does not say how it was made, so it cannot be made again.").arg(path)
                               : QStringLiteral("“%1” holds what %2 wrote, but not the record by which Calotype makes a picture "
                                                "again; use its settings instead.")
                                     .arg(path, QString::fromStdString(info.source)));
        }
        plan.origin = originFrom(record);
    } catch (const Failure &failure) {
        return failure.error();
    }
    const PictureOrigin &origin = plan.origin;
    plan.model.path = origin.run.modelPath;
    plan.model.vaePath = origin.run.vaePath;
    plan.model.prediction = origin.prediction;
    if (!origin.run.device.empty())
        plan.model.device = origin.run.device;
    if (!origin.run.dtype.empty())
        plan.model.dtype = origin.run.dtype;
    // What Fast made, Balanced makes too, from less; so with older records, which know no other.
    plan.model.memory = isLow(origin) ? MemoryMode::Low : MemoryMode::Balanced;
    plan.model.vaeTiles = tilesFor(origin);
    plan.request = origin.request;
    plan.index = origin.index;
    return plan;
}

Result<void> setReplaySources(ReplayPlan &plan, std::shared_ptr<const Image> initImage, std::shared_ptr<const Image> mask)
{
    if (auto init = checkSource(initImage.get(), plan.origin.initImageHash, "an init image", "--init"); !init)
        return init;
    if (auto painted = checkSource(mask.get(), plan.origin.maskHash, "a mask", "--mask"); !painted)
        return painted;
    plan.request.initImage = std::move(initImage);
    plan.request.mask = std::move(mask);
    return {};
}

Result<ReplayOutcome> compareReplay(const ReplayPlan &plan, const Image &made, const PictureOrigin &now)
{
    using Verdict = ReplayOutcome::Verdict;
    ReplayOutcome outcome;
    const auto stored = readPicture(plan.path);
    if (!stored)
        return stored.error();
    const QByteArray format = QImageReader::imageFormat(plan.path);
    const bool wasChanged = format == "png" && formats::pixelHash(stored.value()) != plan.origin.pixelHash;
    if (!wasChanged && formats::pixelHash(made) == plan.origin.pixelHash) {
        outcome.verdict = Verdict::Identical;
        return outcome;
    }
    Reasons reasons = whatDiffers(plan.origin, now);
    if (wasChanged)
        reasons.add("The pixels of the file were changed after it was saved.");
    const Image seen = asStored(made, format, plan.origin.quality);
    if (seen.width != stored.value().width || seen.height != stored.value().height) {
        outcome.maxDifference = 255;
        outcome.meanDifference = 255;
        reasons.add("The picture has another size: " + std::to_string(stored.value().width) + " × "
                    + std::to_string(stored.value().height) + " pixels stored, " + std::to_string(seen.width) + " × "
                    + std::to_string(seen.height) + " made.");
    } else {
        measure(seen, stored.value(), outcome);
    }
    const bool isClose = outcome.maxDifference <= kReplayMost && outcome.meanDifference <= kReplayMean;
    outcome.verdict = isClose ? Verdict::WithinTolerance : Verdict::Different;
    if (reasons.isEmpty())
        reasons.add("Nothing that was recorded is otherwise this time; other hardware or libraries below the engine compute "
                    "a little differently.");
    outcome.reasons = std::move(reasons).taken();
    return outcome;
}

} // namespace calotype::gallery
