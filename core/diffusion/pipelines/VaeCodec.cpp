#include "core/diffusion/pipelines/VaeCodec.h"

#include "core/base/Error.h"
#include "core/engine/DeviceFault.h"

#include <algorithm>
#include <new>

namespace calotype::diffusion {

namespace {

// Of a strip: the fewer, the less memory, and the more often are the rows between two of them computed twice.
constexpr std::int64_t kStripRows = 32;

bool isFinite(const Tensor &tensor)
{
    return torch::isfinite(tensor).all().item<bool>();
}

void noteOnce(std::vector<std::string> &notes, std::string note)
{
    if (std::find(notes.begin(), notes.end(), note) == notes.end())
        notes.push_back(std::move(note));
}

bool isOutOfMemory(const std::exception &error)
{
    if (const auto *const ofTorch = dynamic_cast<const c10::Error *>(&error))
        return deviceFaultOf(ofTorch->what_without_backtrace()) == DeviceFault::OutOfMemory;
    return dynamic_cast<const std::bad_alloc *>(&error) != nullptr;
}

} // namespace

VaeCodec::VaeCodec(Networks &networks, std::vector<std::string> &notes, bool inTiles)
    : m_networks(networks)
    , m_notes(notes)
    , m_inTiles(inTiles)
{
}

Autoencoder::Moments VaeCodec::encodeOnce(const Tensor &picture, const std::stop_token &stop)
{
    const Tensor placed = picture.to(m_networks.device, m_networks.vaeDtype);
    const auto onCpu = [](Autoencoder::Moments moments) {
        for (Tensor *part : {&moments.mean, &moments.logvar, &moments.std})
            *part = part->to(torch::kCPU, torch::kFloat32);
        return moments;
    };
    if (!m_inTiles) {
        try {
            return onCpu(m_networks.vae->encode(placed, stop));
        } catch (const std::exception &error) {
            fallBackToTiles(error, "Memory ran short, so the source picture was encoded in tiles.");
        }
    }
    return onCpu(m_networks.vae->encodeInStrips(placed, kStripRows, stop));
}

Autoencoder::Moments VaeCodec::encode(const Tensor &picture, const std::stop_token &stop)
{
    const auto sound = [](const Autoencoder::Moments &moments) { return isFinite(moments.mean) && isFinite(moments.std); };
    auto moments = encodeOnce(picture, stop);
    if (!sound(moments) && m_networks.vaeDtype != torch::kFloat32) {
        fallBackToFloat32(stop);
        moments = encodeOnce(picture, stop);
    }
    if (!sound(moments))
        throw Failure(ErrorCode::Damaged, "The VAE of “" + m_networks.description.info.name
                                              + "” turned the picture into values that are not numbers; choose another VAE.");
    return moments;
}

Tensor VaeCodec::sample(const Autoencoder::Moments &moments, const Tensor &noise) const
{
    return (moments.mean + moments.std * noise) * m_networks.description.vae.scalingFactor;
}

Tensor VaeCodec::decodeOnce(const Tensor &latents, const std::stop_token &stop)
{
    const Tensor unscaled
        = (latents / m_networks.description.vae.scalingFactor).to(m_networks.device, m_networks.vaeDtype);
    if (!m_inTiles) {
        try {
            return m_networks.vae->decode(unscaled, stop).to(torch::kCPU, torch::kFloat32);
        } catch (const std::exception &error) {
            fallBackToTiles(error, "Memory ran short, so the picture was decoded in tiles.");
        }
    }
    return m_networks.vae->decodeInStrips(unscaled, kStripRows, stop).to(torch::kCPU, torch::kFloat32);
}

Tensor VaeCodec::decode(const Tensor &latents, const std::stop_token &stop)
{
    Tensor picture = decodeOnce(latents, stop);
    if (!isFinite(picture) && m_networks.vaeDtype != torch::kFloat32) {
        fallBackToFloat32(stop);
        picture = decodeOnce(latents, stop);
    }
    if (!isFinite(picture))
        throw Failure(ErrorCode::Damaged, "The VAE of “" + m_networks.description.info.name
                                              + "” gave values that are not numbers; choose another VAE.");
    return picture;
}

// While @p error is handled, which goes on unless it is a want of memory.
void VaeCodec::fallBackToTiles(const std::exception &error, const char *note)
{
    if (!isOutOfMemory(error))
        throw;
    m_inTiles = true;
    noteOnce(m_notes, note);
}

void VaeCodec::fallBackToFloat32(const std::stop_token &stop)
{
    reloadVaeInFloat32(m_networks, stop);
    noteOnce(m_notes, "The VAE overflowed in half precision and was run in float32.");
}

} // namespace calotype::diffusion
