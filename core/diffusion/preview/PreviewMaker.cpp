#include "core/diffusion/preview/PreviewMaker.h"

#include "core/diffusion/pipelines/ImageTensor.h"
#include "core/diffusion/preview/LatentRgb.h"

namespace calotype::diffusion {

PreviewMaker::PreviewMaker(const Networks &networks, PreviewMethod method)
    : m_networks(networks)
    , m_method(method == PreviewMethod::Taesd && !networks.taesd ? PreviewMethod::LatentRgb : method)
{
}

std::shared_ptr<const Image> PreviewMaker::make(const Tensor &latents) const
{
    if (m_method == PreviewMethod::Taesd) {
        const Tensor picture = m_networks.taesd->decode(latents.to(m_networks.device, m_networks.dtype));
        return std::make_shared<Image>(tensorToImage(picture));
    }
    const bool isXl = m_networks.text2 != nullptr;
    return std::make_shared<Image>(latentRgb(latents, isXl ? LatentSpace::Sdxl : LatentSpace::Sd));
}

} // namespace calotype::diffusion
