#pragma once

#include "core/base/Image.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace calotype::formats {

/// How much of what a picture says about one setting was understood.
enum class FieldState {
    Restored,     ///< as the file has it
    Approximated, ///< read with a choice or a conversion that may miss what was meant; the note says which
    Unavailable,  ///< the file names it, but its value is out of range or not of its kind; `value` is what stands
                  ///< there, of whatever type: look at the state before using it
};

/// One setting. Names are ours, the same for all programs: prompt, negative_prompt, prompt_syntax (“plain” or “a1111”),
/// steps, sampler, schedule, sampler_raw (where both were one word), guidance, seed, width, height, model, model_hash, vae,
/// vae_hash, clip_skip (1 is none), strength, loras [{name, weight, hash}], hires_*, distilled_guidance, eta, ensd, rng,
/// batch_noise {seed, count} (one generator, begun with that seed, for so many pictures), tiling, variation_seed,
/// variation_seed_strength, seed_resize_from, refiner, refiner_hash, refiner_switch_at, mask_blur, inpaint_area,
/// masked_area_padding, masked_content, init_image_hash, ti_hashes, custom_sigmas, face_restoration, user, version, other.
/// Only what the file says: defaults are not filled in.
struct PictureField {
    std::string name;
    nlohmann::json value;
    FieldState state = FieldState::Restored;
    std::string note; ///< one sentence for the user; empty where all is well
};

/// What a picture says about how it was made.
struct PictureInfo {
    /// The program: a constant of PictureSources.h ("AUTOMATIC1111", "ComfyUI", …); "" where the picture says nothing.
    std::string source;
    std::vector<PictureField> fields;
    std::map<std::string, std::string> raw; ///< the texts as found (UTF-8), by where they stood

    const PictureField *find(std::string_view name) const;
    /// Puts @p value in, in place of an earlier one of that name.
    void set(std::string_view name, nlohmann::json value, FieldState state = FieldState::Restored, std::string note = {});
};

/// Decodes a picture to 8-bit pixels with 3 or 4 channels; nothing where it cannot.
using PixelDecoder = std::function<std::optional<Image>(std::span<const std::byte>)>;

/// Reads PNG, JPEG, WebP, GIF and AVIF by their bytes, whatever the name says. A picture without words, and a file
/// that is no picture, have source "". Bounded in time and memory, whatever the bytes are. Any thread.
/// @param decode  for text hidden in the pixels of a lossless WebP, which nothing here decodes; called only for such
///                a file that has no other words
/// @throws Failure NotFound, Io
PictureInfo readPictureInfo(const std::filesystem::path &path, const PixelDecoder &decode = {});
/// The same of bytes in memory. Throws nothing but std::bad_alloc, and what @p decode throws.
PictureInfo readPictureInfo(std::span<const std::byte> bytes, const PixelDecoder &decode = {});

} // namespace calotype::formats
