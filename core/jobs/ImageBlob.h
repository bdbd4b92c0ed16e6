#pragma once

#include "core/base/Image.h"

#include <QByteArray>

namespace calotype::jobs {

/// SHA-256 of a picture: its width, height and channels (32-bit, little-endian), then its pixels. 32 bytes.
QByteArray imageHash(const Image &image);

/// A picture without loss, deflated: rows are stored as differences to the pixel on the left, which photographs shrink by.
QByteArray packImage(const Image &image);

/// The picture of packImage()'s bytes.
/// @param hash  what imageHash() was
/// @throws Failure Damaged where the bytes are of none, or of another one
Image unpackImage(const QByteArray &bytes, const QByteArray &hash);

} // namespace calotype::jobs
