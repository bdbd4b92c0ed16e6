#include "core/diffusion/preview/PreviewMaker.h"

#include "core/diffusion/pipelines/ImageTensor.h"

#include <chrono>
#include <utility>

namespace calotype::diffusion {

namespace {

constexpr double kMostShare = 0.05; ///< of the sampling
constexpr double kSharpStays = 1;   ///< seconds

double steadySeconds()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

PreviewMaker::Decoder decoderOf(const Networks &networks)
{
    if (!networks.taesd)
        return {};
    return [&networks](const Tensor &latents) {
        return networks.taesd->decode(latents.to(networks.device, networks.dtype));
    };
}

} // namespace

PreviewMaker::PreviewMaker(const Networks &networks, const GenerationRequest &request)
    : PreviewMaker(request,
                   networks.description.latentColours.value_or(coloursOf(networks.isXl() ? LatentSpace::Sdxl : LatentSpace::Sd)),
                   decoderOf(networks), steadySeconds)
{
}

PreviewMaker::PreviewMaker(const GenerationRequest &request, const formats::LatentColours &colours, Decoder decode, Clock clock)
    : m_method(request.preview == PreviewMethod::Taesd && !decode ? PreviewMethod::LatentRgb : request.preview)
    , m_every(request.previewEvery)
    , m_seconds(request.previewSeconds)
    , m_colours(colours)
    , m_decode(std::move(decode))
    , m_clock(std::move(clock))
    , m_began(m_clock())
{
}

void PreviewMaker::begin()
{
    m_began = m_clock();
    m_spent = 0;
    m_lastSharp.reset();
}

bool PreviewMaker::isDue(int stepsDone)
{
    if (m_method == PreviewMethod::Off)
        return false;
    if (stepsDone < m_lastStep) // another picture
        m_lastStep = 0;
    if (stepsDone - m_lastStep < m_every && m_every > 1)
        return false;
    const double now = m_clock();
    if (m_last && m_seconds > 0 && now - *m_last < m_seconds)
        return false;
    m_last = now;
    m_lastStep = stepsDone;
    return true;
}

bool PreviewMaker::mayDecode(double now) const
{
    return m_spent + m_cost <= kMostShare * (now - m_began);
}

std::shared_ptr<const Image> PreviewMaker::make(const Tensor &latents)
{
    if (m_method == PreviewMethod::Taesd) {
        const double now = m_clock();
        if (mayDecode(now))
            return decoded(latents);
        if (m_lastSharp && now - *m_lastSharp < kSharpStays)
            return {};
    }
    return std::make_shared<Image>(latentRgb(latents, m_colours));
}

std::shared_ptr<const Image> PreviewMaker::decoded(const Tensor &latents)
{
    const double start = m_clock();
    auto picture = std::make_shared<Image>(tensorToImage(m_decode(latents))); // which waits for the device
    const double end = m_clock();
    m_lastSharp = end;
    if (m_decodings++ > 0) { // what the first one takes is for what is set up once
        m_cost = end - start;
        m_spent += m_cost;
    }
    return picture;
}

} // namespace calotype::diffusion
