#pragma once

class QLockFile;

namespace calotype::gallery {

/// Takes a lock that holds for as long as its program lives. The lock of a program that is gone is taken over, and so is
/// a file that has been empty or unreadable for ten seconds or more: a lost power supply leaves such. Any thread.
/// @param lock  with no stale time of its own: QLockFile::setStaleLockTime(0)
/// @return false where another holds it; or where none can be made, which QLockFile::error() tells
bool takeLock(QLockFile &lock);

} // namespace calotype::gallery
