#include "core/engine/HeapPolicy.h"

#include <cstdlib>

#ifdef __GLIBC__
#include <climits>

#include <malloc.h>
#endif

namespace calotype {

void keepFreedMemory()
{
#ifdef __GLIBC__
    mallopt(M_ARENA_MAX, 1);
    if (mallopt(M_MMAP_THRESHOLD, static_cast<int>(kLargestKeptBlock)) == 0) // glibc before 2.35 takes no more than this
        mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
#endif
}

void giveFreedMemoryBack()
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

} // namespace calotype
