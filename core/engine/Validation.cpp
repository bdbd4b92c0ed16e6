#include "core/engine/Validation.h"

#include "core/engine/Inpainting.h"
#include "core/engine/prompt/NetworkTags.h"
#include "core/engine/prompt/PromptParts.h"
#include "core/engine/prompt/PromptSpans.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace calotype {
namespace {

using namespace bounds;

[[noreturn]] void refuse(std::string sentence)
{
    throw Failure(ErrorCode::WrongUse, std::move(sentence));
}

void checkRange(std::string_view field, double value, double least, double most)
{
    if (!(value >= least && value <= most)) { // also true for NaN
        refuse(fmt::format("{} is {}, and must be from {} to {}.", field, value, least, most));
    }
}

void checkSize(const char *field, int size)
{
    if (size != 0 && (size < kSizeMin || size > kSizeMax || size % kSizeStep != 0)) {
        refuse(fmt::format("{} is {}, and must be a multiple of {} from {} to {}.", field, size, kSizeStep, kSizeMin,
                           kSizeMax));
    }
}

void checkSeeds(const GenerationRequest &request)
{
    const std::size_t count = request.seeds.size();
    if (count < 1 || count > static_cast<std::size_t>(kCountMax)) {
        refuse(fmt::format("The number of pictures is {}, and must be from 1 to {}.", count, kCountMax));
    }
    for (const std::int64_t seed : request.seeds) {
        if (seed < 0 || seed > kSeedMax) {
            refuse(fmt::format("The seed is {}, and must be from 0 to {}.", seed, kSeedMax));
        }
    }
    if (request.variation) {
        const std::int64_t seed = request.variation->seed;
        if (seed < 0 || seed > kSeedMax) {
            refuse(fmt::format("The variation's seed is {}, and must be from 0 to {}.", seed, kSeedMax));
        }
        checkRange("The variation's strength", request.variation->strength, 0, 1);
    }
}

void checkImage(const char *field, const Image &image, int channels, const char *kind)
{
    const auto pixels = static_cast<std::size_t>(std::max(image.width, 0))
                        * static_cast<std::size_t>(std::max(image.height, 0));
    if (pixels == 0 || image.pixels.size() != pixels * static_cast<std::size_t>(std::max(image.channels, 0))) {
        refuse(fmt::format("{} holds no picture of {} × {} pixels.", field, image.width, image.height));
    }
    if (image.channels != channels) {
        refuse(fmt::format("{} has {} channels, and must be {}.", field, image.channels, kind));
    }
}

void checkSameSize(const char *field, const Image &image, int width, int height)
{
    if ((width != 0 && image.width != width) || (height != 0 && image.height != height)) {
        refuse(fmt::format("{} is {} × {} pixels, and must be {} × {}: scale it to the size of the picture first.", field,
                           image.width, image.height, width != 0 ? width : image.width,
                           height != 0 ? height : image.height));
    }
}

void checkImages(const GenerationRequest &request)
{
    checkRange("The strength", request.strength, 0, 1);
    if (request.mask && !request.initImage) {
        refuse("There is a mask, but no image that it belongs to: give the image too.");
    }
    if (request.inpaintOnlyMasked && !request.mask) {
        refuse("Only the masked part is to be painted anew, but there is no mask: give one.");
    }
    checkRange("The padding around the mask", request.maskPadding, 0, kMaskPaddingMax);
    if (!request.initImage) {
        return;
    }
    const Image &init = *request.initImage;
    checkImage("The image", init, 3, "RGB");
    if (request.inpaintOnlyMasked) {
        checkRange("The image's width", init.width, kSizeMin, kSourceMax);
        checkRange("The image's height", init.height, kSizeMin, kSourceMax);
    } else {
        checkSameSize("The image", init, request.width, request.height);
        checkSize("The image's width", init.width);
        checkSize("The image's height", init.height);
    }
    if (request.mask) {
        checkImage("The mask", *request.mask, 1, "grey");
        checkSameSize("The mask", *request.mask, init.width, init.height);
    }
    if (request.inpaintOnlyMasked && !marksAnything(*request.mask)) {
        refuse("The mask marks nothing, so nothing would be painted anew: make a part of it white.");
    }
    if (effectiveSteps(request.steps, request.strength) < 1) {
        refuse(fmt::format("{} steps at a strength of {} leave none to run: raise one of them.", request.steps,
                           request.strength));
    }
}

void checkMicroConditioning(const GenerationRequest &request)
{
    for (const auto &size : {request.originalSize, request.targetSize}) {
        if (size && (size->first < 1 || size->second < 1)) {
            refuse(fmt::format("The conditioning size is {} × {}, and must be at least 1 × 1.", size->second, size->first));
        }
    }
}

std::vector<prompt::PromptPart> partsOf(const std::string &prompt)
{
    return prompt::splitAnd(prompt::withoutNetworkTags(prompt));
}

// Each part of the second prompt goes with one of the first.
void checkPromptParts(const GenerationRequest &request)
{
    if (request.promptSyntax != PromptSyntax::Weighted || !request.prompt2) {
        return;
    }
    const std::size_t first = partsOf(request.prompt).size();
    const std::size_t second = partsOf(*request.prompt2).size();
    if (first != second) {
        refuse(fmt::format("AND makes {} parts of the prompt, but {} of the second encoder's: give both as many.", first,
                           second));
    }
}

void checkWordWeights(std::string_view which, const std::string &prompt, PromptSide side)
{
    const std::string field = fmt::format("A weight in {}, nested brackets multiplied,", which);
    for (const PromptSpan &span : promptSpans(prompt, side)) {
        if (span.kind == PromptSpan::Kind::Text) {
            checkRange(field, span.weight, -kPromptWeightMax, kPromptWeightMax);
        }
    }
}

void checkPromptWeights(const GenerationRequest &request)
{
    if (request.promptSyntax != PromptSyntax::Weighted) {
        return;
    }
    for (const prompt::PromptPart &part : partsOf(request.prompt)) {
        checkRange("A weight at the end of the prompt or before an AND", part.weight, -kPromptWeightMax, kPromptWeightMax);
    }
    checkWordWeights("the prompt", request.prompt, PromptSide::Positive);
    if (request.prompt2) {
        checkWordWeights("the second encoder's prompt", *request.prompt2, PromptSide::Positive);
    }
    if (request.negativePrompt) {
        checkWordWeights("the negative prompt", *request.negativePrompt, PromptSide::Negative);
    }
    if (request.negativePrompt2) {
        checkWordWeights("the second encoder's negative prompt", *request.negativePrompt2, PromptSide::Negative);
    }
}

} // namespace

Result<void> validate(const GenerationRequest &request)
{
    try {
        if (request.prompt.empty()) {
            refuse("The prompt is empty: say what the picture is to show.");
        }
        checkPromptParts(request);
        checkPromptWeights(request);
        checkSeeds(request);
        checkRange("The number of steps", request.steps, 1, kStepsMax);
        checkRange("The guidance", request.guidance, 0, kGuidanceMax);
        checkRange("The guidance rescale", request.guidanceRescale, 0, 1);
        checkRange("eta", request.eta, 0, 1);
        checkRange("The clip skip", request.clipSkip, 1, kClipSkipMax);
        checkSize("The width", request.width);
        checkSize("The height", request.height);
        checkImages(request);
        checkMicroConditioning(request);
    } catch (const Failure &failure) {
        return failure.error();
    }
    return {};
}

int effectiveSteps(int steps, double strength)
{
    return std::min(static_cast<int>(steps * strength), steps);
}

} // namespace calotype
