#pragma once

#include <cstdint>

namespace calotype {

/// Larger blocks come from the system, and go back to it at once.
inline constexpr std::int64_t kLargestKeptBlock = 1 << 30;

/// Has glibc's malloc keep what is freed for the next time; elsewhere it does nothing. A sampling step takes and frees
/// the same large tensors again and again, and memory that comes from the system anew is cleared and mapped page by page:
/// at 512 × 512 that was two fifths of the processor's time. Blocks up to kLargestKeptBlock (32 MiB before glibc 2.35) lie in
/// one heap for all threads, which does not shrink by itself.
///
/// Call it before there is another thread.
void keepFreedMemory();

/// Gives what is kept back to the system: when a run has ended, and when a model was unloaded. Takes about 100 ms for
/// each GiB. Any thread.
void giveFreedMemoryBack();

} // namespace calotype
