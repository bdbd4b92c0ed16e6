#pragma once

#include <QImage>

namespace calotype::gallery {

/// A picture's 64-bit difference hash ("dHash", Krawetz 2013): the picture, whatever its shape, is box-averaged to 9 × 8
/// greys (ITU-R BT.601 luma, transparency over white); bit 8 y + x says that the grey at (x, y) is less than its right
/// neighbour's. Scaled, recompressed or slightly changed copies differ in a few bits, others in about 32. 0 for an empty
/// or a flat picture. Any thread.
quint64 differenceHash(const QImage &image);

/// The number of bits in which two hashes differ, 0 to 64.
int hashDistance(quint64 a, quint64 b);

} // namespace calotype::gallery
