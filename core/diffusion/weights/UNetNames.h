#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace calotype::diffusion {

/// "input_blocks.1.0" → "down_blocks.0.resnets.0": the modules of CompVis' UNet and their names in diffusers.
using UNetModules = std::map<std::string, std::string, std::less<>>;

/// Follows the numbered blocks of CompVis' UNet: a level ends where a down- or upsampler stands.
/// @param names  all tensor names, without prefix
UNetModules unetModules(const std::vector<std::string> &names);

/// A tensor's name in diffusers, by the modules found; the name itself where none fits.
std::string unetName(const UNetModules &modules, std::string_view name);

} // namespace calotype::diffusion
