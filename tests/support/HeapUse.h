#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
extern "C" std::size_t __sanitizer_get_current_allocated_bytes(); // its header does not come with every compiler
#elif defined(__GLIBC__)
#include <malloc.h>
#endif

namespace calotype::tests {

/// Bytes that this process has taken from the heap and not freed, whether they lie in memory or not; what the heap itself
/// keeps of freed ones does not count. -1 where the heap does not tell.
inline std::int64_t heapBytesInUse()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return static_cast<std::int64_t>(__sanitizer_get_current_allocated_bytes());
#elif !defined(__GLIBC__)
    return -1;
#elif !__GLIBC_PREREQ(2, 33)
    return -1;
#else
    const auto heap = mallinfo2();
    return static_cast<std::int64_t>(heap.uordblks + heap.hblkhd);
#endif
}

} // namespace calotype::tests
