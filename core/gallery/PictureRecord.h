#pragma once

#include "core/gallery/PictureMetadata.h"

#include <map>
#include <string>
#include <string_view>

namespace calotype::gallery {

/// Our own JSON about a picture, one line of UTF-8: all that makes it again, and what tells whether it came out the same.
/// `request` is as formats::toJson() has it; its `seeds` hold the one of this picture, unless the noise of all of them
/// came from one generator. `resolved`, `timesteps` and `sigmas` are what the engine made of it. `parents` are the
/// pictures this one was made from: the hashes of the file and of the pixels that were used.
/// @param pixelHash  SHA-256 of the RGB8 pixels, hexadecimal
std::string pictureRecord(const PictureOrigin &origin, const std::string &pixelHash);

/// Reads such a record back. The pictures of the request are null; their hashes are in the origin.
/// @throws Failure Damaged naming the field; Unsupported for a record of another version
PictureOrigin originFrom(std::string_view record);

/// The record among the texts of a picture, as formats::PictureInfo::raw holds them; "" where there is none.
std::string recordAmong(const std::map<std::string, std::string> &texts);

} // namespace calotype::gallery
