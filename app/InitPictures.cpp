#include "app/InitPictures.h"

#include "core/base/Resample.h"
#include "core/engine/Inpainting.h"
#include "core/gallery/FileHash.h"
#include "core/gallery/PictureFile.h"

#include <algorithm>

namespace calotype::app {

namespace {

constexpr int kLongestSide = 1024;
constexpr double kSideEnd = 1e9; // far too large, but a whole number still

Image read(const QString &path)
{
    auto image = gallery::readPicture(path);
    if (!image)
        throw Failure(image.error());
    return std::move(image).value();
}

// A size of the picture's shape for a request that names none, or only one side.
void chooseSize(const Image &init, GenerationRequest &request)
{
    const double fit = std::min(1.0, static_cast<double>(kLongestSide) / std::max(init.width, init.height));
    const auto floored = [](double side) {
        return static_cast<int>(std::min(side, kSideEnd)) / bounds::kSizeStep * bounds::kSizeStep;
    };
    if (request.width == 0 && request.height == 0) {
        request.width = floored(init.width * fit);
        request.height = floored(init.height * fit);
    } else if (request.width == 0) {
        request.width = floored(static_cast<double>(init.width) * request.height / init.height);
    } else if (request.height == 0) {
        request.height = floored(static_cast<double>(init.height) * request.width / init.width);
    }
    for (const int side : {request.width, request.height}) {
        if (side < bounds::kSizeMin || side > bounds::kSizeMax) {
            throw Failure(ErrorCode::WrongUse, "The init picture would give a side of " + std::to_string(side)
                                                   + " pixels; set --width and --height.");
        }
    }
}

} // namespace

void readInitPictures(GenerateOptions &options)
{
    if (options.initPath.isEmpty())
        return;
    GenerationRequest &request = options.request;
    const Image init = read(options.initPath);
    request.parentHash = gallery::fileHash(options.initPath).toHex().toStdString();
    if (request.inpaintOnlyMasked) {
        request.initImage = std::make_shared<Image>(init);
    } else {
        chooseSize(init, request);
        request.initImage = std::make_shared<Image>(centreCropped(init, request.width, request.height));
    }
    if (options.maskPath.isEmpty())
        return;
    const Image mask = toGrey(read(options.maskPath));
    if (static_cast<std::int64_t>(mask.width) * init.height != static_cast<std::int64_t>(mask.height) * init.width) {
        throw Failure(ErrorCode::WrongUse, "The mask “" + options.maskPath.toStdString() + "” ("
                                               + std::to_string(mask.width) + " × " + std::to_string(mask.height)
                                               + ") must have the shape of the init picture (" + std::to_string(init.width)
                                               + " × " + std::to_string(init.height) + ").");
    }
    const Image &canvas = *request.initImage;
    const PicturePart part = centredPart(mask.width, mask.height, canvas.width, canvas.height);
    request.mask = std::make_shared<Image>(maskPart(mask, part, canvas.width, canvas.height, isSoft(mask)));
}

} // namespace calotype::app
