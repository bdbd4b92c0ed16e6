#pragma once

#include <string_view>

/// The words that PictureInfo::source may be.
namespace calotype::formats::sources {

inline constexpr std::string_view kA1111 = "AUTOMATIC1111";
inline constexpr std::string_view kCalotype = "Calotype";
inline constexpr std::string_view kComfyUi = "ComfyUI";
inline constexpr std::string_view kDrawThings = "Draw Things";
inline constexpr std::string_view kEasyDiffusion = "Easy Diffusion";
inline constexpr std::string_view kFooocus = "Fooocus";
inline constexpr std::string_view kForge = "Forge";
inline constexpr std::string_view kInvokeAi = "InvokeAI";
inline constexpr std::string_view kMochi = "Mochi Diffusion";
inline constexpr std::string_view kNovelAi = "NovelAI";
inline constexpr std::string_view kSdCpp = "stable-diffusion.cpp";
inline constexpr std::string_view kSwarmUi = "SwarmUI";

} // namespace calotype::formats::sources
