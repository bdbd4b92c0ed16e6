#include "core/diffusion/preview/PreviewMaker.h"

#include "core/diffusion/pipelines/ImageTensor.h"
#include "core/diffusion/preview/LatentRgb.h"

namespace calotype::diffusion {

PreviewMaker::PreviewMaker(const Networks &networks, const GenerationRequest &request)
    : m_networks(networks)
    , m_method(request.preview == PreviewMethod::Taesd && !networks.taesd ? PreviewMethod::LatentRgb : request.preview)
    , m_every(request.previewEvery)
    , m_seconds(request.previewSeconds)
{
}

bool PreviewMaker::isDue(int stepsDone)
{
    if (m_method == PreviewMethod::Off)
        return false;
    if (stepsDone < m_lastStep) // another picture
        m_lastStep = 0;
    if (stepsDone - m_lastStep < m_every && m_every > 1)
        return false;
    const auto now = std::chrono::steady_clock::now();
    if (m_last && m_seconds > 0 && std::chrono::duration<double>(now - *m_last).count() < m_seconds)
        return false;
    m_last = now;
    m_lastStep = stepsDone;
    return true;
}

std::shared_ptr<const Image> PreviewMaker::make(const Tensor &latents) const
{
    if (m_method == PreviewMethod::Taesd) {
        const Tensor picture = m_networks.taesd->decode(latents.to(m_networks.device, m_networks.dtype));
        return std::make_shared<Image>(tensorToImage(picture));
    }
    return std::make_shared<Image>(latentRgb(latents, m_networks.isXl() ? LatentSpace::Sdxl : LatentSpace::Sd));
}

} // namespace calotype::diffusion
