#include "core/diffusion/weights/NameMap.h"

#include "core/diffusion/weights/NameParts.h"
#include "core/diffusion/weights/TextNames.h"
#include "core/diffusion/weights/UNetNames.h"
#include "core/diffusion/weights/VaeNames.h"

#include <algorithm>

namespace calotype::diffusion {

namespace {

bool isNumbered(std::string_view name)
{
    return takeIndex(name).has_value();
}

} // namespace

NameMap::Family NameMap::familyOf(formats::NameLayout layout, const std::vector<std::string> &names)
{
    const auto any = [&](auto &&matches) { return std::any_of(names.begin(), names.end(), matches); };
    if (layout == formats::NameLayout::OpenClip)
        return Family::OpenClip;
    if (any([](const std::string &n) { return endsWith(n, "token_embedding.weight"); }))
        return any([](const std::string &n) { return n.find("resblocks.") != std::string::npos; }) ? Family::OpenClip
                                                                                                   : Family::Clip;
    if (any([](const std::string &n) { return startsWith(n, "input_blocks."); }))
        return Family::UNet;
    if (any([](const std::string &n) {
            return startsWith(n, "decoder.mid.") || startsWith(n, "encoder.mid.")
                   || startsWith(n, "decoder.mid_block.attentions.") || startsWith(n, "encoder.mid_block.attentions.");
        }))
        return Family::Vae;
    // TAESD's own files are bare sequences. The decoder's begins with a clamp, which has no tensors.
    if (!names.empty() && std::all_of(names.begin(), names.end(), isNumbered))
        return any([](const std::string &n) { return n == "0.weight"; }) ? Family::TaesdEncoder : Family::TaesdDecoder;
    return Family::Plain;
}

NameMap::NameMap(formats::NameLayout layout, const std::vector<std::string> &names)
    : m_family(familyOf(layout, names))
{
    if (m_family == Family::UNet)
        m_unetModules = unetModules(names);
    if (m_family == Family::Vae)
        m_vaeLevels = vaeDecoderLevels(names);
}

std::vector<MappedName> NameMap::map(std::string_view name) const
{
    switch (m_family) {
    case Family::UNet:
        return {{unetName(m_unetModules, name)}};
    case Family::Vae:
        return {vaeName(name, m_vaeLevels)};
    case Family::Clip:
        return clipNames(name);
    case Family::OpenClip:
        return openClipNames(name);
    case Family::TaesdEncoder:
        return {{"encoder.layers." + std::string(name)}};
    case Family::TaesdDecoder: {
        std::string_view rest = name;
        const auto index = takeIndex(rest);
        return {{"decoder.layers." + std::to_string(index.value_or(1) - 1) + "." + std::string(rest)}};
    }
    case Family::Plain:
        break;
    }
    return {{std::string(name)}};
}

} // namespace calotype::diffusion
