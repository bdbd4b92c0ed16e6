#include "core/diffusion/pipelines/MaskedPart.h"

#include "core/base/Error.h"

namespace calotype::diffusion {

MaskedPart::MaskedPart(const GenerationRequest &request, int width, int height)
    : m_request(request)
{
    if (!request.inpaintOnlyMasked) {
        if (request.initImage && request.mask && isSoft(*request.mask)) {
            m_below = request.initImage;
            m_mask = request.mask;
            m_region = {{0, 0, m_below->width, m_below->height}, {0, 0, m_below->width, m_below->height}};
        }
        return;
    }
    if (!request.initImage || !request.mask || !marksAnything(*request.mask)) {
        throw Failure(ErrorCode::WrongUse, "Only the masked part shall be painted anew, but no part of a picture is "
                                           "masked; give a picture and a mask with some white in it.");
    }
    const Image &mask = *request.mask;
    if (mask.width != request.initImage->width || mask.height != request.initImage->height) {
        throw Failure(ErrorCode::WrongUse, "The mask must be " + std::to_string(request.initImage->width) + " × "
                                               + std::to_string(request.initImage->height)
                                               + " pixels, as its picture is; resize it first.");
    }
    m_below = request.initImage;
    m_mask = request.mask;
    m_region = maskedRegion(*maskedBox(mask), request.maskPadding, mask.width, mask.height, width, height);
    m_request.initImage = std::make_shared<const Image>(regionPicture(*m_below, m_region, width, height));
    m_request.mask = std::make_shared<const Image>(regionMask(mask, m_region, width, height));
}

Image MaskedPart::finished(Image made) const
{
    return m_below ? withRegion(*m_below, made, m_region, *m_mask) : made;
}

} // namespace calotype::diffusion
